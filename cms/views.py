"""What is no page of the tree: the list of all pages, events for the reader's calendar."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language

from marketplace.core import pagecache
from marketplace.core.feeds import calendar_response

from . import queries
from .models import EventPage


def sitemap(request):
    """All public pages of the told part, and the doors of the market."""
    if not request.actor.is_known:
        pagecache.until(request)
    return render(request, "cms/sitemap.html", {"pages": queries.tree(get_language())})


def events_calendar(request):
    """Coming events of the reader's language; a calendar may follow this address."""
    return calendar_response("linli-events.ics", [_event(page) for page in queries.coming_events(get_language())[:100]])


def event_calendar(request, pk):
    page = EventPage.objects.live().public().filter(pk=pk).first() if pk < 2**63 else None
    if page is None:
        raise Http404
    return calendar_response(f"linli-event-{pk}.ics", [_event(page)])


def _event(page) -> dict:
    return {
        # One event in two languages is one event in a calendar.
        "uid": f"event-{page.translation_key}@linli",
        "start": page.starts_at,
        "end": page.ends_at,
        "summary": page.title,
        "place": page.place,
        "text": page.intro,
        "url": page.url,
        "called_off": page.called_off,
    }
