"""Structured data (schema.org) of a page, for search engines: only what the page itself says."""

from django.conf import settings
from django.urls import reverse

from marketplace.core import structured

from . import furniture, languages


def of(page) -> str:
    data = {
        "@type": page.schema,
        "inLanguage": languages.tag(page.locale.language_code),
        "name": page.title,
        "url": settings.SITE_URL + (page.url or "/"),
    }
    if office := structured.office():
        data["publisher"] = office
    if getattr(page, "intro", ""):
        data["description"] = page.intro
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    return structured.script(data | _more(page))


def _more(page) -> dict:
    maker = {"NewsArticle": _news, "Event": _event, "DigitalDocument": _policy, "HowTo": _guide, "Report": _report}
    maker["WebSite"] = _site
    return maker[page.schema](page) if page.schema in maker else {}


def _site(page):
    """The home page: how to search the portal, and who runs it, with the contact data that its foot shows."""
    target = settings.SITE_URL + reverse("search:results") + "?q={words}"
    data = {"potentialAction": {"@type": "SearchAction", "target": target, "query-input": "required name=words"}}
    contact, office = furniture.contact(), structured.office()
    known = {"telephone": contact.phone, "address": contact.address}
    return data | ({"publisher": office | {key: text for key, text in known.items() if text}} if office else {})


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
