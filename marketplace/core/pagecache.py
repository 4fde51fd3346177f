"""Whole pages for anonymous readers, correct to the second at a deadline.

A view that may be kept calls `until(request, moment)` with the earliest moment at which the page would read
differently (a deadline passing). The page is kept for at most PAGE_CACHE_SECONDS and never beyond that
moment, and every act of a verb makes all kept pages stale by raising their generation, in every process
(docs/decisions/page-cache.md).
"""

import hashlib
import os
import uuid

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.connection import ConnectionProxy

from . import clock, display

cache = ConnectionProxy(caches, "pages")
GENERATION = "pages:generation"
PRIVATE_COOKIES = ("messages",)


def until(request, moment=None):
    """Allow the answer to be kept; `moment` None: nothing on it changes with the clock alone."""
    shorten(request, moment)
    request.keep_page = True


def shorten(request, moment):
    """A part of the page changes at `moment`: the page is kept no longer, whoever allows the keeping, and when."""
    before = getattr(request, "keep_page_until", None)
    request.keep_page_until = min((m for m in (before, moment) if m is not None), default=None)


def _is_local() -> bool:
    """The cache lies in this process's own memory: other processes do not see it."""
    return settings.CACHES["pages"]["BACKEND"].endswith("locmem.LocMemCache")


def _marker():
    return settings.VAR_DIR / "pages.generation"


def forget():
    """Every kept page is stale: called after each act (on commit)."""
    if not _is_local():
        cache.set(GENERATION, uuid.uuid4().hex, None)
        return
    # One byte more: appending is atomic between processes, and a size, unlike a time, never repeats.
    _marker().parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(_marker(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(handle, b".")
    finally:
        os.close(handle)


def generation():
    """What changes with each act, for all processes of the portal."""
    if _is_local():
        try:
            return _marker().stat().st_size
        except FileNotFoundError:
            return 0
    found = cache.get(GENERATION)
    if found is None:  # thrown out of a full cache: what was kept under it must not come back
        found = cache.get_or_set(GENERATION, uuid.uuid4().hex, None)
    return found


def _key(request):
    """Short whatever the address: a memcached takes no more than 250 signs, a database 255."""
    language = "en" if request.path.startswith("/en/") else "zh"
    drawn = display.of_cookies(request).packed.replace(" ", "-")
    where = f"{language}:{drawn}:{request.get_host()}:{request.get_full_path()}"
    return f"page:{generation()}:{hashlib.blake2b(where.encode(), digest_size=20).hexdigest()}"


def _may(request):
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not any(name in request.COOKIES for name in PRIVATE_COOKIES)
        and "HX-Request" not in request.headers
    )


def answer_from_cache(request):
    """The kept answer, or None."""
    if not _may(request):
        return None
    # Taken before the page is made: an act that is done meanwhile makes this page stale before it is kept.
    request.page_key = _key(request)
    kept = cache.get(request.page_key)
    if kept is None:
        return None
    body, headers, stale_at = kept
    if stale_at is not None and clock.now() >= stale_at:
        return None
    return HttpResponse(body, headers=headers)


def keep(request, response):
    """Keep the answer when its view allowed it; answers with cookies are never kept.

    Nor is a page made for a reader who brought a CSRF cookie: its forms hold that reader's own token.
    """
    if (
        not getattr(request, "keep_page", False)
        or getattr(request, "page_key", None) is None
        or settings.CSRF_COOKIE_NAME in request.COOKIES
        or response.status_code != 200
        or response.cookies
        or response.streaming
    ):
        return response
    cache.set(
        request.page_key,
        (response.content, dict(response.headers), request.keep_page_until),
        settings.PAGE_CACHE_SECONDS,
    )
    return response
