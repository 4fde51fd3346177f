"""Forms of giving: the giver's, finance's, the statement's."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import FEN, MoneyFormField
from orgs.models import User

from . import causes, currencies
from .booking import MOST
from .kinds import BY_HAND, Display, GiftKind, Way
from .models import Gift, Layout, Pledge
from .reading import COLUMNS

ONCE, EVERY_MONTH = "once", "monthly"
PAPERS = _(
    "Needed for money and things. PDF or picture, 10 MB at most. Only the office’s finance, leaders and auditors can open it."
)


class AmountField(MoneyFormField):
    """What one may give: from one fen to MOST."""

    default_error_messages = {
        "min_value": _("At least 0.01 yuan."),
        "max_decimal_places": _("Whole fen: two places after the point at most."),
    }

    def __init__(self, **kwargs):
        super().__init__(min_value=FEN, max_value=MOST, **kwargs)


class GivenField(forms.DecimalField):
    """A sum in a currency that is not yuan; comes out as smallest units."""

    widget = forms.TextInput

    def __init__(self, currency, **kwargs):
        self.currency, self.unit = currency, currency.sign.strip()
        super().__init__(
            min_value=currency.least, max_value=MOST, decimal_places=currency.places, max_digits=14, **kwargs
        )

    def widget_attrs(self, widget):
        return {"inputmode": "decimal" if self.currency.places else "numeric", "autocomplete": "off", "class": "input"}

    def to_python(self, value):
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).strip().replace(",", "").replace(" ", "")
            value = value.removeprefix(self.currency.sign.strip())
        return super().to_python(value)

    def clean(self, value):
        return self.currency.units(super().clean(value))


class GiveForm(forms.Form):
    """One page: how much, how often, named how. `monthly` says whether a month's gift can be had here.

    currency: in which it is asked for; where that is not yuan, `given` and `currency` come out instead of `amount`.
    """

    amount = AmountField(label=_("How much (yuan)"))
    every = forms.ChoiceField(
        label=_("How often"),
        choices=[(ONCE, _("once")), (EVERY_MONTH, _("every month, until I stop it"))],
        initial=ONCE,
        widget=forms.RadioSelect,
    )
    giver_name = forms.CharField(
        label=_("Your name"), max_length=80, required=False, help_text=_("For the receipt. Empty: a receipt without a name.")
    )  # fmt: skip
    display = forms.ChoiceField(
        label=_("How everybody reads who gave"), choices=Display.choices, initial=Display.ANONYMOUS, widget=forms.RadioSelect
    )  # fmt: skip
    giver_contact = forms.EmailField(
        label=_("Your e-mail"), required=False, max_length=254, help_text=_("Where the payment page’s confirmation goes.")
    )  # fmt: skip

    def __init__(self, *args, monthly, actor, currency=currencies.ALL["cny"], by_card=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.currency = currency
        if not currency.is_yuan:
            self.fields["amount"] = GivenField(
                currency, label=_("How much (%(currency)s)") % {"currency": currency.name},
                help_text=_("Booked are the yuan that arrive at the fund, as soon as the payment service says how many."),
            )  # fmt: skip
        if not by_card:
            self.fields["giver_contact"].help_text = _("Where the office reaches you about this gift.")
        if not monthly:
            del self.fields["every"]
        if actor.is_known:
            self.fields["giver_name"].initial = actor.user.name
            self.fields["giver_contact"].initial = actor.user.email

    def clean(self):
        data = super().clean()
        if data.get("display", Display.ANONYMOUS) != Display.ANONYMOUS and not data.get("giver_name", "").strip():
            self.add_error("display", _("Without a name it is shown as given without a name."))
        if not self.currency.is_yuan and "amount" in data:
            data |= {"given": data.pop("amount"), "currency": self.currency.code}
        return data


class CauseField(forms.ChoiceField):
    """What in the fund it is for: "" is the fund as a whole; comes out as the object or None."""

    def __init__(self):
        super().__init__(label=_("What in the fund it is for"), required=False)

    def of(self, fund):
        self.fund = fund
        self.choices = [("", _("the fund as a whole")), *causes.choices(fund)]

    def clean(self, value):
        key = super().clean(value)
        return causes.find(self.fund, key) if key else None


class RecordForm(forms.Form):
    """What came by hand."""

    knows = True
    kind = forms.ChoiceField(label=_("What was given"), choices=GiftKind.choices, initial=GiftKind.MONEY, widget=forms.RadioSelect)  # fmt: skip
    amount = AmountField(label=_("Amount, or value of the things (yuan)"), required=False)
    hours = forms.DecimalField(label=_("Hours, if time was given"), required=False, max_digits=7, decimal_places=2)
    hour_value = AmountField(label=_("Value of an hour (yuan)"), required=False)
    what = forms.CharField(label=_("What exactly (things or time)"), max_length=300, required=False)
    way = forms.ChoiceField(label=_("How it came"), choices=[(way.value, way.label) for way in BY_HAND])
    received_on = forms.DateField(label=_("Received on"), widget=forms.DateInput)
    reference = forms.CharField(label=_("Serial number of the slip"), max_length=80, required=False)
    cause = CauseField()
    pledge = forms.CharField(label=_("Reference of a promise that it keeps"), max_length=12, required=False)
    giver_name = forms.CharField(label=_("Name of the giver"), max_length=80, required=False)
    giver_account = forms.EmailField(label=_("E-mail of the giver’s account here"), required=False)
    display = forms.ChoiceField(label=_("How everybody reads who gave"), choices=Display.choices, initial=Display.ANONYMOUS)  # fmt: skip
    evidence = forms.FileField(label=_("Slip or photograph"), required=False, help_text=PAPERS)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fund = obj.fund
        self.fields["cause"].of(obj.fund)

    def clean_pledge(self):
        text = self.cleaned_data["pledge"].strip().upper()
        if not text:
            return None
        found = Pledge.objects.filter(fund=self.fund, reference=text).open().first()
        if found is None:
            raise forms.ValidationError(_("No open promise to this fund has this reference."))
        return found

    def clean_giver_account(self):
        text = self.cleaned_data["giver_account"].strip()
        found = User.objects.filter(email__iexact=text, is_active=True).first() if text else None
        if text and found is None:
            raise forms.ValidationError(_("Nobody has an account with this address."))
        return found

    def clean(self):
        data = super().clean()
        data["giver"] = data.pop("giver_account", None)
        return data


class RefundForm(forms.Form):
    """Empty: all that is left."""

    knows = True
    amount = AmountField(label=_("Amount to return (yuan)"), required=False, help_text=_("Empty: all that is left of the gift."))  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.gift = obj


class ShowForm(forms.Form):
    knows = True
    display = forms.ChoiceField(label=_("How everybody reads who gave"), choices=Display.choices, widget=forms.RadioSelect)  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, initial={"display": obj.display}, **kwargs)


class ShortReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ProveForm(forms.Form):
    """The giver's name and the salt of their receipt, against the commitment that everybody sees."""

    name = forms.CharField(label=_("Name as on the receipt"), max_length=80, required=False)
    salt = forms.CharField(label=_("Salt as on the receipt"), max_length=80)


