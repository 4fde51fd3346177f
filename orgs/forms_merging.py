"""The proof that another account is one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProveForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the other account"), max_length=254)
    password = forms.CharField(
        label=_("Its password"), max_length=128, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("Its one-time code"), max_length=12, required=False, help_text=_("If that account has a second factor."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
