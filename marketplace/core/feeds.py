"""News of the rooms as Atom (RFC 4287), dates as iCalendar (RFC 5545)."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from . import clock, frame


class Atom(Feed):
    """What all our feeds share: the language of the address, and the author that RFC 4287 asks for."""

    feed_type = Atom1Feed

    def author_name(self):
        return frame.host_name() or gettext("Linli Market")


def calendar_response(filename: str, events) -> HttpResponse:
    """A calendar file. events: dicts with uid (stable, so that a calendar updates instead of doubling), start (aware
    datetime), summary, and optionally end (aware datetime), place, url, text, and called_off (True: CANCELLED)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Linli Market//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event['uid']}",
            f"DTSTAMP:{_stamp(clock.now())}",
            f"DTSTART:{_stamp(event['start'])}",
            *([f"DTEND:{_stamp(event['end'])}"] if event.get("end") else []),
            f"SUMMARY:{_text(event['summary'])}",
            *([f"LOCATION:{_text(event['place'])}"] if event.get("place") else []),
            *(["STATUS:CANCELLED"] if event.get("called_off") else []),
            *([f"DESCRIPTION:{_text(event['text'])}"] if event.get("text") else []),
            *([f"URL:{settings.SITE_URL}{event['url']}"] if event.get("url") else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    body = "\r\n".join(folded for line in lines for folded in _fold(line)) + "\r\n"
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value) -> str:
    text = "".join(c for c in str(value) if c in "\r\n\t" or c >= " ")  # control characters break the format
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> list[str]:
    """Lines of at most 75 bytes; a character is never cut."""
    parts, current, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > (75 if not parts else 74):
            parts.append(current)
            current, size = "", 0
        current += char
        size += width
    parts.append(current)
    return [part if n == 0 else " " + part for n, part in enumerate(parts)]