class StatementForm(forms.Form):
    """A statement to read in; columns by their heads, empty: the usual heads are looked for."""

    knows = True
    file = forms.FileField(label=_("Statement (CSV or XLSX)"), help_text=_("The first row has the heads of the columns. The file itself is not kept."))  # fmt: skip
    way = forms.ChoiceField(label=_("Where from"), choices=[(w.value, w.label) for w in BY_HAND if w != Way.CASH])
    cause = CauseField()
    kept = forms.ModelChoiceField(Layout.objects.none(), label=_("Columns as kept before"), required=False)
    layout = forms.CharField(label=_("Keep these columns under the name"), max_length=60, required=False)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cause"].of(obj.fund)
        self.fields["kept"].queryset = Layout.objects.filter(office_id=obj.fund.office_id)
        for name, label in COLUMNS.items():
            self.fields[f"column_{name}"] = forms.CharField(
                label=_("Head of the column: %(label)s") % {"label": label}, max_length=60, required=False
            )

    def clean(self):
        data = super().clean()
        kept = data.pop("kept", None)
        asked = {name: data.pop(f"column_{name}", "") for name in COLUMNS}
        data["columns"] = {**(kept.columns if kept else {}), **{n: v for n, v in asked.items() if v}}
        return data


class GiftFilters(forms.Form):
    """GET filters of the desk's list of gifts."""

    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *GiftKind.choices])
    way = forms.ChoiceField(label=_("How it came"), required=False, choices=[("", _("all ways")), *Way.choices])
    fund = forms.CharField(label=_("Code of the fund"), required=False, max_length=20)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("all states")), *Gift._meta.get_field("state").choices]

    def narrow(self, rows):
        data = {k: v for k, v in getattr(self, "cleaned_data", {}).items() if v}
        if "fund" in data:
            data["fund__code__iexact"] = data.pop("fund").strip()
        return rows.filter(**data)
