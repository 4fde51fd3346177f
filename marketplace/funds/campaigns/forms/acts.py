"""Forms of the smaller acts around a campaign, and of pots."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.faces import ReasonForm
from marketplace.core.money import MoneyFormField
from marketplace.funds.models import Fund
from orgs.states import Role

from ..kinds import CampaignKind, MatchRule, Where
from ..models import Campaign
from ..states import CampaignState

FEN = Decimal("0.01")
POT = ("name_zh", "name_en", "fund", "amount", "rule", "factor", "per_gift", "per_project", "per_giver", "gifts")


def area(rows=4):
    return forms.Textarea(attrs={"rows": rows})


class NewsForm(forms.Form):
    text_zh = forms.CharField(label=_("News in Chinese"), max_length=3000, widget=area())
    text_en = forms.CharField(label=_("News in English"), max_length=4500, required=False, widget=area())


class AskForm(forms.Form):
    text = forms.CharField(
        label=_("Question"), max_length=1000, widget=area(), help_text=_("It is shown with its answer, without your name.")
    )  # fmt: skip


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=3000, widget=area())


class PictureForm(forms.Form):
    """A picture and what it shows, in words."""

    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    alt_zh = forms.CharField(label=_("What the picture shows, in Chinese"), max_length=200)
    alt_en = forms.CharField(label=_("What the picture shows, in English"), max_length=300, required=False)


class RemovePictureForm(forms.Form):
    knows = True
    picture = forms.ModelChoiceField(None, label=_("Picture"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].queryset = obj.pictures.select_related("file")
        self.fields["picture"].label_from_instance = lambda picture: f"{picture.alt} ({picture.file.name})"


class ShareForm(forms.Form):
    what_zh = forms.CharField(label=_("What was contributed, in Chinese"), max_length=160)
    what_en = forms.CharField(label=_("What was contributed, in English"), max_length=240, required=False)
    value = MoneyFormField(label=_("Value stated"), min_value=FEN)
    rights_zh = forms.CharField(label=_("What the share gives, in Chinese"), max_length=200)
    rights_en = forms.CharField(label=_("What the share gives, in English"), max_length=300, required=False)


class SightingForm(forms.Form):
    day = forms.DateField(label=_("Seen on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    raised = MoneyFormField(label=_("Raised by then"))
    supporters = forms.IntegerField(label=_("Supporters by then"), min_value=0, max_value=10_000_000)
    evidence = forms.FileField(label=_("Picture or print of its page"))


class PotForm(forms.Form):
    """A matching pot with its caps; an empty cap is none."""

    knows = True
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    fund = forms.ModelChoiceField(Fund.objects.none(), label=_("Fund that matches"))
    amount = MoneyFormField(label=_("Amount"), min_value=FEN)
    campaigns = forms.ModelMultipleChoiceField(
        Campaign.objects.none(), label=_("Campaigns"), widget=forms.CheckboxSelectMultiple
    )
    rule = forms.ChoiceField(label=_("Rule"), choices=MatchRule.choices, widget=forms.RadioSelect)
    factor = forms.DecimalField(
        label=_("Yuan for each yuan given"), min_value=FEN, max_value=100, max_digits=5, decimal_places=2, initial=1
    )
    per_gift = MoneyFormField(label=_("Of one gift at most so much is counted"), min_value=FEN, required=False)
    per_project = MoneyFormField(label=_("At most for one campaign"), min_value=FEN, required=False)
    per_giver = MoneyFormField(label=_("At most for one giver"), min_value=FEN, required=False)
    gifts = forms.IntegerField(
        label=_("So many gifts of one giver are matched"), min_value=1, max_value=1000, required=False
    )

    def __init__(self, *args, obj, actor, **kwargs):
        initial = {"rule": MatchRule.DOUBLE, "factor": 1}
        if obj.pk is not None:
            initial = {name: getattr(obj, name) for name in POT} | {"campaigns": [c.pk for c in obj.campaigns.all()]}
        super().__init__(*args, initial=initial, **kwargs)
        offices = actor.bodies("office", Role.FINANCE)
        self.fields["fund"].queryset = Fund.objects.filter(state="active", office_id__in=offices).order_by("code")
        running = (CampaignState.DRAFT, CampaignState.FILED, CampaignState.OPEN)
        rows = Campaign.objects.filter(
            state__in=running, kind=CampaignKind.GIFT, where=Where.HERE, office_id__in=offices
        )
        self.fields["campaigns"].queryset = rows.order_by("code")


__all__ = [
    "AnswerForm", "AskForm", "NewsForm", "PictureForm", "PotForm", "ReasonForm", "RemovePictureForm", "ShareForm", "SightingForm",
]  # fmt: skip
