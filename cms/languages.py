"""Two languages of one text: which is there, which is behind, what is shown instead."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.url_routing import RouteResult

SOURCE = settings.LANGUAGE_CODE  # texts are written in Chinese first
# A pair that is published in one go lies moments apart; that is no change of the source.
SAME_TIME = timedelta(minutes=5)


@dataclass(frozen=True)
class State:
    """What a page shows about its language.

    fallback: the reader wants another language than the page has; behind_since: the source was changed then, after this
    translation was published, or None; other: the live page in the other language, or None; alternates: see below.
    """

    code: str
    fallback: bool
    behind_since: datetime | None
    other: object
    alternates: list

    @property
    def tag(self) -> str:
        """The page's language for `lang`."""
        return tag(self.code)


def state(page) -> State:
    code, pair = page.locale.language_code, live_pair(page)
    other = next((row for row in pair if row.pk != page.pk), None)
    return State(code, bool(page.pk) and code != active(), behind_since(page, other), other, addresses(pair))


def live_pair(page) -> list:
    """The live pages of this text, the Chinese one first."""
    rows = Page.objects.live().public().filter(translation_key=page.translation_key).select_related("locale")
    return sorted(rows, key=lambda row: row.locale.language_code != SOURCE)


def active() -> str:
    return "en" if get_language() == "en" else SOURCE


def behind_since(page, other) -> datetime | None:
    """When the Chinese text was changed after this translation, else None. `other`: the page in the other language."""
    if other is None or page.locale.language_code == SOURCE or not (page.last_published_at and other.last_published_at):
        return None
    return other.last_published_at if other.last_published_at > page.last_published_at + SAME_TIME else None


def addresses(pair) -> list[dict]:
    """[{location, lang_code}] of live translations, for the sitemap and for hreflang; [] when there is one only."""
    rows = [{"location": settings.SITE_URL + p.url, "lang_code": tag(p.locale.language_code)} for p in pair if p.url]
    return rows if len(rows) > 1 else []


def tag(code: str) -> str:
    return "en" if code == "en" else "zh-Hans"


def untranslated(section) -> list:
    """Live pages of this section in the other language that were never published in this one; specific, by their order.

    Each has `only_in`, the tag of its language, and `address`, where it is shown in the frame of the section's language.
    """
    code = section.locale.language_code
    here = Page.objects.filter(locale=section.locale, first_published_at__isnull=False).values("translation_key")
    found = []
    for other in section.get_translations().live().public():
        rows = other.get_children().live().public().exclude(translation_key__in=here)
        for row in rows.order_by("path").defer_streamfields().specific():
            row.only_in, row.address = tag(row.locale.language_code), fallback_url(row, code)
            found.append(row)
    return found


def fall_back(home, request, path_components, route) -> RouteResult:
    """The page at this address; where a language has none, the same address in the other language, shown with a note."""
    try:
        return route(request, path_components)
    except Http404:
        for other in home.get_translations().live().specific():
            result = _route_in(other, request, path_components)
            # A page of its own is found at its own address; one that was withdrawn is not shown in the other language.
            if result and not _ever_published(result.page, home.locale):
                return result
        raise


def _ever_published(page, locale) -> bool:
    twins = page.get_translations().filter(locale=locale)
    return twins.filter(Q(live=True) | Q(first_published_at__isnull=False)).exists()


def _route_in(home, request, path_components):
    page = home
    for slug in path_components:
        page = page.get_children().live().filter(slug=slug).first()
        if page is None:
            return None
    return RouteResult(page.specific) if path_components else None


def fallback_url(page, code: str) -> str:
    """Where a page without a translation is read by readers of `code`: its own address in that language's tree."""
    path = page.url or "/"
    if code == "en":
        return path if path.startswith("/en/") else "/en" + path
    return path.removeprefix("/en")
