"""The judge of accessibility, axe-core, asked on an open page: its script is put there once, only what is wrong comes back."""

import pytest

ASK = """async ([besides, options]) => {
    const still = new CSSStyleSheet()  // what is half faded in has half a contrast: every motion is at its end
    still.replaceSync("*, ::before, ::after { transition: none !important; animation-duration: 0s !important; animation-delay: 0s !important }")
    document.adoptedStyleSheets.push(still)
    try { return (await ours.run(besides.length ? { exclude: besides } : document, options)).violations }
    finally { document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== still) }
}"""


def violations(page, *, besides=(), **options) -> list:
    """What axe finds on the page as it stands: [{"id", "nodes", ...}]; `runOnly` asks for some rules only.

    besides: selectors of parts that are not looked at.
    """
    if not page.evaluate("() => 'ours' in window"):  # Wagtail's pages bring an axe of their own, with other rules
        page.evaluate(pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT)
        page.evaluate("() => { window.ours = window.axe }")
    return page.evaluate(ASK, [list(besides), {"resultTypes": ["violations"], **options}])
