"""Every kind of page in a real browser, in both languages: light, dark and in care mode, wide, zoomed and narrow.

The pages are those of the walk through the demo district, each before somebody who may see it: a new page is looked
at on the day it is linked.
"""

from datetime import datetime, time

import pytest
from django.test import override_settings
from django.utils import timezone, translation
from pytest_django.live_server_helper import LiveServer

from marketplace.core.frame import in_language
from tests.support.district import TODAY, built, logged_in, walked

from .steps import open_page

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.once]
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
CARE = {"runOnly": ["color-contrast", "target-size"]}
WIDTHS = (640, 320)  # 1280 px at 200 % and at 400 %
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker):
    """The demo district on a server of its own, at noon of its day."""
    noon = timezone.make_aware(datetime.combine(TODAY, time(12)))
    shift = int((noon - timezone.now()).total_seconds())
    with built(django_db_blocker), override_settings(DEMO=True, CLOCK_SHIFT=shift):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture
def browser(served, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        chromium = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
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
        wide = self.window(who)
        wide.set_viewport_size({"width": 1280, "height": 900})
        wide.emulate_media(color_scheme="light")
        wide.goto(there)
        self.axe(kind, "light", wide)
        wide.emulate_media(color_scheme="dark")
        self.axe(kind, "dark", wide, COLOURS)
        for width in WIDTHS:
            self.narrow(kind, wide, width)
        care = self.window(who, care=True, width=320)
        care.goto(there)
        self.axe(kind, "care", care, CARE)
        self.narrow(kind, care, 320)
        for page in (wide, care):
            self.faults += [f"{kind}: {said}" for said in page.complaints]
            page.complaints.clear()

    def axe(self, kind, scheme, page, options=None):
        for found in axe.Axe().run(page, options=options).response["violations"]:
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
    with django_db_blocker.unblock():
        eyes, pages = Eyes(browser, served, language), walked().pages
        for kind, (who, address) in pages.items():
            eyes.look(kind, who, address)
    assert len(pages) > 80
    assert "\n".join(eyes.faults) == ""
