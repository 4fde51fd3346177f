"""A browser for the tests of this folder."""

from pathlib import Path

import pytest
from django.db import connections

from tests.support.chromium import CHROMIUM


@pytest.fixture
def chromium(transactional_db, monkeypatch):
    """A browser for one test.

    Playwright keeps an event loop running in this thread, and Django keeps connections of such a context apart:
    both kinds are closed at the border, so that the database file can be put back afterwards.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium here")
    playwright = pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    connections.close_all()
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def site(chromium, live_server, settings):
    """The portal's address, as a demonstration."""
    settings.DEMO = True
    return live_server.url.replace("127.0.0.1", "localhost")
