"""The portal's told part: home, news, articles. Each exists in both languages as Wagtail's translations."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from marketplace.core import clock, pagecache, registry

from .fields import BodyField
from .queries import articles_under, articles_visible


class ArticleKind(TextChoices):
    NEWS = "NEWS", _("news")
    POLICY = "POLICY", _("policy")
    GUIDE = "GUIDE", _("guide")


class KeptPage:
    """Pages that anonymous readers may get from the page cache, until `stale_at` at the latest."""

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        if not request.actor.is_known and not getattr(request, "is_preview", False):
            context = response.context_data if hasattr(response, "context_data") else {}
            pagecache.until(request, context.get("stale_at"))
        return response


class HomePage(KeptPage, Page):
    """What the rooms have to show, under one sentence. Rooms register their sections in the slot "home"."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.NewsIndexPage"]
    max_count_per_parent = 2  # one for each language

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        sections = registry.sections("home", self, request.actor)
        today = [row for part in registry.sections("home.today", self, request.actor) for row in part.context["rows"]]
        moments = [part.context["stale_at"] for part in sections if part.context.get("stale_at")]
        words = registry.sections("home.words", self, request.actor)
        return context | {
            "sections": sections,
            "today_rows": today,
            "today": clock.today(),
            "words": [row for part in words for row in part.context["rows"]],
            "stale_at": min(moments, default=None),
        }


class NewsIndexPage(KeptPage, Page):
    """All news, newest first."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    PER_PAGE = 20

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request, *args, **kwargs):
        from django.core.paginator import Paginator

        context = super().get_context(request, *args, **kwargs)
        kind = request.GET.get("kind", "")
        rows = articles_under(self)
        if kind in ArticleKind.values:
            rows = rows.filter(kind=kind)
        page_obj = Paginator(rows, self.PER_PAGE).get_page(request.GET.get("page"))
        kept = f"kind={kind}&" if kind in ArticleKind.values else ""
        return context | {"page_obj": page_obj, "kept_query": kept, "kinds": ArticleKind.choices, "kind": kind}


class ArticlePage(KeptPage, Page):
    """One piece of news, a policy explained, a guide."""

    code = models.CharField(_("code"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ArticleKind, default=ArticleKind.NEWS)
    day = models.DateField(_("date"), default=clock.today)
    intro = models.TextField(_("introduction"), max_length=400, blank=True)
    body = BodyField(verbose_name=_("text"), blank=True)
    provenance = models.CharField(
        _("provenance"),
        max_length=12,
        choices=[("source", _("real")), ("illustrative", _("illustrative"))],
        default="source",
    )
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("day"),
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("provenance"),
    ]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("article")
        indexes = [models.Index(fields=["-day", "-page_ptr"])]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"others": articles_visible().filter(locale=self.locale).exclude(pk=self.pk)[:3]}
