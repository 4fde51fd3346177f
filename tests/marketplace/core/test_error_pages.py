"""Where a page is none, the reader finds why and the way on: 400, 403, 404, 410, 500, too early, too late."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from marketplace.core import clock, errors, frame
from marketplace.core.refusals import Refused
from tests.marketplace.tenders.builders import draft_bid, make_street, open_call

pytestmark = pytest.mark.django_db


def test_nothing_at_an_address_says_why_that_may_be_and_leads_on(client):
    page = client.get("/calls/nothing/")
    text = page.content.decode()
    assert page.status_code == 404
    assert 'href="/calls/">招标</a>' in text  # the room that the address belongs to
    assert 'action="/search/"' in text
    assert "还没有公布" in text
    assert 'name="robots" content="noindex"' in text
    assert "canonical" not in text
    assert "not published yet" in client.get("/en/calls/nothing/").content.decode()


def test_error_pages_are_drawn_as_the_reader_chose(client):
    client.cookies["text"], client.cookies["scheme"] = "care", "dark"
    assert '<html lang="zh-Hans" data-text="care" data-scheme="dark">' in client.get("/nothing/").content.decode()
    request = RequestFactory().get("/en/x/")
    request.COOKIES.update(text="care", scheme="dark")
    request.id = "abc123"
    for answer, status in ((errors.server_error(request), 500), (errors.bad_request(request), 400)):
        text = answer.content.decode()
        assert answer.status_code == status
        assert 'data-text="care" data-scheme="dark"' in text
        assert "<code>abc123</code>" in text
        assert 'lang="en"' in text and 'href="/en/"' in text


def test_the_last_pages_need_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        errors.server_error(RequestFactory().get("/"))
    assert "邻里集" in render_to_string("500.html")


@pytest.mark.parametrize(
    ("code", "timing"),
    [
        ("tenders.late", "late"),
        ("tenders.deadline_passed", "late"),
        ("tenders.questions_closed", "late"),
        ("tenders.challenge_late", "late"),
        ("tenders.still_open", "early"),
        ("too_early", "early"),
        ("wrong_state", ""),
        ("tenders.may_not_bid", ""),
    ],
)
def test_a_refusal_knows_on_which_side_of_a_date_one_stands(code, timing):
    assert Refused(code, "x").timing == timing


@pytest.mark.parametrize(
    ("path", "up"),
    [
        ("/calls/bids/x/edit/", "/calls/bids/x/"),
        ("/en/organisations/or01/roles/", "/en/organisations/or01/"),
        ("/do/tenders.call/1/publish/", ""),
        ("/calls/", ""),
        ("/nowhere/at/all/", ""),
    ],
)
def test_the_way_up_is_a_page_of_a_room(path, up):
    from django.utils import translation

    with translation.override("en" if path.startswith("/en/") else "zh-hans"):
        assert frame.way_up(path) == up


def test_a_bid_after_the_deadline_is_told_so_with_its_clause_and_the_way_back(client):
    street = make_street()
    call = open_call(street)
    bid = draft_bid(street, call)
    client.force_login(street.users["w1"])
    edit = f"{bid.get_absolute_url()}edit/"
    assert client.get(edit).status_code == 200
    with clock.fixed(call.deadline + timedelta(hours=1)):
        answer = client.get(edit)
        text = answer.content.decode()
    assert answer.status_code == 422
    assert "<h1>办这件事的时间已经过了</h1>" in text
    assert 'class="cite"' in text
    assert f'<a class="btn" href="{bid.get_absolute_url()}">' in text
