"""Forms of what the law asks for: plans, filings, permits, members, reports."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.models import Office, Organisation

from .kinds import Capacity, PermitKind
from .models import Collection

LONG = ("purpose_zh", "purpose_en", "use_zh")


class PlanForm(forms.ModelForm):
    """The plan of a collection; all of it must stand before it is filed."""

    knows = True

    class Meta:
        model = Collection
        fields = [
            "title_zh", "title_en", "purpose_zh", "purpose_en", "starts", "ends", "area_zh", "manager", "office_address", "ways_zh",
            "bank_account", "target", "beneficiaries_zh", "use_zh", "costs_zh", "surplus_zh", "partner_zh",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in LONG}

    def __init__(self, *args, obj=None, actor, **kwargs):
        super().__init__(*args, instance=obj, **kwargs)

    def _post_clean(self):
        """The verb writes, not the form."""


class FilingForm(forms.Form):
    filing_number = forms.CharField(label=_("Filing number"), max_length=60)
    filed_on = forms.DateField(label=_("Filed on"), widget=forms.DateInput)
    platform_name = forms.CharField(label=_("Designated platform"), max_length=80, required=False)
    platform_url = forms.URLField(label=_("Its page there"), required=False, assume_scheme="https")


class PermitForm(forms.Form):
    knows = True
    kind = forms.ChoiceField(label=_("Kind"), choices=PermitKind.choices)
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Recorded by the office"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Charity"), required=False, help_text=_("Empty for the designation of this portal.")
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the certificate"), max_length=80)
    issuer = forms.CharField(label=pgettext_lazy("giving", "Issued by"), max_length=120)
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput)
    valid_to = forms.DateField(label=_("Valid until"), widget=forms.DateInput, required=False)

    def __init__(self, *args, obj=None, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(pk__in=actor.bodies("office", "FINANCE"))
        self.fields["office"].initial = self.fields["office"].queryset.first()
        self.fields["organisation"].queryset = Organisation.objects.filter(hosted_funds__isnull=False).distinct()


class MemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail of the person’s account"), max_length=254)
    capacity = forms.ChoiceField(label=_("As"), choices=Capacity.choices)


class ReportForm(forms.Form):
    knows = True
    text_zh = forms.CharField(label=_("Text in Chinese"), max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))
    text_en = forms.CharField(label=_("Text in English"), max_length=12000, required=False, widget=forms.Textarea(attrs={"rows": 8}))  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, initial={"text_zh": obj.text_zh, "text_en": obj.text_en}, **kwargs)
