"""Lending a role: to whom, from when, until when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from .forms import Day
from .models import User
from .queries_delegation import members_of


class DelegateForm(forms.Form):
    """The deputy is one of the body's other members."""

    knows = True
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Deputy"), help_text=_("Another member of the same body.")
    )
    valid_from = Day(label=_("First day"), required=False, help_text=_("Empty: today."))
    valid_to = Day(label=_("Last day"), help_text=_("The role comes back by itself when this day is over."))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = members_of(obj.membership.body).exclude(pk__in=actor.keys)

    def clean_valid_from(self):
        return self.cleaned_data["valid_from"] or clock.today()
