"""The judge itself: it finds what is wrong, and what is on its way in is judged as it will stand."""

import pytest

from .axe import violations
from .steps import open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = """<!doctype html><html lang="en"><title>A page</title><main><h1>Heading</h1><p id="p" style="{}">Some words to read</p></main></html>"""


def judged(page, style, started="() => {}"):
    page.set_content(PAGE.format(style))
    page.evaluate(started)
    return [(v["id"], v["nodes"][0]["target"]) for v in violations(page)]


def test_faint_words_are_found_and_words_that_fade_in_are_not_faint(chromium):
    page = open_page(chromium)
    assert judged(page, "opacity: 0.3") == [("color-contrast", ["#p"])]
    fade = "() => { p.offsetWidth; p.style.opacity = 1 }"
    assert judged(page, "opacity: 0.3; transition: opacity 600s", fade) == []
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
