"""Structured data (schema.org) of a page, for search engines: only what the page itself says."""

import json

from django.conf import settings
from django.utils.html import format_html

from marketplace.core import frame

from . import languages

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Script:
    """A data block for the head. The content security policy concerns scripts that run; a data block does not."""

    def __init__(self, data: dict):
        self.data = data

    def __html__(self):
        text = json.dumps(self.data, ensure_ascii=False, sort_keys=True).translate(ESCAPES)
        return '<script type="application/ld+json">' + text + "</script>"


def of(page) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": page.schema,
        "inLanguage": languages.tag(page.locale.language_code),
        "name": page.title,
        "url": settings.SITE_URL + (page.url or "/"),
    }
    office = frame.host_name()
    if office:
        data["publisher"] = {"@type": "GovernmentOrganization", "name": office}
    if getattr(page, "intro", ""):
        data["description"] = page.intro
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    return format_html("{}", Script(data | _more(page)))


def _more(page) -> dict:
    maker = {"NewsArticle": _news, "Event": _event, "DigitalDocument": _policy, "HowTo": _guide, "Report": _report}
    return maker[page.schema](page) if page.schema in maker else {}


def _news(page):
    return {"headline": page.title, "datePublished": page.day.isoformat()}


def _event(page):
    standing = "EventCancelled" if page.called_off else "EventScheduled"
    data = {
        "startDate": page.starts_at.isoformat(),
        "eventStatus": f"https://schema.org/{standing}",
        "location": {"@type": "Place", "name": page.place, "address": page.place},
    }
    if page.ends_at:
        data["endDate"] = page.ends_at.isoformat()
    if page.organiser:
        data["organizer"] = {"@type": "Organization", "name": page.organiser}
    return data


def _policy(page):
    return {
        "identifier": page.number,
        "datePublished": page.issued_on.isoformat(),
        "creator": {"@type": "Organization", "name": page.issuer},
    }


def _report(page):
    data = {
        "datePublished": page.published_on.isoformat(),
        "creator": {"@type": "Organization", "name": page.publisher},
    }
    return data | ({"reportNumber": page.number} if page.number else {})


def _guide(page):
    steps = [{"@type": "HowToStep", "position": n, "name": step.value["title"]} for n, step in enumerate(page.steps, 1)]
    return {"step": steps}
