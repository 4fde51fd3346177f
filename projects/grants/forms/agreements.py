"""Forms of agreements, tranches, claims, the end."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.money import MoneyFormField
from orgs.models import Community

from ..kinds_delivery import Ground, Worth
from ..queries_agreements import claimable, unaccounted

AREA = {"attrs": {"rows": 3}}


def _text(label, rows=3, **kwargs):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class EditForm(forms.Form):
    """Term, place, text, and the amount of every line of the budget."""

    knows = True
    starts = forms.DateField(label=_("First day"))
    ends = forms.DateField(label=_("Last day"))
    community = forms.ModelChoiceField(label=_("Community"), queryset=Community.objects.none(), required=False)
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    lat = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        required=False,
        help_text=_("For the public map; in degrees, such as 30.682."),
    )
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180, required=False)
    text_zh = _text(_("Text in Chinese"), 10, max_length=20_000)
    text_en = _text(_("Text in English"), 5, max_length=20_000, required=False)

    def __init__(self, *args, obj, actor, **kwargs):
        names = ("starts", "ends", "community", "place", "lat", "lon", "text_zh", "text_en")
        super().__init__(*args, initial={name: getattr(obj, name) for name in names}, **kwargs)
        places = Community.objects.filter(office=obj.round.office_id)
        self.fields["community"].queryset = places.standing(beside=[obj.community_id] if obj.community_id else [])
        self.lines = list(obj.lines.all())
        for line in self.lines:
            label = _("Budget line %(n)s: %(name)s") % {"n": line.position, "name": line.name}
            self.fields[f"line_{line.position}"] = MoneyFormField(label=label, initial=line.amount, min_value=0)

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must lie after the start, and at most three years later."))
        if (data.get("lat") is None) != (data.get("lon") is None):
            self.add_error("lon", _("Give both latitude and longitude, or neither."))
        lines = {line.position: data.get(f"line_{line.position}") for line in self.lines}
        kept = {name: value for name, value in data.items() if not name.startswith("line_")}
        return kept | {"lines": {n: value for n, value in lines.items() if value is not None}}


class AmendForm(forms.Form):
    """Another end or text, with the reason. The sum stays."""

    knows = True
    ends = forms.DateField(label=_("Last day"))
    text_zh = _text(_("Text in Chinese"), 8, max_length=20_000)
    text_en = _text(_("Text in English"), 4, max_length=20_000, required=False)
    reason = _text(_("Reason of the change"), max_length=2000)

    def __init__(self, *args, obj, actor, **kwargs):
        initial = {name: getattr(obj, name) for name in ("ends", "text_zh", "text_en")}
        super().__init__(*args, initial=initial, **kwargs)


class ClaimForm(forms.Form):
    """How much, on which ground. Suggested is what is not accounted for."""

    knows = True
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=forms.RadioSelect)
    amount = MoneyFormField(label=_("Amount to come back"))
    why = _text(_("Reasons"), max_length=2000, help_text=_("The grantee reads them."))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        suggested = min(unaccounted(obj), claimable(obj))
        self.fields["amount"].initial = suggested if suggested > 0 else None


class DemandForm(forms.Form):
    due = forms.DateField(label=_("To be paid back until"))


class BookForm(forms.Form):
    """A fund with bound money asks for the purpose."""

    knows = True

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        purposes = obj.agreement.round.fund.purposes.filter(bound=True)
        if purposes.exists():
            self.fields["purpose"] = forms.ModelChoiceField(
                label=_("For which purpose it had been paid"), queryset=purposes
            )


class EvaluateForm(forms.Form):
    """The judgement for both sides, and what everybody reads."""

    knows = True
    worth = forms.ChoiceField(label=_("The project"), choices=Worth.choices, widget=forms.RadioSelect)
    evaluation = _text(pgettext_lazy("grants", "Evaluation"), 4, max_length=5000)
    result_zh = _text(
        _("What came of it, in Chinese"),
        5,
        max_length=5000,
        help_text=_("Published when the agreement is closed. Please name no private person."),
    )
    result_en = _text(_("What came of it, in English"), 4, max_length=5000, required=False)
    people_served = forms.IntegerField(label=_("People served"), min_value=0, max_value=1_000_000)

    def __init__(self, *args, obj, actor, **kwargs):
        names = ("worth", "evaluation", "result_zh", "result_en", "people_served")
        initial = {name: getattr(obj, name) for name in names}
        if initial["people_served"] is None:
            final = obj.reports.order_by("-position").first()
            initial["people_served"] = final.people_served if final else None
        super().__init__(*args, initial=initial, **kwargs)


class CloseRoundForm(forms.Form):
    closing_zh = _text(_("What came of the round, in Chinese"), 5, max_length=5000)
    closing_en = _text(_("What came of the round, in English"), 4, max_length=5000, required=False)
