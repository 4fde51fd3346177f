"""What all tests share: a migrated database, a clean cache, a clock that can be fixed, skips that say why."""

import gc
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from marketplace.core import clock as core_clock
from tests.support import chromium, told

# A machine that does other things at the same time is no fault: what is tested is what comes out, not how fast.
hypothesis.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("house")

STRICT = os.environ.get("CI_STRICT") == "1"


# What takes minutes begins first, so that no worker is left alone with it in the end. While one worker tells the demo, the other does what needs none.
HEAVY = (
    "to_the_eye[zh-hans]", "browser/test_flow", "browser/test_every_page", "test_books_on_pages", "test_lists", "elasticsearch/", "search/", "test_demo_days", "test_fuzz", "test_forms_whole", "test_demo.py", "test_html",
    "test_crawl", "browser/", "test_back_office", "test_leaks_everywhere",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: next((n for n, name in enumerate(HEAVY) if name in item.nodeid), len(HEAVY)))
    for item in items:  # a browser on a busy machine; what failed once is printed all the same (docs/testing.md)
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_unconfigure(config):
    """The run's folder goes with the run (the workers of xdist share their controller's)."""
    if not hasattr(config, "workerinput") and settings.VAR_DIR.name.startswith("linli-test-"):
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


def pytest_collection_finish(session):
    """What was built for a group is built once: xdist keeps groups together by what it appends to their ids."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        lost = [i.nodeid for i in session.items if i.get_closest_marker("xdist_group") and "@" not in i.nodeid]
        if lost:
            raise pytest.UsageError(f"pytest-xdist does not keep groups together with this pytest: {lost[0]}")
    # All code and all tests are here to stay: the collector walks over them no more, and seldomer over the rest (a tenth of the time).
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Instead of Django's own test database: one template, a copy a worker, a fresh copy after committed tests."""
    from tests.support import database

    with django_db_blocker.unblock():
        keeper = database.keeper()
        keeper.prepare()
        told.ear.restored()
        told.listen()

    def restore(self):
        keeper.restore()
        database.after_restore()
        told.ear.restored()

    kept = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = restore
    yield
    TransactionTestCase._fixture_teardown = kept
    with django_db_blocker.unblock():
        keeper.drop()


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """The demo district, told once a run (`tests.support.district`)."""
    from tests.support.district import built

    with built(django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _clean(settings, tmp_path):
    """No test sees another's cache, language, files or moved clock."""
    _clear_caches()
    _forget_index()
    (Path(settings.VAR_DIR) / "demo-clock").unlink(missing_ok=True)
    translation.activate("zh-hans")
    told.ear.begin()
    yield
    told.ear.end()
    _clear_caches()


def _clear_caches():
    for alias in settings.CACHES:
        caches[alias].clear()


def _forget_index():
    """What an earlier test made findable."""
    folder = Path(settings.VAR_DIR) / "search"
    if folder.exists():
        shutil.rmtree(folder)


@pytest.fixture
def clock():
    """`with clock("2026-03-02 09:00"): ...` fixes the portal's time (its own zone)."""

    def at(text: str):
        return core_clock.fixed(timezone.make_aware(datetime.fromisoformat(text)))

    return at


def _missing(what: str, how: str):
    if STRICT:
        pytest.fail(f"{what} is missing on this machine and CI_STRICT=1: {how}", pytrace=False)
    pytest.skip(f"{what} is missing: {how}")


@pytest.fixture(autouse=True)
def _needs(request):
    """Markers that name a part of the machine; what is missing is said in one line."""
    if request.node.get_closest_marker("browser") and not Path(chromium.CHROMIUM).exists():
        _missing("Chromium", chromium.HOW)
    if request.node.get_closest_marker("age") and not shutil.which("age"):
        _missing("age", "apt-get install age")
    if request.node.get_closest_marker("postgres"):
        from django.db import connection

        if connection.vendor != "postgresql":
            pytest.skip("runs with TEST_DATABASE=postgres only")
