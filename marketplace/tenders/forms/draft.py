"""The draft of a call: one page of several sections, with and without JavaScript."""

import unicodedata
from decimal import Decimal

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import MoneyFormField
from marketplace.core.refusals import Refused
from marketplace.funds.models import Fund
from orgs.models import Community, Office

from .. import procedures
from ..models import Procedure
from ..states import CriterionKind, EvidenceKind
from . import indicators

HUNDRED = Decimal(100)


def area(rows=4):
    return forms.Textarea(attrs={"rows": rows})


class NumberField(forms.DecimalField):
    """A number as people type it: full-width digits, thousands separators and a percent sign are understood."""

    widget = forms.TextInput

    def __init__(self, *, unit="", **kwargs):
        super().__init__(**kwargs)
        self.unit = unit
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value):
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip().replace(",", "").removesuffix("%").strip()
        return super().to_python(value)


class PercentField(NumberField):
    """Typed as percent, kept as a share of 1."""

    def __init__(self, **kwargs):
        super().__init__(unit="%", min_value=0, max_value=100, max_digits=5, decimal_places=2, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        return None if value is None else value / HUNDRED


def _procedures(day):
    """Procedures of the rule sets in force on a day."""
    return (
        Procedure.objects.filter(rule_set__state="approved", rule_set__valid_from__lte=day)
        .exclude(rule_set__valid_to__lt=day)
        .select_related("rule_set")
    )


class StartForm(forms.Form):
    """The first four things; everything else is asked on the draft's page."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=240, required=False)
    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    procedure = forms.ModelChoiceField(label=_("Procedure"), queryset=Procedure.objects.none(), empty_label=None)
    fund = forms.ModelChoiceField(label=_("Paid from the fund"), queryset=Fund.objects.none())
    budget = MoneyFormField(label=_("Budget (highest price)"), min_value=Decimal("0.01"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=actor.bodies("office", "BUYER"))
        self.fields["procedure"].queryset = _procedures(clock.today())
        self.fields["fund"].queryset = Fund.objects.filter(state="active")


class CallForm(forms.Form):
    """The plain columns of a draft."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=240, required=False)
    text_zh = forms.CharField(
        label=_("Text in Chinese"),
        max_length=20000,
        required=False,
        widget=area(8),
        help_text=_("What is bought, for whom, how it is done, what counts as done."),
    )
    text_en = forms.CharField(label=_("Text in English"), max_length=30000, required=False, widget=area(6))
    communities = forms.ModelMultipleChoiceField(
        label=_("Communities"), queryset=Community.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    service_months = forms.IntegerField(
        label=_("Months of service"),
        min_value=1,
        max_value=36,
        help_text=_("At most one year; up to three where the law allows it (Order 102, art. 24)."),
    )
    fund = forms.ModelChoiceField(label=_("Paid from the fund"), queryset=Fund.objects.none(), empty_label=None)
    budget = MoneyFormField(label=_("Budget (highest price)"), min_value=Decimal("0.01"))
    procedure = forms.ModelChoiceField(label=_("Procedure"), queryset=Procedure.objects.none(), empty_label=None)
    deadline = forms.DateTimeField(
        label=_("Bids until"), widget=forms.DateTimeInput, help_text=_("Also the moment of the opening.")
    )
    questions_until = forms.DateTimeField(label=_("Questions until"), widget=forms.DateTimeInput)
    document = forms.FileField(
        label=_("Add a call document"), required=False, help_text=_("PDF, Word, Excel or picture, at most 20 MB.")
    )

    SECTIONS = {
        "what": ("title_zh", "title_en", "text_zh", "text_en", "communities", "service_months"),
        "money": ("fund", "budget"),
        "dates": ("procedure", "deadline", "questions_until"),
        "documents": ("document",),
    }

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["communities"].queryset = Community.objects.standing(beside=call.communities.values("pk"))
        self.fields["procedure"].queryset = _procedures(clock.today()) | Procedure.objects.filter(
            pk=call.procedure_id
        ).select_related("rule_set")
        self.fields["fund"].queryset = Fund.objects.filter(state="active") | Fund.objects.filter(pk=call.fund_id)

    def section(self, name):
        return [self[field] for field in self.SECTIONS[name]]

    def what(self):
        return self.section("what")

    def money(self):
        return self.section("money")

    def dates(self):
        return self.section("dates")

    def clean(self):
        """Dates that break a rule are refused at once, with the clause and the earliest lawful date."""
        data = super().clean()
        if data.get("procedure") and data.get("deadline") and data.get("questions_until"):
            try:
                procedures.check_dates(
                    data["procedure"],
                    published=clock.now(),
                    deadline=data["deadline"],
                    questions=data["questions_until"],
                )
            except Refused as refusal:
                clause = f" ({refusal.clause})" if refusal.clause else ""
                self.add_error(refusal.field, refusal.sentence + clause)
        return data

    def columns(self) -> dict:
        """Cleaned values as `domain.edit` takes them."""
        data = {k: v for k, v in self.cleaned_data.items() if k != "document"}
        data["communities"] = list(data["communities"])
        return data


class LineForm(forms.Form):
    """So much of one item. items: {pk: ServiceItem}, read once for all rows."""

    item = forms.TypedChoiceField(label=_("Item of the purchase list"), coerce=int)
    quantity = NumberField(label=_("Quantity"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items_by_key = items
        self.fields["item"].choices = [("", _("choose"))] + [
            (pk, f"{i.code} {i.name} ({i.unit_name})") for pk, i in items.items()
        ]

    def row(self):
        return {"item": self.items_by_key[self.cleaned_data["item"]], "quantity": self.cleaned_data["quantity"]}


class ConditionForm(forms.Form):
    """Met or not met, never scored."""

    text_zh = forms.CharField(label=_("Condition in Chinese"), max_length=300)
    text_en = forms.CharField(label=_("Condition in English"), max_length=400, required=False)

    def row(self):
        return dict(self.cleaned_data)


class CriterionForm(forms.Form):
    """What is scored, with its weight in percent."""

    kind = forms.ChoiceField(label=_("Kind"), choices=CriterionKind.choices)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    weight = PercentField(label=_("Weight"))
    description_zh = forms.CharField(
        label=_("How it is scored, in Chinese"), max_length=2000, required=False, widget=area(2)
    )
    description_en = forms.CharField(
        label=_("How it is scored, in English"), max_length=3000, required=False, widget=area(2)
    )

    def row(self):
        return dict(self.cleaned_data)


class MilestoneForm(forms.Form):
    """What is delivered and paid when."""

    title_zh = forms.CharField(label=_("Milestone in Chinese"), max_length=120)
    title_en = forms.CharField(label=_("Milestone in English"), max_length=160, required=False)
    share = PercentField(label=_("Share of the price"))
    due_days = forms.IntegerField(label=_("Days after the start"), min_value=1, max_value=1200)
    indicators = forms.CharField(
        label=_("Indicators"),
        max_length=2000,
        required=False,
        widget=area(2),
        help_text=_("One a line: name, target, unit; for example: 探访 / visits; 400; 次 / times"),
    )

    demands = forms.MultipleChoiceField(
        label=_("What a delivery must bring"),
        choices=EvidenceKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without it the delivery is not taken in. Where nothing is ticked, any one of these will do."),
    )

    def clean_indicators(self):
        return indicators.parse(self.cleaned_data["indicators"])

    def row(self):
        return dict(self.cleaned_data)


class Section:
    """One part of the page with rows: its form, its prefix, at most how many rows."""

    def __init__(self, prefix, form, most):
        self.prefix, self.form, self.most = prefix, form, most

    def formset(self, extra=0):
        return formset_factory(self.form, extra=extra, max_num=self.most, absolute_max=self.most + 5, validate_max=True)


ROWS = {
    s.prefix: s
    for s in (
        Section("lines", LineForm, 20),
        Section("conditions", ConditionForm, 20),
        Section("criteria", CriterionForm, 12),
        Section("milestones", MilestoneForm, 12),
    )
}


def initial(call) -> tuple[dict, dict]:
    """(values of CallForm, {prefix: [values of a row]}) of a saved draft."""
    plain = {
        name: getattr(call, name)
        for name in ("title_zh", "title_en", "text_zh", "text_en", "service_months", "fund", "budget", "procedure")
    }
    plain["communities"] = [c.pk for c in call.communities.all()]
    plain["deadline"] = timezone.localtime(call.deadline) if call.deadline else None
    plain["questions_until"] = timezone.localtime(call.questions_until) if call.questions_until else None
    rows = {
        "lines": [{"item": row.item_id, "quantity": _plain(row.quantity)} for row in call.lines.all()],
        "conditions": [{"text_zh": row.text_zh, "text_en": row.text_en} for row in call.conditions.all()],
        "criteria": [
            {name: getattr(row, name) for name in ("kind", "name_zh", "name_en", "description_zh", "description_en")}
            | {"weight": _plain(row.weight * HUNDRED)}
            for row in call.criteria.all()
        ],
        "milestones": [
            {
                "title_zh": row.title_zh,
                "title_en": row.title_en,
                "share": _plain(row.share * HUNDRED),
                "due_days": row.due_days,
                "indicators": indicators.as_text(row.indicators),
                "demands": row.demands,
            }
            for row in call.milestones.all()
        ],
    }
    return plain, rows


def _plain(number) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
