"""Forms of reports, budget changes, expenses, visits, what others give."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.contracts.forms import SeveralFiles
from marketplace.core.faces import ReasonForm
from marketplace.core.money import MoneyFormField

from ..kinds_delivery import Beside, Found
from ..models import BudgetLine
from .agreements import _text


class ReportForm(forms.Form):
    """Text, people served, one figure for each indicator, papers."""

    knows = True
    text = _text(
        _("What was done"),
        7,
        max_length=10_000,
        help_text=_("Public when the report is accepted. Please name no private person."),
    )
    people_served = forms.IntegerField(label=_("People served"), min_value=0, max_value=1_000_000)
    papers = SeveralFiles(
        label=_("Papers (attendance lists, photos)"),
        required=False,
        help_text=_("Read by the office and your organisation only."),
    )

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, initial={"text": obj.text, "people_served": obj.people_served}, **kwargs)
        self.count = len(obj.indicators)
        for n, row in enumerate(obj.indicators):
            label = f"{row['name']} ({row['unit']})" if row.get("unit") else row["name"]
            self.fields[f"actual_{n}"] = forms.DecimalField(
                label=label, help_text=_("Target: %(target)s") % {"target": row["target"]}, min_value=0, max_digits=12, decimal_places=2,
                initial=row.get("actual") or None,
            )  # fmt: skip
        self.order_fields(["text", "people_served", *(f"actual_{n}" for n in range(self.count)), "papers"])

    def clean(self):
        data = super().clean()
        actuals = {n: data.pop(f"actual_{n}") for n in range(self.count) if data.get(f"actual_{n}") is not None}
        return {name: value for name, value in data.items() if not name.startswith("actual_")} | {"actuals": actuals}


class ReturnReportForm(ReasonForm):
    again_by = forms.DateField(label=_("To be handed in again by"))


class LineField(forms.ModelChoiceField):
    """A line of the budget, with what it has."""

    def label_from_instance(self, line):
        from marketplace.core import words

        return f"{line.position}. {line.name} ({words.yuan(line.amount)})"


class MoveForm(forms.Form):
    """From one line to another."""

    knows = True
    source = LineField(label=_("From the line"), queryset=BudgetLine.objects.none())
    target = LineField(label=_("To the line"), queryset=BudgetLine.objects.none())
    amount = MoneyFormField(label=_("Amount"))
    why = _text(_("Reasons"), max_length=1000)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].queryset = obj.lines.all()

    def clean(self):
        data = super().clean()
        if data.get("source") and data.get("source") == data.get("target"):
            self.add_error("target", _("Choose two different lines."))
        return data


class ExpenseForm(forms.Form):
    knows = True
    line = LineField(label=_("Budget line"), queryset=BudgetLine.objects.none())
    day = forms.DateField(label=_("Paid on"))
    amount = MoneyFormField(label=_("Amount"))
    text = forms.CharField(label=_("What for"), max_length=200, help_text=_("Please name no private person."))
    voucher = forms.FileField(label=_("Voucher (invoice, receipt)"))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = obj.lines.all()


class VisitForm(forms.Form):
    at = forms.DateTimeField(label=_("When"))
    what = forms.CharField(label=_("What is visited"), max_length=200)


class RecordForm(forms.Form):
    found = forms.ChoiceField(label=_("What was found"), choices=Found.choices, widget=forms.RadioSelect)
    record = _text(
        _("Record"), 6, max_length=5000, help_text=_("Both sides read it; the public reads what was found only.")
    )
    people_met = forms.IntegerField(label=_("People met"), min_value=0, max_value=100_000, required=False)
    papers = SeveralFiles(label=_("Photos, papers"), required=False)


class ContributionForm(forms.Form):
    """What others give; each kind asks for its own figures."""

    kind = forms.ChoiceField(label=_("What is given"), choices=Beside.choices, widget=forms.RadioSelect)
    source = forms.CharField(
        label=pgettext_lazy("contribution", "By whom"),
        max_length=120,
        help_text=_("A body or a group; please name no private person."),
    )
    what = forms.CharField(label=_("In words"), max_length=200, required=False)
    people = forms.IntegerField(label=_("Volunteers"), min_value=1, max_value=100_000, required=False)
    hours = forms.DecimalField(label=_("Hours in all"), min_value=0, max_digits=9, decimal_places=1, required=False)
    amount = MoneyFormField(label=_("Amount, or worth of the things"), required=False)

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        if kind == Beside.VOLUNTEERS and data.get("hours") is None:
            self.add_error("hours", _("Give the hours of the volunteers."))
        if kind == Beside.MONEY and not data.get("amount"):
            self.add_error("amount", _("Give the amount."))
        if kind == Beside.IN_KIND and not data.get("what"):
            self.add_error("what", _("Say what is given."))
        return data
