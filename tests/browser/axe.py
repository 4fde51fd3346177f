"""The judge of accessibility, axe-core, asked on an open page: its script is put there once, only what is wrong comes back."""

import pytest


def violations(page, *, besides=(), **options) -> list:
    """What axe finds on the page as it stands: [{"id", "nodes", ...}]; `runOnly` asks for some rules only.

    besides: selectors of parts that are not looked at.
    """
    if not page.evaluate("() => 'ours' in window"):  # Wagtail's pages bring an axe of their own, with other rules
        page.evaluate(pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT)
        page.evaluate("() => { window.ours = window.axe }")
    asked = [list(besides), {"resultTypes": ["violations"], **options}]
    ask = "([besides, options]) => ours.run(besides.length ? {exclude: besides} : document, options)"
    return page.evaluate(f"{ask}.then(found => found.violations)", asked)
