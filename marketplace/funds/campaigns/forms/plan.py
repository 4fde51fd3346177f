"""The plan of a campaign."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.funds.models import Fund
from orgs.models import Community, Office, Organisation
from orgs.states import Role

from ..kinds import CampaignKind, Need, Rule, Where
from .lines import AmountLinesField, cost_text, thanks_text

PLAIN = (
    "kind", "rule", "where", "title_zh", "title_en", "story_zh", "story_en", "surplus_zh", "surplus_en", "page_url", "office", "organiser", "fund",
)  # fmt: skip


def _moment(label):
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class PlanForm(forms.Form):
    """Everything of a campaign but its pictures. Answers come out as `domain.draft_campaign` takes them."""

    knows = True
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=80)
    title_en = forms.CharField(label=_("Title in English"), max_length=140, required=False)
    where = forms.ChoiceField(label=_("Where it runs"), choices=Where.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What supporters give"), choices=CampaignKind.choices, widget=forms.RadioSelect,
        help_text=_("Only gifts are booked here. What brings something in return, or a share, runs elsewhere and is tracked by hand."),
    )  # fmt: skip
    rule = forms.ChoiceField(label=_("What happens at the end"), choices=Rule.choices, widget=forms.RadioSelect)
    organiser = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organiser"))
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office in charge"))
    fund = forms.ModelChoiceField(
        Fund.objects.none(), label=_("Fund that books the gifts"), required=False, empty_label=_("none: it runs elsewhere")
    )  # fmt: skip
    communities = forms.ModelMultipleChoiceField(
        Community.objects.none(), label=_("Communities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    story_zh = forms.CharField(label=_("Story in Chinese"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    story_en = forms.CharField(
        label=_("Story in English"), max_length=6000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    minimum = AmountLinesField(
        label=_("What it takes: the minimum"),
        help_text=_("One a line: what; yuan. For example: 爬楼机一台 / one stair climber; 41000"),
    )
    optimum = AmountLinesField(
        label=_("What would make it better"), required=False, help_text=_("One a line, as above. May stay empty.")
    )
    thanks = AmountLinesField(
        label=_("How givers are thanked"), required=False, amount_first=True, longest=160,
        help_text=_("One a line: from how many yuan; how. A thank-you has no value: no goods, no vouchers, no shares."),
    )  # fmt: skip
    surplus_zh = forms.CharField(label=_("What becomes of a surplus, in Chinese"), max_length=300, required=False)
    surplus_en = forms.CharField(label=_("What becomes of a surplus, in English"), max_length=400, required=False)
    opens_at = _moment(_("Takes gifts from"))
    closes_at = _moment(_("Takes gifts until"))
    page_url = forms.URLField(label=_("Its page elsewhere"), required=False, assume_scheme="https")

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, initial=self._initial(obj), **kwargs)
        mine = actor.bodies("organisation", Role.OWNER, Role.BID_WRITER)
        organisers = Organisation.objects.filter(state="verified")
        if not actor.is_officer:
            organisers = organisers.filter(pk__in=mine)
        self.fields["organiser"].queryset = organisers.order_by("code")
        self.fields["office"].queryset = Office.objects.filter(pk__in=_offices()).order_by("code")
        self.fields["fund"].queryset = Fund.objects.filter(state="active").exclude(host=None).order_by("code")
        self.fields["communities"].queryset = Community.objects.standing()

    @staticmethod
    def _initial(obj) -> dict:
        if obj.pk is None:
            return {"where": Where.HERE, "kind": CampaignKind.GIFT, "rule": Rule.ALL_OR_NOTHING}
        costs = list(obj.costs.all())
        return {name: getattr(obj, name) for name in PLAIN} | {
            "communities": [c.pk for c in obj.communities.all()],
            "opens_at": timezone.localtime(obj.opens_at),
            "closes_at": timezone.localtime(obj.closes_at),
            "minimum": cost_text(row for row in costs if row.need == Need.MINIMUM),
            "optimum": cost_text(row for row in costs if row.need == Need.OPTIMUM),
            "thanks": thanks_text(obj.thanks.all()),
        }

    def clean(self):
        data = super().clean()
        costs = [
            {"name_zh": zh, "name_en": en, "amount": amount, "need": need}
            for name, need in (("minimum", Need.MINIMUM), ("optimum", Need.OPTIMUM))
            for zh, en, amount in data.pop(name, None) or ()
        ]
        thanks = [{"text_zh": zh, "text_en": en, "from_amount": n} for zh, en, n in data.pop("thanks", None) or ()]
        return data | {"costs": costs, "thanks": thanks}


def _offices():
    """Offices that keep a fund: one of them answers for a campaign."""
    return Fund.objects.values("office")
