"""Forms of verbs: ask, answer, amend; the receipt check; the filters of lists."""

import re

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock
from marketplace.core.finding import every_word
from orgs.models import Community

from ..models import CallLine
from ..procedures import in_words
from ..states import CallState


class AskForm(forms.Form):
    """A question; it becomes public as it is written."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It is published at once, word by word, without your name. Do not write who you are."),
    )


class AmendForm(forms.Form):
    """A change of an open call."""

    knows = True
    text_zh = forms.CharField(
        label=_("What changes, in Chinese"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )
    text_en = forms.CharField(
        label=_("What changes, in English"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    material = forms.BooleanField(
        label=_("The change may affect how bids are written (then the deadline moves as the rule demands)"),
        required=False,
        initial=True,
    )
    new_deadline = forms.DateTimeField(label=_("New deadline"), required=False, widget=forms.DateTimeInput)
    upload = forms.FileField(label=_("New or changed document"), required=False)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_deadline"].help_text = _("Empty: the rule decides. It stands at %(date)s.") % {
            "date": in_words(obj.deadline)
        }


class AnswerForm(forms.Form):
    """An answer; where it changes the call, the amendment goes out with it."""

    answer = forms.CharField(label=_("Answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}))
    amendment_zh = forms.CharField(
        label=_("Amendment in Chinese"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only when the answer changes the call."),
    )
    amendment_en = forms.CharField(
        label=_("Amendment in English"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    material = forms.BooleanField(
        label=_("The amendment may affect how bids are written"), required=False, initial=True
    )
    new_deadline = forms.DateTimeField(
        label=_("New deadline"), required=False, widget=forms.DateTimeInput, help_text=_("Empty: the rule decides.")
    )


class ReceiptForm(forms.Form):
    """A fingerprint as printed on the receipt; blanks between the groups do not matter."""

    sha256 = forms.CharField(
        label=_("Fingerprint (SHA-256)"), max_length=200, help_text=_("64 characters; blanks do not matter.")
    )

    def clean_sha256(self):
        value = re.sub(r"\s", "", self.cleaned_data["sha256"]).lower()
        if not re.fullmatch(r"[0-9a-f]{64}", value):
            raise forms.ValidationError(_("A fingerprint has 64 characters from 0 to 9 and a to f."))
        return value


STATES = [
    ("taking", _("open for bids")),
    ("closed", _("closed, waiting for the opening")),
    ("deciding", _("being evaluated")),
    ("awarded", _("awarded")),
    ("over", _("failed or cancelled")),
]


class CallFilter(forms.Form):
    """Facets of the public list."""

    q = forms.CharField(label=pgettext_lazy("search", "Words"), max_length=60, required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all"))] + STATES, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    community = forms.ModelChoiceField(
        label=_("Community"),
        queryset=Community.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("all"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.only("code", "name_zh", "name_en")
        self.fields["category"].choices = [("", _("all")), *categories()]

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        now = clock.now()
        if text := data.get("q"):
            rows = rows.filter(every_word(text, ("title_zh", "title_en", "number")))
        narrowed = {
            "taking": Q(state=CallState.OPEN, deadline__gte=now),
            "closed": Q(state=CallState.OPEN, deadline__lt=now),
            "deciding": Q(state__in=[CallState.EVALUATING, CallState.AWARD_PROPOSED]),
            "awarded": Q(state__in=[CallState.STANDSTILL, CallState.CHALLENGED, CallState.CONCLUDED]),
            "over": Q(state__in=[CallState.FAILED, CallState.CANCELLED]),
        }.get(data.get("state"))
        if narrowed is not None:
            rows = rows.filter(narrowed)
        if category := data.get("category"):
            bought = CallLine.objects.filter(call=OuterRef("pk"), item__category=category)
            rows = rows.filter(Exists(bought))  # no join: a call with two such lines is one row, and no sort is needed
        if community := data.get("community"):
            rows = rows.filter(communities=community)
        return rows


def categories():
    """(code, name) of the categories of the lists in force, in one query."""
    from marketplace.catalogue.models import ServiceItem

    rows = (
        ServiceItem.objects.in_force()
        .order_by("category")
        .values_list("category", "category_zh", "category_en")
        .distinct()
    )
    from django.utils.translation import get_language

    english = get_language() == "en"
    return [(code, (en or zh) if english else zh) for code, zh, en in rows]


class DeskFilter(forms.Form):
    """Filters of the officers' list."""

    q = forms.CharField(
        label=_("Find"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *CallState.choices])
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[("", _("any time")), ("passed", _("passed")), ("week", _("within a week"))],
    )

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if text := data.get("q"):
            rows = rows.filter(every_word(text, ("title_zh", "title_en", "number")))
        if state := data.get("state"):
            rows = rows.filter(state=state)
        if due := data.get("due"):
            from datetime import timedelta

            now = clock.now()
            rows = (
                rows.filter(deadline__lt=now)
                if due == "passed"
                else rows.filter(deadline__range=(now, now + timedelta(days=7)))
            )
        return rows
