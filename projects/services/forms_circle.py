"""Forms of what the fifteen-minute circle is reckoned with."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock
from orgs.models import Community

from .fields import Pick
from .forms import CODE, OfObject, _day, _line
from .kinds import StationKind, unpack


class PaceForm(forms.Form):
    """A rule of walking from a day on."""

    valid_from = _day(_("Valid from"), initial=clock.today)
    detour = forms.DecimalField(
        label=_("Detour factor"), min_value=1, max_value=3, max_digits=3, decimal_places=2,
        help_text=_("By how much the way on foot is longer than the straight line, for example 1.3."),
    )  # fmt: skip
    kmh = forms.DecimalField(
        label=_("Walking speed in km/h"), min_value=1, max_value=9, max_digits=3, decimal_places=1,
        help_text=_("An unhurried adult walks about 4.5, an older person about 3."),
    )  # fmt: skip
    source = _line(_("Source"), 300, required=True)


class NeedForm(OfObject):
    """What is needed, and which kinds of place serve it."""

    name_zh = _line(_("Name in Chinese"), 60, required=True)
    name_en = _line(_("Name in English"), 80)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of place that serve it"), choices=StationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=1000, initial=0)

    def __init__(self, *args, obj=None, **kwargs):
        super().__init__(*args, obj=obj, **kwargs)
        if obj is not None:
            self.initial["kinds"] = unpack(obj.kinds)


class NewNeedForm(NeedForm):
    field_order = ("code",)
    code = forms.CharField(label=_("Code"), max_length=20, validators=[CODE])
    valid_from = _day(_("Valid from"), initial=clock.today)


class LastDayForm(forms.Form):
    last_day = _day(_("Last day"), initial=clock.today)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class WalkForm(forms.Form):
    """A walk that somebody timed."""

    community = Pick(Community.objects.all(), label=_("From the middle of"))
    minutes = forms.IntegerField(label=_("Minutes on foot"), min_value=1, max_value=240)
    walked_on = _day(_("Walked on"), initial=clock.today)
    note = _line(pgettext_lazy("services", "Note"), 200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.standing()


class RemoveWalkForm(OfObject):
    walk = Pick(None, label=_("Walks that were timed"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["walk"].queryset = self.obj.walks.held().select_related("community")
