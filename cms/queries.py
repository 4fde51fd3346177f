"""Reads of the told part: only what is live and public."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Locale, Page

from marketplace.core import clock

PER_PAGE = 20


def articles_visible():
    """Live articles that no view restriction hides, newest first."""
    from .models import ArticlePage

    return ArticlePage.objects.live().public().order_by("-day", "-pk")


def articles_under(index):
    """Articles of a news list, and those of the other language's list that are not translated into this one."""
    from .models import NewsIndexPage

    others = NewsIndexPage.objects.live().filter(translation_key=index.translation_key).exclude(pk=index.pk)
    untranslated = Q(pk__in=[])
    for other in others:
        untranslated |= Q(path__startswith=other.path, depth=other.depth + 1) & ~_translated_into(index.locale_id)
    mine = Q(path__startswith=index.path, depth=index.depth + 1)
    return articles_visible().filter(mine | untranslated).select_related("locale")


def _translated_into(locale_id):
    """Translated, or withdrawn there."""
    twins = Page.objects.filter(translation_key=OuterRef("translation_key"), locale_id=locale_id)
    return Exists(twins.filter(Q(live=True) | Q(first_published_at__isnull=False)))


def articles_in(language: str):
    """Live articles in a language ("zh-hans" or "en")."""
    return articles_visible().filter(locale=Locale.objects.get(language_code=language))


def news_index(language: str):
    """The news list of a language, or None."""
    from .models import NewsIndexPage

    return NewsIndexPage.objects.live().filter(locale__language_code=language).first()


def gathered(section, number) -> dict:
    """What stands in a section, as the list page shows it; events and dated papers newest first, the rest in its order.

    {"page_obj", "kept_query", "feed"}: pages made specific, at a constant number of queries for one kind of page; feed:
    the name of the address at which papers of this kind are followed, or "". What is there in the other language only
    stands among them, with `only_in` (its language) and `address` (in the frame of this one).
    """
    from . import languages
    from .models.papers import PolicyPage, replacements

    rows = list(section.get_children().live().public().order_by("path").defer_streamfields().specific())
    rows += languages.untranslated(section)
    papers = [row for row in rows if isinstance(row, PolicyPage)]
    replaced = replacements([row.pk for row in papers]) if papers else {}
    for row in papers:
        row.replaced_by = replaced.get(row.pk)
    feeds = {"PolicyPage": "cms:policy_feed", "PublicationPage": "cms:publication_feed"}
    feed = next((feeds[type(row).__name__] for row in rows if type(row).__name__ in feeds), "")
    page_obj = Paginator(sorted(rows, key=_moment, reverse=True), PER_PAGE).get_page(number)
    return {"page_obj": page_obj, "kept_query": "", "feed": feed}


def _moment(page) -> str:
    """Dated pages by date, newest first; pages without a date keep their order before them."""
    for name in ("starts_at", "issued_on", "published_on", "day"):
        moment = getattr(page, name, None)
        if moment:
            return moment.isoformat()
    return "9999"


def events_in(language: str):
    """Live events in a language."""
    from .models import EventPage

    code = "en" if language == "en" else "zh-hans"
    return EventPage.objects.live().public().filter(locale__language_code=code)


def coming_events(language: str):
    """Events that are not over, the next first."""
    now = clock.now()
    rows = events_in(language).filter(Q(ends_at__gt=now) | Q(ends_at=None, starts_at__gt=now))
    return rows.order_by("starts_at", "pk")


def tree(language: str) -> list:
    """All live pages of a language below its home page, in the order of the tree, for the sitemap page."""
    code = "en" if language == "en" else "zh-hans"
    return list(Page.objects.live().public().filter(locale__language_code=code, depth__gt=2).order_by("path"))
