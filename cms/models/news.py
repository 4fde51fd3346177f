"""News, and what is explained."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from marketplace.core import clock

from ..queries import articles_under, articles_visible
from .base import KeptPage, TextPage


class ArticleKind(TextChoices):
    NEWS = "NEWS", _("news")
    POLICY = "POLICY", _("policy")
    GUIDE = "GUIDE", _("guide")


class NewsIndexPage(KeptPage, Page):
    """All news, newest first; what is not translated yet stands there in the language it has."""

    intro = models.CharField(_("introduction"), max_length=300, blank=True)
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    schema = "CollectionPage"
    PER_PAGE = 20

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        kind = request.GET.get("kind", "")
        rows = articles_under(self)
        if kind in ArticleKind.values:
            rows = rows.filter(kind=kind)
        page_obj = Paginator(rows, self.PER_PAGE).get_page(request.GET.get("page"))
        kept = f"kind={kind}&" if kind in ArticleKind.values else ""
        return context | {"page_obj": page_obj, "kept_query": kept, "kinds": ArticleKind.choices, "kind": kind}


class ArticlePage(TextPage):
    """One piece of news, a policy explained, a guide in short."""

    code = models.CharField(_("code"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ArticleKind, default=ArticleKind.NEWS)
    day = models.DateField(_("date"), default=clock.today)
    content_panels = TextPage.panels_with("kind", "day")
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types = []
    template = "cms/article_page.html"
    schema = "NewsArticle"

    class Meta:
        verbose_name = _("article")
        indexes = [models.Index(fields=["-day", "-page_ptr"])]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"others": articles_visible().filter(locale=self.locale).exclude(pk=self.pk)[:3]}
