"""Structured data (schema.org) for search engines: only what the page itself says."""

import json

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from . import frame

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Script:
    """A data block for the head. The content security policy concerns scripts that run; a data block does not.

    Nothing in it can end the block: signs of markup are written as escapes of JSON.
    """

    def __init__(self, data: dict):
        self.data = {"@context": "https://schema.org"} | data

    def __html__(self):
        text = json.dumps(self.data, ensure_ascii=False, sort_keys=True).translate(ESCAPES)
        return '<script type="application/ld+json">' + text + "</script>"


def script(data: dict) -> SafeString:
    """data: properties of schema.org, with "@type"; the context is added."""
    return format_html("{}", Script(data))


def address(path: str) -> str:
    return settings.SITE_URL + path


def office() -> dict:
    """The office whose portal this is; {} as long as the settings name none."""
    name = frame.host_name()
    return {"@type": "GovernmentOrganization", "name": name, "url": address(frame.home())} if name else {}


def language() -> str:
    return "en" if get_language() == "en" else "zh-Hans"
