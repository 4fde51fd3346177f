"""The home page, and sections: what gathers other pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from marketplace.core import clock, registry

from ..fields import BodyField
from ..languages import fall_back
from .base import KeptPage, TextPage

UNDER = [
    "cms.SectionPage", "cms.PolicyPage", "cms.GuidePage", "cms.EventPage", "cms.PublicationPage", "cms.PressMentionPage",
    "cms.ContactPage",
]  # fmt: skip


class HomePage(KeptPage, Page):
    """What the rooms have to show, under one sentence. Rooms register their sections in the slot "home"."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = BodyField(verbose_name=_("text"), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.NewsIndexPage", *UNDER]
    max_count_per_parent = 2  # one for each language
    schema = "WebSite"

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components):
        """A page that is not translated yet is shown in the language it has, with a note."""
        return fall_back(self, request, path_components, super().route)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        from .. import furniture

        sections = registry.sections("home", self, request.actor)
        today = [row for part in registry.sections("home.today", self, request.actor) for row in part.context["rows"]]
        moments = [part.context["stale_at"] for part in sections if part.context.get("stale_at")]
        words = registry.sections("home.words", self, request.actor)
        return context | {
            "sections": sections,
            "today_rows": today,
            "today": clock.today(),
            "contact": furniture.contact(),
            "words": [row for part in words for row in part.context["rows"]],
            "stale_at": min(moments, default=None),
        }


class SectionPage(TextPage):
    """Gathers other pages under one heading; with a text of its own it also serves for legal texts and the like."""

    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = UNDER
    template = "cms/section_page.html"
    schema = "CollectionPage"

    class Meta:
        verbose_name = _("section")

    def get_context(self, request, *args, **kwargs):
        from .. import queries

        context = super().get_context(request, *args, **kwargs)
        rows = queries.gathered(self, request.GET.get("page"))
        return context | rows
