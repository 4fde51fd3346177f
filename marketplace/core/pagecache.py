"""Whole pages for anonymous readers, correct to the second at a deadline.

A view that may be kept calls `until(request, moment)` with the earliest moment at which the page would read
differently (a deadline passing). The page is kept for at most PAGE_CACHE_SECONDS and never beyond that
moment, and every act of a verb empties the cache by raising its generation.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from . import clock

GENERATION = "pages:generation"


def until(request, moment=None):
    """Allow the answer to be kept; `moment` None: nothing on it changes with the clock alone."""
    request.keep_page_until = moment
    request.keep_page = True


def forget():
    """Every kept page is stale: called after each act (on commit)."""
    try:
        cache.incr(GENERATION)
    except ValueError:
        cache.set(GENERATION, 1, None)


def _key(request):
    language = "en" if request.path.startswith("/en/") else "zh"
    text = request.COOKIES.get("text", "")
    return f"page:{cache.get(GENERATION, 0)}:{language}:{text}:{request.get_host()}:{request.get_full_path()}"


def _may(request):
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HX-Request" not in request.headers
    )


def answer_from_cache(request):
    """The kept answer, or None."""
    if not _may(request):
        return None
    kept = cache.get(_key(request))
    if kept is None:
        return None
    body, headers, stale_at = kept
    if stale_at is not None and clock.now() >= stale_at:
        return None
    return HttpResponse(body, headers=headers)


def keep(request, response):
    """Keep the answer when its view allowed it; answers with cookies are never kept."""
    if not (getattr(request, "keep_page", False) and _may(request)) or response.status_code != 200 or response.cookies:
        return response
    if not response.streaming:
        cache.set(
            _key(request),
            (response.content, dict(response.headers), request.keep_page_until),
            settings.PAGE_CACHE_SECONDS,
        )
    return response
