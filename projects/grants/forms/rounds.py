"""Forms of a round's draft."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import MoneyFormField
from marketplace.funds.models import Fund
from orgs.kinds import IncubationStage, OrgClass
from orgs.models import Community

from ..eligibility import GRADES
from ..kinds import StageKind
from ..models import FormVersion


def _moment(label, **kwargs):
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput, **kwargs)


class DatesMixin(forms.Form):
    opens_at = _moment(_("Applications from"))
    deadline = _moment(_("Applications until"))
    review_until = _moment(_("Reviews until"))

    def clean(self):
        data = super().clean()
        if data.get("opens_at") and data.get("deadline") and data["opens_at"] >= data["deadline"]:
            self.add_error("deadline", _("The deadline must lie after the opening."))
        if data.get("deadline") and data.get("review_until") and data["deadline"] >= data["review_until"]:
            self.add_error("review_until", _("Reviews must end after the deadline."))
        return data


class StartForm(DatesMixin):
    """What a round begins with."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=240, required=False)
    fund = forms.ModelChoiceField(label=_("Paid from"), queryset=Fund.objects.none())
    form = forms.ModelChoiceField(label=_("Form"), queryset=FormVersion.objects.none())
    budget = MoneyFormField(label=_("Money of the round"))
    most = MoneyFormField(label=_("Highest sum of an application"))
    field_order = ("title_zh", "title_en", "fund", "form", "budget", "most", "opens_at", "deadline", "review_until")

    def __init__(self, *args, office_ids, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fund"].queryset = Fund.objects.filter(office_id__in=office_ids, state="active").order_by("code")
        self.fields["form"].queryset = (
            FormVersion.objects.filter(office_id__in=office_ids).newest().order_by("title_zh", "-pk")
        )


class CopyForm(DatesMixin):
    """A round like an old one: its title and dates are new."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    field_order = ("title_zh", "opens_at", "deadline", "review_until")


class RoundForm(StartForm):
    """The plain columns of a draft."""

    theme_zh = forms.CharField(label=_("Theme in Chinese"), max_length=120, required=False)
    theme_en = forms.CharField(label=_("Theme in English"), max_length=200, required=False)
    text_zh = forms.CharField(
        label=_("Text in Chinese"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    text_en = forms.CharField(
        label=_("Text in English"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    least = MoneyFormField(label=_("Least sum of an application"), required=False)
    communities = forms.ModelMultipleChoiceField(
        label=_("For these communities"), queryset=Community.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )  # fmt: skip
    classes = forms.MultipleChoiceField(label=_("Classes that may apply"), choices=OrgClass.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: all."))  # fmt: skip
    stages_of_growth = forms.MultipleChoiceField(label=_("Incubation stages that may apply"), choices=IncubationStage.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: also those that are in none."))  # fmt: skip
    least_grade = forms.ChoiceField(label=_("Least assessment grade"), choices=GRADES, required=False)
    limit = forms.IntegerField(label=_("Applications of one organisation"), min_value=1, max_value=20)
    reviewers = forms.IntegerField(label=_("Reviewers of each application"), min_value=1, max_value=9)
    blind = forms.BooleanField(label=_("Reviewers do not see who applies"), required=False)
    sealed = forms.BooleanField(label=_("Sealed until the deadline"), required=False)
    panel = forms.BooleanField(label=_("With a panel to which applicants present"), required=False)
    panel_at = _moment(_("Panel on"), required=False)
    concept_form = forms.ModelChoiceField(label=_("Form of a short concept before"), queryset=FormVersion.objects.none(), required=False, empty_label=_("no concept is asked for"), help_text=_("Then only those who are invited after it write the full application."))  # fmt: skip
    concept_until = _moment(_("Concepts until"), required=False)
    concept_by = _moment(_("Decided about concepts until"), required=False)
    cure_days = forms.IntegerField(
        label=_("Working days to complete a returned application"), min_value=1, max_value=60
    )
    standstill_days = forms.IntegerField(label=_("Working days for objections"), min_value=1, max_value=60)
    line_share = forms.DecimalField(label=_("Share of a budget line that may move without approval (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2)  # fmt: skip
    agreement_zh = forms.CharField(
        label=_("Agreement template in Chinese"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    agreement_en = forms.CharField(
        label=_("Agreement template in English"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reporting_zh = forms.CharField(
        label=_("Reporting rule in Chinese"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reporting_en = forms.CharField(
        label=_("Reporting rule in English"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    PARTS = {
        "theme": ("title_zh", "title_en", "theme_zh", "theme_en", "text_zh", "text_en"),
        "money": ("fund", "budget", "least", "most", "line_share"),
        "who": ("communities", "classes", "least_grade", "stages_of_growth", "limit"),
        "dates": (
            "opens_at",
            "concept_until",
            "concept_by",
            "deadline",
            "review_until",
            "panel",
            "panel_at",
            "cure_days",
            "standstill_days",
        ),
        "how": ("form", "concept_form", "sealed", "blind", "reviewers"),
        "after": ("agreement_zh", "agreement_en", "reporting_zh", "reporting_en"),
    }

    def __init__(self, *args, round, **kwargs):
        super().__init__(*args, office_ids=[round.office_id], **kwargs)
        self.fields["communities"].queryset = Community.objects.filter(office=round.office_id).standing(
            beside=round.communities.values("pk")
        )
        usable = self.fields["form"].queryset
        self.fields["concept_form"].queryset = usable | FormVersion.objects.filter(pk=round.concept_form_id)
        self.fields["form"].queryset |= FormVersion.objects.filter(pk=round.form_id)

    @classmethod
    def initial_of(cls, round) -> dict:
        names = set(cls.base_fields) - {"communities", "panel", "panel_at", "line_share"}
        panel = round.stages.filter(kind=StageKind.PANEL).first()
        return {name: getattr(round, name) for name in names} | {
            "communities": list(round.communities.values_list("pk", flat=True)),
            "panel": panel is not None,
            "panel_at": panel.ends_at if panel else None,
            "line_share": f"{round.line_share * 100:.2f}",
        }

    def part(self, name):
        return [self[field] for field in self.PARTS[name]]

    def parts(self):
        return {name: self.part(name) for name in self.PARTS}

    def columns(self) -> dict:
        """What `domain.rounds.edit` takes."""
        data = dict(self.cleaned_data)
        panel, panel_at = data.pop("panel"), data.pop("panel_at")
        data["least"] = data["least"] or Decimal(0)
        data["line_share"] = data["line_share"] / 100
        return data | {"stages": {StageKind.PANEL: panel_at} if panel else {}}


class CriterionForm(forms.Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    description_zh = forms.CharField(label=_("What is looked at, in Chinese"), max_length=1000, required=False)
    description_en = forms.CharField(label=_("What is looked at, in English"), max_length=1500, required=False)
    weight = forms.DecimalField(label=_("Weight (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2)

    def row(self):
        return self.cleaned_data | {"weight": self.cleaned_data["weight"] / 100}


class TrancheForm(forms.Form):
    title_zh = forms.CharField(label=_("Name in Chinese"), max_length=60)
    title_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    share = forms.DecimalField(
        label=_("Share of the award (%)"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )

    def row(self):
        return self.cleaned_data | {"share": str(self.cleaned_data["share"] / 100)}


CRITERIA = forms.formset_factory(CriterionForm, extra=1, max_num=12, absolute_max=12)
TRANCHES = forms.formset_factory(TrancheForm, extra=1, max_num=8, absolute_max=8)


class ExtendForm(forms.Form):
    """A later deadline, with its reason."""

    knows = True
    deadline = _moment(_("Applications until"))
    review_until = _moment(_("Reviews until"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.round = obj
        for name in ("deadline", "review_until"):
            self.fields[name].initial = getattr(obj, name)

    def clean(self):
        data = super().clean()
        if data.get("deadline") and data["deadline"] <= self.round.deadline:
            self.add_error("deadline", _("The new deadline must lie after the old one."))
        if data.get("deadline") and data.get("review_until") and data["review_until"] <= data["deadline"]:
            self.add_error("review_until", _("Reviews must end after the deadline."))
        return data
