"""What all pages share: kept for readers who are not logged in, proofread before they are published."""

from django.db import models
from django.db.models import TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from marketplace.core import clock, pagecache

from .. import admin_search, languages
from ..fields import BodyField
from ..forms import ProofForm
from ..panels import WayPanel


class Provenance(TextChoices):
    SOURCE = "source", _("real")
    ILLUSTRATIVE = "illustrative", _("illustrative")


class KeptPage(models.Model):
    """Pages that readers who are not logged in may get from the page cache, until `stale_at` at the latest."""

    base_form_class = ProofForm
    schema = "WebPage"  # the type of schema.org
    search_fields = [*Page.search_fields, index.SearchField("title_pairs"), index.AutocompleteField("title_pairs")]

    class Meta:
        abstract = True

    def title_pairs(self) -> str:
        """For the back office's own search: see `admin_search`."""
        return admin_search.indexed(self.title)

    def serve(self, request, *args, **kwargs):
        if self.expire_at and self.expire_at <= clock.now() and not getattr(request, "is_preview", False):
            raise Http404  # the worker takes it down at its next round; the clock has decided already
        response = super().serve(request, *args, **kwargs)
        if not request.actor.is_known and not getattr(request, "is_preview", False):
            context = response.context_data if hasattr(response, "context_data") else {}
            pagecache.until(request, context.get("stale_at"))
            pagecache.shorten(request, self.expire_at)
        return response

    def get_context(self, request, *args, **kwargs):
        from .. import structured

        context = super().get_context(request, *args, **kwargs)
        return context | {
            "language": languages.state(self),
            "trail": self.get_ancestors().filter(depth__gt=2).live().public(),
            "structured": structured.of(self),
        }

    @property
    def has_map(self) -> bool:
        """Its text has a map: the page brings the script that moves it."""
        return any(block.block_type == "map" for block in getattr(self, "body", ()))

    def get_sitemap_urls(self, request=None):
        """Its address, and those of its translations (hreflang)."""
        rows = super().get_sitemap_urls(request)
        others = languages.addresses(languages.live_pair(self))
        return [row | {"alternates": others} for row in rows]


class TextPage(KeptPage, Page):
    """A page with an introduction and a body of blocks."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("text"), blank=True)
    provenance = models.CharField(_("provenance"), max_length=12, choices=Provenance, default=Provenance.SOURCE)

    content_panels = [
        WayPanel(),
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("provenance"),
    ]

    class Meta:
        abstract = True

    @classmethod
    def panels_with(cls, *more):
        """The panels of a page type: title, its own fields, then introduction, body and provenance."""
        return [
            WayPanel(),
            *Page.content_panels,
            *(FieldPanel(name) if isinstance(name, str) else name for name in more),
            FieldPanel("intro"),
            FieldPanel("body"),
            FieldPanel("provenance"),
        ]
