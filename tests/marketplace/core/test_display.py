"""How pages are drawn: two cookies, the account, and kept pages that never mix."""

import pytest
from django.test import RequestFactory

from marketplace.core import display, pagecache
from marketplace.core.actors import ANONYMOUS
from marketplace.core.display import USUAL, Display

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("li@example.org", "a long pass phrase")


def page(client, path="/accounts/login/"):
    return client.get(path).content.decode()


@pytest.mark.parametrize(
    ("cookies", "drawn"),
    [
        ({}, USUAL),
        ({"text": "care"}, Display("care", "device")),
        ({"text": "large", "scheme": "dark"}, Display("large", "dark")),
        ({"text": "<script>", "scheme": "none"}, USUAL),
        ({"text": "", "scheme": "light"}, Display("usual", "light")),
    ],
)
def test_cookies_say_how_pages_are_drawn_and_nothing_else_does(cookies, drawn):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    request.actor = ANONYMOUS
    assert display.of(request) == drawn


def test_care_view_is_one_link_away_and_one_back(client):
    assert 'href="/text/?size=care&amp;next=%2Faccounts%2Flogin%2F"' in page(client)
    answer = client.get("/text/?size=care&next=/accounts/login/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert 'data-text="care"' in page(client)
    assert 'href="/text/?size=usual&amp;next=%2Faccounts%2Flogin%2F"' in page(client)
    client.get("/text/?size=usual&next=/")
    assert "data-text" not in page(client)


def test_text_and_scheme_are_chosen_apart(client):
    client.get("/text/?scheme=dark")
    client.get("/text/?size=large")
    assert '<html lang="zh-Hans" data-text="large" data-scheme="dark">' in page(client)
    client.get("/text/?scheme=device")
    assert '<html lang="zh-Hans" data-text="large">' in page(client)


def test_without_a_choice_the_address_is_the_page_to_choose_on(client):
    client.cookies["scheme"] = "dark"
    found = page(client, "/en/text/?next=/en/calls/")
    assert 'name="scheme" value="dark" checked' in found
    assert '<input type="hidden" name="next" value="/en/calls/">' in found
    assert "csrfmiddlewaretoken" not in found
    assert '<input type="hidden" name="next" value="/">' in page(client, "/text/?next=https://evil.example/")


def test_a_choice_never_leads_away(client):
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert client.get("/text/", {"size": "care", "next": wanted})["Location"] == "/"


def test_a_person_finds_the_choice_again_on_another_device(client, person):
    from django.test import Client

    client.force_login(person)
    assert client.post("/text/", {"size": "care", "next": "/desk/"})["Location"] == "/desk/"
    person.refresh_from_db()
    assert person.display == "care device"
    other = Client()
    other.force_login(person)
    assert 'data-text="care"' in page(other, "/desk/")
    other.post("/text/", {"size": "usual"})
    assert "data-text" not in page(client, "/desk/")


def test_a_link_from_elsewhere_does_not_change_an_account(client, person):
    client.force_login(person)
    client.get("/text/?size=care")
    person.refresh_from_db()
    assert person.display == ""


def test_kept_pages_of_different_drawings_never_mix(rf):
    keys = set()
    for text in display.TEXTS:
        for scheme in display.SCHEMES:
            request = rf.get("/calls/")
            request.COOKIES.update(text=text, scheme=scheme)
            keys.add(pagecache._key(request))
    assert len(keys) == 9
    flood = rf.get("/calls/")
    flood.COOKIES.update(text="x" * 4000, scheme="y")
    assert pagecache._key(flood) == pagecache._key(rf.get("/calls/"))


def test_caches_on_the_way_are_told_that_cookies_count(client):
    assert "Cookie" in client.get("/calls/")["Vary"]
