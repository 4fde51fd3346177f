"""Forms of the funds room."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import MoneyFormField
from marketplace.core.verbs import new_code
from orgs.models import Community, Office, Organisation

from . import kinds
from .domain import BAD_CODE, CODE
from .models import Fund, FundPurpose
from .states import FundKind, FundState, IncomeSource
from .states_applications import Group


class FundForm(forms.ModelForm):
    """A fund's draft. categories and items: codes, separated by commas; empty allows all."""

    knows = True
    categories = forms.CharField(
        label=_("Categories it may serve"),
        required=False,
        max_length=200,
        help_text=_("Letters of the purchase list, separated by commas. Empty: all."),
    )
    items = forms.CharField(
        label=_("Items it may serve"),
        required=False,
        max_length=1000,
        help_text=_(
            "Codes of the purchase list, separated by commas. Where items are named, only these are paid for, and the categories above no longer count. Empty: all items of the categories."
        ),
    )

    class Meta:
        model = Fund
        fields = [
            "code", "kind", "office", "host", "year", "name_zh", "name_en", "purpose_zh", "purpose_en",
            "rules_zh", "rules_en", "categories", "items", "communities", "gives", "takes", "asks_open", "least", "most",
        ]  # fmt: skip
        labels = {"code": _("Code of the fund")}
        widgets = {
            "communities": forms.CheckboxSelectMultiple,
            **{n: forms.Textarea(attrs={"rows": 3}) for n in ("purpose_zh", "purpose_en", "rules_zh", "rules_en")},
        }

    def __init__(self, *args, obj=None, actor, **kwargs):
        super().__init__(*args, instance=obj, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=actor.bodies("office", "FINANCE"))
        self.fields["host"].queryset = Organisation.objects.filter(state="verified")
        self.fields["communities"].queryset = Community.objects.standing(
            beside=obj.communities.values("pk") if obj is not None and obj.pk else None
        )
        self.fields["kind"].choices = [c for c in FundKind.choices if c[0] != FundKind.MICRO]
        if obj is not None:
            self.fields["code"].disabled = self.fields["office"].disabled = True
            self.initial["categories"], self.initial["items"] = ", ".join(obj.categories), ", ".join(obj.items)

    def clean_code(self):
        code = self.cleaned_data["code"].strip().upper()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(BAD_CODE)
        return code

    def _codes(self, name):
        text = self.cleaned_data.get(name, "").replace("，", ",").replace("、", ",")
        return [code.strip().upper() for code in text.split(",") if code.strip()]

    def clean_categories(self):
        return self._codes("categories")

    def clean_items(self):
        return self._codes("items")

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise forms.ValidationError(_("Give a year between 2000 and 2100."))
        return year

    def _post_clean(self):
        """The verb writes, not the form: the instance is left as it is, only uniqueness is looked up."""
        code = self.cleaned_data.get("code")
        if code and not self.fields["code"].disabled and Fund.objects.filter(code=code).exists():
            self.add_error("code", _("There is a fund of this code already."))
        if self.fields["code"].disabled:
            self.cleaned_data.pop("code", None)
            self.cleaned_data.pop("office", None)


class MoneyInForm(forms.Form):
    """An amount and what it is; no private person's name, the statement is public."""

    knows = True
    amount = MoneyFormField(label=_("Amount (yuan)"))
    text = forms.CharField(
        label=_("What it is"), max_length=300, help_text=_("Shown in the public statement. Name no private person.")
    )
    source = forms.ChoiceField(label=_("Where it comes from"), choices=())
    giver = forms.CharField(
        label=_("Contributor"), max_length=120, required=False,
        help_text=_("A body that stands beside the receipt in public; never a private person."),
    )  # fmt: skip
    purpose = forms.ModelChoiceField(
        FundPurpose.objects.none(), label=_("For this purpose only"), required=False, empty_label=_("for the fund as a whole")
    )  # fmt: skip
    key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, initial=new_code
    )  # sent twice, booked once
    SOURCES = (IncomeSource.RENT, IncomeSource.GIFT, IncomeSource.DEPARTMENT, IncomeSource.PAIRED, IncomeSource.FEE_FOLLOWS_TASK, IncomeSource.JOINT, IncomeSource.OTHER)  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        if self.SOURCES:
            self.fields["source"].choices = [(s.value, s.label) for s in self.SOURCES]
            self.fields["giver"].required = kinds.of(obj).names_givers
        else:
            del self.fields["source"], self.fields["giver"]
        purposes = obj.purposes.filter(bound=True)
        self.fields["purpose"].queryset = purposes
        if not purposes.exists():
            del self.fields["purpose"]


class GrantForm(MoneyInForm):
    SOURCES = (IncomeSource.FISCAL, IncomeSource.DEPARTMENT, IncomeSource.PAIRED, IncomeSource.FEE_FOLLOWS_TASK, IncomeSource.JOINT)  # fmt: skip


class RefundForm(MoneyInForm):
    SOURCES = ()

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, obj=obj, actor=actor, **kwargs)
        if "purpose" in self.fields:
            self.fields["purpose"].queryset = obj.purposes.all()
            self.fields["purpose"].label = _("For which purpose it had been paid")
            self.fields["purpose"].empty_label = "—"
            self.fields["purpose"].required = True


class PurposeForm(forms.Form):
    """A purpose of a fund."""

    code = forms.RegexField(r"^[A-Z0-9-]+$", label=_("Code"), max_length=20, error_messages={"invalid": BAD_CODE})
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    group = forms.ChoiceField(label=_("Whom it helps"), choices=Group.choices)
    bound = forms.BooleanField(label=_("Income for it may be spent on nothing else"), required=False)


class CorrectForm(forms.Form):
    number = forms.IntegerField(label=_("Number of the entry"), min_value=1)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class FundFilters(forms.Form):
    """GET filters of the list."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *FundKind.choices])
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all states")), *FundState.choices])

    def narrow(self, rows):
        data = {k: v for k, v in getattr(self, "cleaned_data", {}).items() if v}
        return rows.filter(**data)


class PeriodForm(forms.Form):
    """A statement's period; both days included."""

    start = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The end lies before the beginning."))
        for name in ("start", "end"):
            if data.get(name) and not 1900 <= data[name].year <= 2200:
                self.add_error(name, _("Give a year between 1900 and 2200."))
        return data

    @staticmethod
    def default() -> dict:
        """This year so far."""
        today = clock.today()
        return {"start": date(today.year, 1, 1), "end": today}
