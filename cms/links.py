"""Links that lead nowhere: looked for in all live pages, with the way to mend them.

Links to pages and documents are asked of the database, addresses of the portal of its own table of addresses. Other
sites are asked by the worker at night (`outside`), never while somebody reads: the report knows what came back.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override
from wagtail.models import Page, Site

from . import outside, proof


@dataclass(frozen=True)
class Broken:
    """asked: the `AskedLink` of another site's address, or None."""

    page: object
    words: str
    target: str
    asked: object = None


def broken() -> list[Broken]:
    """Every broken link of every live page, in the order of the tree."""
    live = set(Page.objects.live().values_list("pk", flat=True))
    dead = outside.dead()
    found = []
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific():
        for link in proof.links_of(page):
            if not _leads_somewhere(link, live):
                found.append(Broken(page, link.words, _shown(link)))
        if dead:
            found += [Broken(page, words, to, dead[to]) for words, to in outside.of_page(page) if to in dead]
    return found


def _leads_somewhere(link, live) -> bool:
    if link.kind == "page":
        return link.target.isdigit() and int(link.target) in live
    if link.kind != "address":
        return proof.target_is_there(link)
    return is_there(link.target)


def is_there(address: str) -> bool:
    """False for an address of this portal at which nothing stands; other sites' addresses are taken as they are."""
    parts = urlsplit(address)
    if parts.scheme in ("mailto", "tel") or not address:
        return bool(address)
    if parts.netloc and parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return True
    path = parts.path or "/"
    try:
        with override("en" if path.startswith("/en/") else settings.LANGUAGE_CODE):
            match = resolve(path)
    except Resolver404:
        return False
    return match.url_name != "wagtail_serve" or _is_page(path)


def _is_page(path: str) -> bool:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = site.root_page
    if path.startswith("/en/"):
        home, path = home.get_translations().filter(locale__language_code="en").first(), path.removeprefix("/en")
    for slug in [part for part in path.split("/") if part]:
        home = home and home.get_children().live().filter(slug=slug).first()
    return home is not None


def _shown(link) -> str:
    return link.target if link.kind == "address" else f"{link.kind} {link.target}"
