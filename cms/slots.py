"""What the told part adds to the home page and to the footer of all pages."""

from django.utils.translation import get_language

from marketplace.catalogue.models import ServiceItem
from marketplace.core.actors import ANONYMOUS
from marketplace.core.registry import Section, slot

from .queries import articles_in, news_index


@slot("home.words", order=20)
def words_to_search(page, actor):
    """Under the search box: services that a source names."""
    rows = ServiceItem.objects.visible_to(ANONYMOUS).in_force().filter(provenance="source").order_by("position")[:4]
    return Section("", {"rows": [{"text": item.name, "url": item.get_absolute_url()} for item in rows]})


@slot("home", order=70)
def news(page, actor):
    """The newest three."""
    language = "en" if get_language() == "en" else "zh-hans"
    rows = list(articles_in(language)[:3])
    return Section("cms/home_news.html", {"rows": rows, "index": news_index(language)}) if rows else None
