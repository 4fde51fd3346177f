"""A piece of news as plain text: the two forms of the short way."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.models import Community

from .models import ArticleKind

PARAGRAPHS = _("Plain text; an empty line begins a new paragraph.")
LIVE_CHOICES = [
    ("", pgettext_lazy("live part of a text", "Nothing")),
    ("live_calls", _("Open calls")),
    ("live_stations", _("Services near a place")),
    ("live_outcomes", _("The newest outcomes")),
    ("live_events", _("Coming events")),
]


class Text(forms.CharField):
    """Several paragraphs."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}), **kwargs)


class ArticleForm(forms.Form):
    """Both languages on one page."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ArticleKind.choices)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    body_zh = Text(label=pgettext_lazy("article", "Text in Chinese"), help_text=PARAGRAPHS)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    body_en = Text(label=pgettext_lazy("article", "Text in English"), help_text=PARAGRAPHS)
    live = forms.ChoiceField(
        label=_("Under the text, live from the portal"), choices=LIVE_CHOICES, required=False,
        help_text=_("It is always as new as the portal itself."),
    )  # fmt: skip
    community = forms.ModelChoiceField(
        Community.objects.none(), label=_("For this community"), required=False, to_field_name="code",
        help_text=_("For open calls and services near a place."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = Community.objects.order_by("code")

    def clean_community(self):
        chosen = self.cleaned_data["community"]
        return chosen.code if chosen else ""


class MendForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = Text(label=_("Text"), help_text=PARAGRAPHS)


class SendBackForm(forms.Form):
    why = forms.CharField(label=_("What is to be changed"), max_length=300)


class NoForm(forms.Form):
    """Approving takes no words."""
