"""Forms of plans, transfers, year ends, incentive rounds and rule figures."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.money import MoneyFormField
from orgs.models import Community

from . import kinds, queries
from .models import Fund, IncentiveLine, PlanLine
from .queries_plans import label_of
from .states_figures import FigureKey
from .states_rounds import Measure


class TransferForm(forms.Form):
    """Only funds whose rules take money from this one can be chosen."""

    knows = True
    to = forms.ModelChoiceField(Fund.objects.none(), label=_("To the fund"))
    amount = MoneyFormField(label=_("Amount (yuan)"))
    text = forms.CharField(label=_("What the money is for"), max_length=300, help_text=_("Shown in the public statement. Name no private person."))  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        fund = obj.fund
        fits = [code for code in kinds.of(fund).gives if fund.kind in kinds.KINDS[code].takes]
        funds = Fund.objects.filter(state="active", kind__in=fits, takes=True).exclude(pk=fund.pk)
        self.fields["to"].queryset = funds


class CarryForm(forms.Form):
    knows = True
    carried = MoneyFormField(label=_("Carried over (yuan)"))
    returned = MoneyFormField(label=_("Handed back (yuan)"), initial=0)
    text = forms.CharField(label=_("Reasons"), max_length=300, help_text=_("Public."))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carried"].initial = queries.free_balance(obj.fund)


class PlanForm(forms.Form):
    knows = True
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    basis = forms.CharField(label=_("How the shares were found"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = obj.fund.year


class LineForm(forms.Form):
    knows = True
    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("Community"), required=False, empty_label=_("several communities together")
    )
    category = forms.RegexField(r"^[A-Z]?$", label=_("Category"), required=False, help_text=_("A letter of the purchase list. Empty: every category."))  # fmt: skip
    amount = MoneyFormField(label=_("Amount (yuan)"))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.standing()


class _PickLine(forms.ModelChoiceField):
    def label_from_instance(self, line):
        return label_of(line)


class RemoveLineForm(forms.Form):
    knows = True
    line = _PickLine(PlanLine.objects.none(), label=_("Allocation"))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = obj.lines.select_related("community")


class BaselineForm(forms.Form):
    knows = True
    amount = MoneyFormField(label=_("Money that is shared (yuan)"))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = queries.balances(obj.fund).came_in


class RoundForm(forms.Form):
    """A round and its table: "3: 1; 4: 2; 5: 3" gives weight 1 from three stars on, 2 from four, 3 for five."""

    knows = True
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    measure = forms.ChoiceField(label=_("What is measured"), choices=Measure.choices)
    pot = MoneyFormField(label=_("Money of the round (yuan)"))
    appraisal = forms.CharField(label=_("The closed appraisal the results come from"), max_length=200)
    table = forms.CharField(label=_("Table of weights"), max_length=200, initial="3: 1; 4: 2; 5: 3", help_text=_("“From value: weight”, separated by semicolons."))  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_table(self):
        steps = []
        text = self.cleaned_data["table"].replace("：", ":").replace("；", ";")
        for part in filter(None, (part.strip() for part in text.split(";"))):
            at, _colon, weight = part.partition(":")
            try:
                pair = Decimal(at.strip()), Decimal(weight.strip())
            except InvalidOperation as error:
                raise forms.ValidationError(
                    _("Write each step as “from value: weight”, for example 3: 1; 4: 2; 5: 3.")
                ) from error
            if not all(number.is_finite() and 0 <= number <= 1000 for number in pair):
                raise forms.ValidationError(_("Values and weights lie between 0 and 1000."))
            steps.append(pair)
        if len({at for at, _weight in steps}) != len(steps):
            raise forms.ValidationError(_("A value stands twice in the table."))
        return steps


class ResultForm(forms.Form):
    knows = True
    community = forms.ModelChoiceField(Community.objects.none(), label=_("Community"))
    value = forms.DecimalField(label=pgettext_lazy("funds", "Result"), min_value=0, max_value=100, decimal_places=2)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.standing()


class _PickResult(forms.ModelChoiceField):
    def label_from_instance(self, line):
        return line.community.name


class RemoveResultForm(forms.Form):
    knows = True
    line = _PickResult(IncentiveLine.objects.none(), label=pgettext_lazy("funds", "Result"))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = obj.lines.select_related("community")


class FigureForm(forms.Form):
    knows = True
    key = forms.ChoiceField(label=_("Figure"), choices=FigureKey.choices)
    value = forms.DecimalField(label=_("Value"), min_value=0, max_value=100_000, decimal_places=2)
    valid_from = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip
    clause_zh = forms.CharField(label=_("Where it is written, in Chinese"), max_length=200)
    clause_en = forms.CharField(label=_("Where it is written, in English"), max_length=300, required=False)
    local = forms.BooleanField(label=_("A local choice"), required=False, initial=True)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)

    def clean_valid_from(self):
        day = self.cleaned_data["valid_from"]
        if not 2000 <= day.year <= 2200:
            raise forms.ValidationError(_("Give a year between 2000 and 2200."))
        return day
