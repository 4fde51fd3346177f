"""Forms of micro-funds, stewards and applications."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import MoneyFormField
from marketplace.core.verbs import new_code
from orgs.models import Community, Office, Organisation, User

from .models import Fund, FundPurpose, MicroFund
from .states_applications import Group, Verdict
from .states_microfunds import BOARD_SEATS, MICRO_SEATS, Seat


def _text(label, rows=4, most=2000, **kwargs):
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _day(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MicroFundForm(forms.ModelForm):
    """An application for a micro-fund: purpose, host, opening money, rules, where the remainder goes."""

    knows = True
    least = MoneyFormField(label=_("Least sum of a grant (yuan)"), required=False)
    most = MoneyFormField(label=_("Highest sum of a grant (yuan)"), required=False)
    opening = MoneyFormField(
        label=_("Opening money (yuan)"), help_text=_("It lies with the host before the fund begins.")
    )

    class Meta:
        model = MicroFund
        fields = ["community", "host", "name_zh", "name_en", "purpose_zh", "purpose_en", "rules_zh", "rules_en", "opening",
                  "least", "most", "remainder_to", "remainder_zh", "remainder_en"]  # fmt: skip
        widgets = {n: forms.Textarea(attrs={"rows": 3}) for n in ("purpose_zh", "purpose_en", "rules_zh", "rules_en")}

    def __init__(self, *args, obj=None, actor, **kwargs):
        super().__init__(*args, instance=obj if obj is not None and obj.pk else None, **kwargs)
        self.fields["community"].queryset = Community.objects.standing()
        charities = Organisation.objects.filter(state="verified", legal_form="FOUNDATION")
        self.fields["host"].queryset = charities | Organisation.objects.filter(state="verified", org_class="CHARITY_RELIEF")  # fmt: skip
        self.fields["remainder_to"].queryset = Fund.objects.filter(state="active", kind__in=("MICRO", "COMMUNITY_FOUNDATION"))  # fmt: skip

    def _post_clean(self):
        """The verb writes, not the form."""
        for name in ("least", "most"):
            self.cleaned_data.setdefault(name, None)


class NewMicroFundForm(MicroFundForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Street office"))
    field_order = ["office", "community"]

    class Meta(MicroFundForm.Meta):
        fields = ["office", *MicroFundForm.Meta.fields]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(kind="STREET").standing()


class AgreementForm(forms.Form):
    host_fee = forms.DecimalField(
        label=_("Your fee, in percent of what comes in"), min_value=0, max_value=100, decimal_places=2, initial=0,
        help_text=_("0 if you charge none. It is shown on the fund's page and booked openly."),
    )  # fmt: skip
    file = forms.FileField(label=_("Signed agreement (PDF or picture)"))


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code of the fund"), max_length=20, help_text=_("Capital letters, digits, hyphens."))

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()


class SeatForm(forms.Form):
    """Somebody takes a seat for a term."""

    knows = True
    person = forms.CharField(
        label=_("E-mail address of the person"), max_length=254, widget=forms.EmailInput,
        help_text=_("The person needs an account; the name is not shown in public."),
    )  # fmt: skip
    seat = forms.ChoiceField(label=_("Seat"), choices=())
    since = _day(_("First day"))
    until = _day(_("Last day"))
    elected_on = _day(_("Elected on"), required=False, help_text=_("For an elected resident."))
    votes = forms.IntegerField(label=_("Votes for"), required=False, min_value=0, max_value=1_000_000)
    voters = forms.IntegerField(label=_("Voters"), required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        seats = BOARD_SEATS if obj.fund.kind == "COMMUNITY_FOUNDATION" else MICRO_SEATS
        self.fields["seat"].choices = [(s.value, Seat(s).label) for s in seats]
        today = clock.today()
        self.fields["since"].initial = today
        self.fields["until"].initial = date(today.year + 2, today.month, min(today.day, 28))

    def clean_person(self):
        user = User.objects.filter(email__iexact=self.cleaned_data["person"].strip(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Please ask the person to open one.")
            )
        return user

    def clean(self):
        data = super().clean()
        for name in ("since", "until", "elected_on"):
            if data.get(name) and not 1990 <= data[name].year <= 2200:
                self.add_error(name, _("Give a year between 1990 and 2200."))
        return data


class ApplyForm(forms.Form):
    """What is asked of a fund, for whom by group, for how many."""

    knows = True
    purpose = forms.ModelChoiceField(FundPurpose.objects.none(), label=_("Purpose"), empty_label=None)
    amount = MoneyFormField(label=_("Amount asked for (yuan)"))
    group = forms.ChoiceField(
        label=_("Whom it helps"), choices=Group.choices, help_text=_("Shown by group. Names of those helped stay with the stewards.")
    )  # fmt: skip
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=1_000_000, initial=1)
    community = forms.ModelChoiceField(Community.objects.none(), label=_("Community"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("On behalf of"), required=False, empty_label=_("myself or my neighbours")
    )
    text = _text(
        _("What the money is for"), rows=5, help_text=_("Only the stewards and the keepers of the books read this.")
    )

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        fund = obj.fund
        purposes = fund.purposes.all()
        self.fields["purpose"].queryset = purposes
        if not purposes.exists():
            del self.fields["purpose"]
        own = fund.communities.all()
        self.fields["community"].queryset = own if own.exists() else Community.objects.standing()
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=actor.bodies("organisation"))
        if not self.fields["organisation"].queryset.exists():
            del self.fields["organisation"]


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Your opinion"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = _text(_("Reasons"))


class ApproveForm(forms.Form):
    """The decision: how much, why, and what everybody reads."""

    knows = True
    granted = MoneyFormField(label=_("Amount granted (yuan)"))
    reason = _text(_("Reasons"), help_text=_("Public: name nobody."))
    public_zh = forms.CharField(label=_("What everybody reads, in Chinese"), max_length=200, help_text=_("For example: emergency aid for two empty-nest elders. Name nobody."))  # fmt: skip
    public_en = forms.CharField(label=_("What everybody reads, in English"), max_length=300, required=False)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["granted"].initial = obj.amount


class PayForm(forms.Form):
    knows = True
    amount = MoneyFormField(label=_("Amount (yuan)"))
    file = forms.FileField(label=_("Evidence (PDF or picture)"), help_text=_("Invoice or receipt; only stewards and the keepers of the books see it."))  # fmt: skip
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput, initial=new_code)

    def __init__(self, *args, obj, actor, **kwargs):
        from .domain import committed_for

        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = committed_for(obj.fund, obj)


class ReportForm(forms.Form):
    report = _text(_("What it was used for"), rows=6, help_text=_("Public: name nobody."))
    reached = forms.IntegerField(label=_("How many people it reached"), min_value=0, max_value=1_000_000)
