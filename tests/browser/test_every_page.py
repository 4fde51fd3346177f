"""Every kind of page in a real browser: light, dark and in care mode, wide, zoomed and narrow; in English, whose words
are longer, for what breaks off and what the console says.

The pages are those of the walk through the demo district, each before somebody who may see it: a new page is looked
at on the day it is linked. The verbs' pages are drawn first, while their objects stand where the verbs begin, and given
to the browser at their addresses. `LOOKS=full` looks at these too, and asks axe for everything in every look instead of what
a look can change, in both languages (the flows ask it of English pages too), and in the dark of every page instead of a
third of them: what pages are made of is looked at in the dark as a whole in the gallery (test_frame.py).
"""

import os
import zlib
from datetime import datetime, time

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation
from pytest_django.live_server_helper import LiveServer

from marketplace.core.frame import in_language
from tests.support.chromium import CHROMIUM
from tests.support.district import TODAY, built, logged_in, verb_forms, walked

from .axe import violations
from .steps import open_page

pytestmark = [pytest.mark.browser, pytest.mark.once]
FULL = os.environ.get("LOOKS") == "full"
COLOURS = None if FULL else {"runOnly": ["color-contrast", "link-in-text-block"]}
# The colours of care view are those of the light look; they are asked over the gallery (test_frame.py).
CARE = None if FULL else {"runOnly": ["target-size"]}
ROUND = (".masthead", ".footer")  # the same on each of a reader's pages: looked at in the dark on the first
WIDTHS = (640, 320)  # 1280 px at 200 % and at 400 %
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker):
    """The demo district on a server of its own, at noon of its day."""
    noon = timezone.make_aware(datetime.combine(TODAY, time(12)))
    shift = int((noon - timezone.now()).total_seconds())
    with built(django_db_blocker), override_settings(DEMO=True, CLOCK_SHIFT=shift):
        acts = verbs_pages()
        server = LiveServer("localhost")
        yield server.url, acts
        server.stop()


def verbs_pages():
    """{language: [(verb, address, html)]}; the states that the demo's rows were put into are taken back."""
    found = {"zh-hans": [], "en": []}
    if not FULL:
        return found
    with transaction.atomic():
        for name, verb, form in verb_forms():
            for language, pages in found.items():
                if form is None:
                    continue
                with translation.override("zh-hans"):
                    address = in_language(form.page, language)
                answer = logged_in(form.who).get(address)
                if answer.status_code == 200:
                    pages.append((f"{name} {verb}", address, answer.content))
        transaction.set_rollback(True)
    return found


@pytest.fixture
def browser(served, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Eyes:
    """Windows of one reader each; what is found is kept with the kind of page."""

    def __init__(self, chromium, site, language):
        self.chromium, self.site, self.language = chromium, site, language
        self.windows, self.faults = {}, []

    def window(self, who, *, care=False, width=1280):
        if (who, care) not in self.windows:
            page = open_page(self.chromium, width=width)
            page.on("response", lambda r: page.complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
            cookies = {"text": "care"} if care else {}
            if who:
                cookies["sessionid"] = logged_in(who).cookies["sessionid"].value
            page.context.add_cookies([{"name": n, "value": v, "url": self.site} for n, v in cookies.items()])
            self.windows[who, care] = page
        return self.windows[who, care]

    def look(self, kind, who, address):
        with translation.override("zh-hans"):
            there = self.site + in_language(address, self.language)
        self.look_at(kind, who, there)

    def look_at_html(self, kind, address, html):
        """A page that was drawn before; what it needs of styles and scripts comes from the server."""
        there = self.site + address
        for care in (False, True):
            window = self.window("", care=care, width=320 if care else 1280)
            window.route(there, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self.look_at(kind, "", there)

    def look_at(self, kind, who, there):
        first, wide = (who, False) not in self.windows, self.window(who)
        wide.set_viewport_size({"width": 1280, "height": 900})
        wide.emulate_media(color_scheme="light")
        wide.goto(there)
        asked = FULL or self.language == "zh-hans"
        if asked:
            self.axe(kind, "light", wide)
            if FULL or first or zlib.crc32(kind.encode()) % 3 == 0:
                wide.emulate_media(color_scheme="dark")
                self.axe(kind, "dark", wide, COLOURS, () if FULL or first else ROUND)
        for width in WIDTHS:
            self.narrow(kind, wide, width)
        care = self.window(who, care=True, width=320)
        care.goto(there)
        if asked:
            self.axe(kind, "care", care, CARE)
        self.narrow(kind, care, 320)
        for page in (wide, care):
            self.faults += [f"{kind}: {said}" for said in page.complaints]
            page.complaints.clear()

    def axe(self, kind, scheme, page, options=None, besides=()):
        for found in violations(page, besides=besides, **(options or {})):
            self.faults.append(f"{kind} {scheme}: {found['id']} {[n['target'] for n in found['nodes']][:3]}")

    def narrow(self, kind, page, width):
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate(OVER)
        if over > 0:
            self.faults.append(f"{kind}: {over} px too wide at {width}")


@pytest.mark.parametrize(
    "language", [pytest.param(code, marks=pytest.mark.xdist_group(f"eyes-{code}")) for code in ("zh-hans", "en")]
)
def test_nothing_is_wrong_to_the_eye(browser, served, django_db_blocker, language):
    site, acts = served
    with django_db_blocker.unblock():
        eyes, pages = Eyes(browser, site, language), walked().pages
        for kind, (who, address) in pages.items():
            eyes.look(kind, who, address)
        for kind, address, html in acts[language]:
            eyes.look_at_html(kind, address, html)
    assert len(pages) > 80 and (acts[language] or not FULL)
    assert not eyes.faults, "\n".join(eyes.faults)
