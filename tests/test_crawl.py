"""The demo district is walked as everybody: every link that a page prints leads somewhere, every page is whole.

Whole: one h1, a title, its language, no id twice, no place that was not filled, no text of the other language's catalogue.
"""

import os
import re
from collections import Counter, deque
from functools import cache as kept
from urllib.parse import urldefrag, urljoin, urlsplit

import polib
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml import html

from marketplace.core.catalogues import of_library
from orgs.models import User

pytestmark = pytest.mark.once
HOST = "http://testserver"
# Of each kind of page so many are visited: all states of what has states, some of what looks alike.
MOST = Counter({"tenders:call": 20, "contracts:contract": 8, "outcomes:outcome": 4, "tenders:evaluation": 8})
FEW, ANYBODY_FEW = 1, 8
UNFILLED = re.compile(
    r"\bNone\b|\{\{|\{%|\[object|\bundefined\b|\bNaN\b|%\(\w+\)|__proxy__|&(lt|gt|amp|quot);|<(b|p|a|span)\b| object \(\d+\)"
)
WORDS = "body//text()" + "".join(f" | //@{name}" for name in ("alt", "title", "placeholder", "aria-label"))
NOT_FOLLOWED = ("/cms/", "/text/", "/static/", "/pictures/", "/documents/", "/api/")
WALKS = {
    "zh-hans": "anybody leader buyer opener1 secretary evaluator1 finance editor auditor or16 applicant resident",
    "en": "anybody buyer secretary or01",
}
if os.environ.get("CRAWL") == "full":  # every role in English too
    WALKS["en"] = f"{WALKS['zh-hans']} or01"


@pytest.mark.parametrize(
    ("language", "name"), [(language, n) for language, names in WALKS.items() for n in names.split()]
)
def test_every_link_leads_to_a_whole_page(district, db, settings, language, name):
    settings.DEMO = True
    walk = Walk(name, language)
    walk.go()
    assert not walk.faults, "\n".join(f"{page}: {sentence}" for sentence, page in walk.faults.items())
    assert len(walk.seen) > 20


@kept
def _kind_of(path, language):
    try:
        with translation.override(language):
            match = resolve(path)
    except Resolver404:
        return ""
    return "#".join([match.view_name or "?", *(str(v) for k, v in match.kwargs.items() if k in ("name", "verb"))])


class Walk:
    """From home and desk along every link that stays in one language; each fault is kept once, with a page it was found on."""

    def __init__(self, name, language):
        self.client, self.language = Client(raise_request_exception=False), language
        self.prefix = "/en" if language == "en" else ""
        self.seen, self.anchors, self.wanted, self.faults = {}, {}, [], {}
        self.visits, self.most = Counter(), ANYBODY_FEW if name == "anybody" else FEW
        starts = ["/", "/styleguide/"]
        if name != "anybody":
            self.client.force_login(User.objects.get(email=f"{name}@linli.example"))
            starts += ["/desk/"]
        self.ahead = deque((self.prefix + start, "start") for start in starts)

    def go(self):
        while self.ahead:
            address, found_on = self.ahead.popleft()
            kind = self.kind_of(address)
            if address in self.seen or (kind and self.visits[kind] >= max(self.most, MOST[kind])):
                continue
            self.visits[kind] += 1
            self.visit(address, found_on)
        for found_on, address, anchor in self.wanted:
            if anchor not in self.anchors.get(address, {anchor}):
                self.fault(found_on, f"#{anchor} is not on {address}")

    def kind_of(self, address):
        """View, with object and verb for verbs; "" for an address of no view."""
        return _kind_of(urlsplit(address).path, self.language)

    def visit(self, address, found_on):
        self.seen[address] = response = self.client.get(address)
        if response.status_code in (301, 302):
            self.link(address, response["Location"])
        elif response.status_code != 200:
            self.fault(found_on, f"{response.status_code} {address}")
        elif response["Content-Type"].startswith("text/html"):
            self.look(address, html.document_fromstring(response.content.decode()))

    def look(self, address, page):
        for link in page.iter("a", "link"):
            if link.get("href") is not None:
                self.link(address, link.get("href"))
        ids = Counter(page.xpath("//@id"))
        self.anchors[address] = set(ids)
        headings, title, spoken = len(page.xpath("//h1")), page.findtext("head/title") or "", page.get("lang")
        for tag in page.xpath("body//*[@lang]"):
            tag.drop_tree()  # said to be in the other language
        words = {text.strip() for text in page.xpath(WORDS)} - {""}
        said = [
            (headings != 1, f"{headings} h1"),
            (not title.partition("·")[0].strip(), "no title"),
            (spoken != ("en" if self.language == "en" else "zh-Hans"), f"lang {spoken}"),
            *((n > 1, f"id {key} {n} times") for key, n in ids.items()),
            *((UNFILLED.search(text), f"not filled: {text[:80]}") for text in words),
            *((True, f"other language: {text[:80]}") for text in words & foreign(self.language)),
        ]
        for found, sentence in said:
            if found:
                self.fault(address, sentence)

    def link(self, page, href):
        address, anchor = urldefrag(urljoin(HOST + page, href))
        if not address.startswith(HOST) or href.startswith("mailto:"):
            return
        address = address.removeprefix(HOST) or "/"
        if address.startswith(NOT_FOLLOWED) or address.startswith("/en/") != (self.language == "en"):
            return
        if anchor:
            self.wanted.append((page, address, anchor))
        self.ahead.append((address, page))

    def fault(self, page, sentence):
        self.faults.setdefault(sentence, page)


@kept
def foreign(language) -> frozenset:
    """Texts of our catalogues that must not stand on a page of this language as they are."""
    pairs = [
        (entry.msgid, entry.msgstr)
        for path in django_settings.BASE_DIR.glob("*/**/locale/zh_Hans/LC_MESSAGES/django.po")
        if not of_library(path, django_settings.BASE_DIR)
        for entry in polib.pofile(str(path))
        if entry.msgstr and "%" not in entry.msgid and entry.msgctxt != "gallery"
    ]
    english, chinese = {a for a, _b in pairs}, {b for _a, b in pairs}
    wrong = chinese - english if language == "en" else english - chinese
    own_names = {name for _code, name in django_settings.LANGUAGES}
    return frozenset(wrong - own_names - set(User.objects.values_list("name", flat=True)))
