"""The judge of accessibility, axe-core, asked on an open page: its script is put there once, only what is wrong comes back."""

import pytest


def violations(page, **options) -> list:
    """What axe finds on the page as it stands: [{"id", "nodes", ...}]; `runOnly` asks for some rules only."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT)
    asked = {"resultTypes": ["violations"], **options}
    return page.evaluate("options => axe.run(options).then(found => found.violations)", asked)
