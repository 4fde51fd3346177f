"""GET filters of the lists of this room."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Fund
from .states import EntryKind
from .states_applications import ApplicationState, Group
from .states_microfunds import MicroState


class MicroFilters(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all states")), *MicroState.choices])

    def narrow(self, rows):
        state = getattr(self, "cleaned_data", {}).get("state")
        return rows.filter(state=state) if state else rows


class ApplicationFilters(forms.Form):
    fund = forms.ChoiceField(label=_("Fund"), required=False, choices=())
    group = forms.ChoiceField(label=_("Whom it helps"), required=False, choices=[("", _("all groups")), *Group.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all states")), *ApplicationState.choices])  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        funds = Fund.objects.filter(kind__in=("MICRO", "COMMUNITY_FOUNDATION")).exclude(state="draft")
        self.fields["fund"].choices = [
            ("", _("all funds")),
            *((fund.code, f"{fund.code} {fund.name}") for fund in funds),
        ]

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        where = {"fund__code": data.get("fund"), "group": data.get("group"), "state": data.get("state")}
        return rows.filter(**{name: value for name, value in where.items() if value})


class LedgerFilters(forms.Form):
    """Fund, kind, days (both included), words of the text."""

    fund = forms.ChoiceField(label=_("Fund"), required=False, choices=())
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *EntryKind.choices])
    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip
    end = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # fmt: skip
    words = forms.CharField(label=pgettext_lazy("search", "Words"), required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        funds = Fund.objects.exclude(state="draft").order_by("code")
        self.fields["fund"].choices = [
            ("", _("all funds")),
            *((fund.code, f"{fund.code} {fund.name}") for fund in funds),
        ]

    def clean(self):
        data = super().clean()
        for name in ("start", "end"):
            if data.get(name) and not 1900 <= data[name].year <= 2200:
                self.add_error(name, _("Give a year between 1900 and 2200."))
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The end lies before the beginning."))
        return data

    def narrow(self, rows):
        from .queries_ledger import narrowed

        return narrowed(rows, **getattr(self, "cleaned_data", {}))
