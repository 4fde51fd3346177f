"""Every kind of page in a real browser, in both languages: light, dark and in care mode, wide, zoomed and narrow.

The pages are those of the walk through the demo district and those of the verbs, each before somebody who may see it: a
new page is looked at on the day it is linked. A page is loaded once; the looks are put on it by what its own switches
set. Where a look hides and shows the same elements as the light one, only the rules that see colours and sizes are asked
again: the others would be given the very same page.
"""

from datetime import datetime, time

import pytest
from django.test import override_settings
from django.utils import timezone, translation
from pytest_django.live_server_helper import LiveServer

from marketplace.core.frame import in_language
from tests.support.district import TODAY, built, logged_in, verb_forms, walked

from .steps import open_page

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = [pytest.mark.browser, pytest.mark.once]
SEEN = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
WIDTHS = (640, 320)  # 1280 px at 200 % and at 400 %
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHAPE = """() => [...document.querySelectorAll("body *")].map(e =>
    e.checkVisibility({visibilityProperty: true, opacityProperty: true}) ? 1 : 0).join("")"""
RUN = """rules => axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})})
    .then(found => found.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.target)]))"""
TEXT = "size => size ? document.documentElement.setAttribute('data-text', size) : document.documentElement.removeAttribute('data-text')"
CARE_OF_ITS_OWN = {"/"}  # pages that leave things out in the care view


@pytest.fixture
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
    """A window of each reader; what is found is kept with the kind of page."""

    def __init__(self, chromium, site):
        self.chromium, self.site, self.script = chromium, site, axe.Axe().axe_script
        self.windows, self.faults = {}, []

    def window(self, who):
        if who not in self.windows:
            page = open_page(self.chromium, reduced_motion="reduce")
            page.on("response", lambda r: page.complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
            if who:
                session = logged_in(who).cookies["sessionid"].value
                page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.site}])
            self.windows[who] = page
        return self.windows[who]

    def look(self, kind, who, address, language):
        with translation.override("zh-hans"):
            there = in_language(address, language)
        kind, page = f"{kind} {language}", self.window(who)
        self.open(page, there)
        page.evaluate(self.script)
        shape = page.evaluate(SHAPE)
        self.axe(kind, "light", page)
        page.emulate_media(color_scheme="dark")
        self.axe(kind, "dark", page, shape)
        page.emulate_media(color_scheme="light")
        for width in WIDTHS:
            self.narrow(kind, page, width)
        if address in CARE_OF_ITS_OWN:
            page.context.add_cookies([{"name": "text", "value": "care", "url": self.site}])
            page.goto(self.site + there)
            page.evaluate(self.script)
            page.context.clear_cookies(name="text")
            shape = ""
        else:
            page.evaluate(TEXT, "care")
        self.axe(kind, "care", page, shape)
        self.narrow(kind, page, 320)
        self.faults += [f"{kind}: {said}" for said in page.complaints]
        page.complaints.clear()

    def open(self, page, there):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(self.site + there)

    def axe(self, kind, look, page, shape=None):
        """shape: what the light look shows; all rules where this one shows something else."""
        same = shape is not None and page.evaluate(SHAPE) == shape
        for name, targets in page.evaluate(RUN, SEEN if same else None):
            self.faults.append(f"{kind} {look}: {name} {targets}")

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
        eyes, pages = Eyes(browser, served), dict(walked().pages)
        pages["search"] = ("", "/search/?q=%E7%A4%BE%E4%BF%9D")
        for kind, (who, address) in pages.items():
            eyes.look(kind, who, address, language)
    assert len(pages) > 80
    assert "\n".join(eyes.faults) == ""


@pytest.mark.xdist_group("eyes-verbs")
def test_nothing_is_wrong_on_the_pages_of_verbs(browser, served, django_db_blocker):
    """The page of each verb, while its object stands where the verb begins."""
    with django_db_blocker.unblock():
        eyes, seen = Eyes(browser, served), 0
        for name, verb, form in verb_forms():
            if form is not None:
                seen += 1
                for language in ("zh-hans", "en"):
                    eyes.look(f"{name} {verb}", form.who, form.page, language)
    assert seen > 100
    assert "\n".join(eyes.faults) == ""
