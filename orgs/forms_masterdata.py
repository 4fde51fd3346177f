"""Forms of the people who keep offices, communities and the calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.faces import ReasonForm

from .kinds import OfficeKind
from .models import Community, Office


def _line(label, most, required=False):
    return forms.CharField(label=label, max_length=most, required=required)


def _day(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


CODE = forms.RegexField(
    r"^[A-Z0-9-]+$", label=_("code"), max_length=20, help_text=_("Capital letters, digits and hyphens.")
)


class _OfRow(forms.Form):
    """Shows what stands in the row now."""

    knows = True

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        if obj is not None and obj.pk:
            for name, field in self.fields.items():
                field.initial = getattr(obj, name, field.initial)


class OfficeForm(_OfRow):
    kind = forms.ChoiceField(label=_("kind"), choices=OfficeKind.choices)
    parent = forms.ModelChoiceField(Office.objects.all(), label=_("part of"), required=False)
    name_zh = _line(_("name in Chinese"), 120, required=True)
    name_en = _line(_("name in English"), 160)
    buys = forms.BooleanField(label=_("buys services"), required=False)
    duties_zh = forms.CharField(
        label=_("duties in Chinese"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    duties_en = forms.CharField(
        label=_("duties in English"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class NewOfficeForm(OfficeForm):
    field_order = ("code",)
    code = CODE
    valid_from = _day(_("first day"), initial=clock.today)
    follows = forms.ModelChoiceField(Office.objects.all(), label=_("comes in the place of"), required=False)


class CommunityForm(_OfRow):
    office = forms.ModelChoiceField(Office.objects.all(), label=_("office in charge"))
    name_zh = _line(_("name in Chinese"), 120, required=True)
    name_en = _line(_("name in English"), 160)
    kind = _line(_("kind"), 20)
    population = forms.IntegerField(label=_("population"), min_value=0, max_value=10_000_000, initial=0)
    area_km2 = forms.DecimalField(
        label=_("area in square kilometres"), min_value=0, max_digits=7, decimal_places=2, initial=0
    )
    lat = forms.FloatField(label=_("latitude"), min_value=-90, max_value=90, required=False)
    lon = forms.FloatField(label=_("longitude"), min_value=-180, max_value=180, required=False)


class NewCommunityForm(CommunityForm):
    field_order = ("code",)
    code = CODE
    valid_from = _day(_("first day"), initial=clock.today)
    follows = forms.ModelChoiceField(Community.objects.all(), label=_("comes in the place of"), required=False)


class OutlineForm(forms.Form):
    file = forms.FileField(label=_("outline as GeoJSON"), help_text=_("A polygon in longitude and latitude (WGS 84); in a collection, the feature with the community's code."))  # fmt: skip
    source = _line(_("source"), 300, required=True)


class LastDayForm(forms.Form):
    last_day = _day(_("last day"), initial=clock.today)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    day = _day(_("day"))
    is_working = forms.TypedChoiceField(
        label=_("that day"),
        coerce=lambda value: value == "yes",
        choices=[("no", _("is free")), ("yes", _("is worked"))],
    )
    source = forms.CharField(
        label=_("source"), max_length=300, help_text=_("The notice that says so, with its number and date.")
    )


__all__ = [
    "CommunityForm",
    "DayForm",
    "LastDayForm",
    "NewCommunityForm",
    "NewOfficeForm",
    "OfficeForm",
    "OutlineForm",
    "ReasonForm",
]
