"""Kept pages: correct to the second at a deadline, stale after each act in every process, nobody's own."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory

from marketplace.core import clock, pagecache
from marketplace.core.middleware import AnonymousPageCache
from marketplace.core.verbs import act


class Site:
    """The middleware around a view that counts."""

    def __init__(self, stale_at=None, during=lambda: None, body=None):
        self.made, self.stale_at, self.during, self.body = 0, stale_at, during, body
        self.page = AnonymousPageCache(self.view)

    def view(self, request):
        self.made += 1
        text = self.body(request) if self.body else f"page {self.made}"
        pagecache.until(request, self.stale_at)
        self.during()
        return HttpResponse(text)

    def read(self, path="/calls/", **cookies):
        request = RequestFactory().get(path)
        request.COOKIES.update(cookies)
        return self.page(request).content.decode()


@pytest.fixture(autouse=True)
def on(settings):
    settings.PAGE_CACHE_SECONDS = 60


def test_a_page_is_made_once():
    site = Site()
    assert [site.read(), site.read()] == ["page 1", "page 1"]
    assert site.read("/calls/?page=2") == "page 2"
    assert site.read("/en/calls/") == "page 3"
    assert site.read(text="large") == "page 4"


def test_a_long_address_is_kept_like_any_other(recwarn):
    """A memcached takes no key of more than 250 signs: Django warns of such a key, and the server would refuse it."""
    site, long = Site(), "/search/?q=" + "%E9%95%BF" * 200
    assert [site.read(long), site.read(long), site.read(long + "%E9%95%BF")] == ["page 1", "page 1", "page 2"]
    assert not [w for w in recwarn if "key" in str(w.message).lower()]


def test_it_is_stale_the_second_its_deadline_passes():
    deadline = clock.now() + timedelta(minutes=1)
    site = Site(stale_at=deadline)
    with clock.fixed(deadline - timedelta(microseconds=1)):
        assert [site.read(), site.read()] == ["page 1", "page 1"]
    with clock.fixed(deadline):
        assert site.read() == "page 2"


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_whoever_has_something_of_their_own_gets_a_page_of_their_own(cookie):
    site = Site()
    site.read()
    assert site.read(**{cookie: "x"}) == "page 2"
    assert site.read() == "page 1"


def test_a_page_made_while_an_act_was_done_is_not_kept():
    site = Site()
    site.during = pagecache.forget
    site.read()
    site.during = lambda: None
    assert site.read() == "page 2"


def test_a_readers_csrf_token_is_never_kept_for_others():
    def form(request):
        CsrfViewMiddleware(lambda r: None).process_request(request)
        return get_token(request)

    site = Site(body=form)
    site.read(**{django_settings.CSRF_COOKIE_NAME: "a" * 32})
    site.read(**{django_settings.CSRF_COOKIE_NAME: "b" * 32})
    assert site.made == 2


@pytest.mark.django_db(transaction=True)
def test_every_act_makes_kept_pages_stale_after_its_commit():
    site = Site()
    site.read()
    with act():
        assert site.read() == "page 1", "nobody sees what is not committed"
    assert site.read() == "page 2"
    with pytest.raises(ZeroDivisionError), act():
        raise ZeroDivisionError
    assert site.read() == "page 2"


@pytest.mark.twice
@pytest.mark.parametrize("shared", [False, True])
def test_another_process_is_told(settings, tmp_path, shared):
    settings.VAR_DIR = tmp_path
    if shared:
        settings.CACHES = settings.CACHES | {
            "pages": {
                "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
                "LOCATION": str(tmp_path / "c"),
            }
        }
    other = f"""
import os; os.environ.pop('PYTEST_XDIST_WORKER', None); os.environ['LINLI_TEST_DIR'] = {str(tmp_path)!r}; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'
if {shared}: os.environ['CACHE_URL'] = 'filecache://' + {str(tmp_path / "c")!r}
import django; django.setup()
from marketplace.core import pagecache; pagecache.forget()
"""
    seen = {pagecache.generation()}
    for _turn in range(2):
        subprocess.run([sys.executable, "-c", other], check=True, cwd=django_settings.BASE_DIR)
        seen.add(pagecache.generation())
    pagecache.forget()
    pagecache.forget()
    seen.add(pagecache.generation())
    assert len(seen) == 4, "a generation never comes back"
