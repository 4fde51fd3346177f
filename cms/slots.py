"""What the told part adds to the home page and to the footer of all pages."""

from django.utils.translation import get_language

from marketplace.core.registry import Section, slot

from .queries import articles_in, news_index


@slot("home", order=70)
def news(page, actor):
    """The newest three."""
    language = "en" if get_language() == "en" else "zh-hans"
    rows = list(articles_in(language)[:3])
    return Section("cms/home_news.html", {"rows": rows, "index": news_index(language)}) if rows else None
