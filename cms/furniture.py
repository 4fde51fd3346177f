"""Notices, footer lines and contact data as every page needs them: read once, kept until an editor changes them."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from marketplace.core import clock, pagecache

from . import doors

KEPT_SECONDS = 600


@dataclass(frozen=True)
class Line:
    label: str
    url: str


@dataclass(frozen=True)
class Sentence:
    text: str
    url: str
    tone: str


def notices() -> tuple[list[Sentence], datetime | None]:
    """(what is said on all pages now, when that changes by the clock alone)."""
    now = clock.now()
    rows = [row for row in _kept("notices", _notices) if row["ends_at"] > now]
    moments = [row["ends_at"] if row["starts_at"] <= now else row["starts_at"] for row in rows]
    shown = [Sentence(row["text"], row["url"], row["tone"]) for row in rows if row["starts_at"] <= now]
    return shown, min(moments, default=None)


def columns() -> dict[str, list[Line]]:
    """{column: lines} of the head and the foot of every page."""
    return _kept("columns", _columns)


def contact():
    """The office's contact data (unsaved and empty as long as nobody wrote any)."""
    from .models import ContactData

    return _kept("contact", lambda: ContactData.objects.first() or ContactData())


def _kept(name, read):
    key = f"furniture:{name}:{get_language()}:{pagecache.generation()}"
    found = pagecache.cache.get(key)
    if found is None:
        found = read()
        pagecache.cache.set(key, found, KEPT_SECONDS)
    return found


def _notices():
    from .models import Notice

    rows = Notice.objects.filter(ends_at__gt=clock.now()).select_related("page")
    return [
        {"text": n.text, "url": _url(n.page), "tone": n.tone, "starts_at": n.starts_at, "ends_at": n.ends_at}
        for n in rows
    ]


def _columns():
    from .models import MenuEntry

    found, english = {}, get_language() == "en"
    for entry in MenuEntry.objects.select_related("page__locale"):
        words = entry.label_en if english else entry.label_zh
        if entry.page:
            page = _live(entry.page)
            line = Line(words or page.title, _url(page)) if page else None
        elif entry.door:
            line = (
                Line(words or doors.label(entry.door), doors.address(entry.door)) if entry.door in doors.DOORS else None
            )
        else:
            line = Line(words or entry.label_zh, _prefix() + entry.address)
        if line:
            found.setdefault(entry.column, []).append(line)
    return found


def _prefix():
    return "/en" if get_language() == "en" else ""


def _live(page):
    """The page in the reader's language, else as it is; None when it is not public."""
    rows = Page.objects.live().public().filter(translation_key=page.translation_key).select_related("locale")
    wanted = "en" if get_language() == "en" else settings.LANGUAGE_CODE
    return min(rows, key=lambda row: row.locale.language_code != wanted, default=None)


def _url(page) -> str:
    if page is None:
        return ""
    from .languages import active, fallback_url

    page = _live(page)
    if page is None:
        return ""
    return page.url if page.locale.language_code == active() else fallback_url(page, active())
