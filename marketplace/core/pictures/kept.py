"""A picture on a busy page, kept as it was drawn: the same for every reader, so drawn for nobody in particular.

It is drawn anew after each act, as kept pages are. Where it counts so many rows that counting takes longer than
the rest of the page, it may lag behind by up to a minute; its own page never does.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from .. import clock, pagecache
from ..actors import ANONYMOUS
from ..registry import Section
from . import shelf

MANY = 5_000  # rows counted
LAG = 60  # seconds


def kept_section(key: str) -> Section:
    """The section of a picture of what everybody sees; see `shelf.section`."""
    if settings.PAGE_CACHE_SECONDS == 0:
        return shelf.section(key, ANONYMOUS)
    name, generation = f"picture:{key}:{get_language()}", pagecache.generation()
    if (kept := pagecache.cache.get(name)) is not None:
        html, stale_at, of, lags = kept
        if (lags or of == generation) and (stale_at is None or clock.now() < stale_at):
            return _section(html, stale_at)
    section = shelf.section(key, ANONYMOUS)
    figures = section.context["shown"].figures
    html = render_to_string(section.template, {"section": section.context})
    lags = figures.counted >= MANY
    pagecache.cache.set(name, (html, figures.stale_at, generation, lags), LAG if lags else settings.PAGE_CACHE_SECONDS)
    return _section(html, figures.stale_at)


def _section(html, stale_at):
    return Section("core/kept_section.html", {"html": html, "stale_at": stale_at})
