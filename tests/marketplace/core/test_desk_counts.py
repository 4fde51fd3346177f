"""The head of every page: how much waits and what is late, counted seldom and anew after an own act; drafts on the desk."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock, deskcounts, registry
from marketplace.tenders import domain as tenders
from tests.marketplace.tenders.builders import draft_call, make_street, open_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(settings):
    settings.DESK_COUNT_SECONDS = 60
    cache.clear()
    yield make_street()
    cache.clear()


def head(client, path="/en/about/"):
    """(things that wait, late ones) as the head of a page says them."""
    tools = re.search(r'<div class="tools">.*?</div>', client.get(path).content.decode(), re.S)[0]
    waits, late = (re.search(found, tools) for found in (r"(\d+)<span[^>]*> things wait", r"(\d+) late"))
    return int(waits[1]) if waits else 0, int(late[1]) if late else 0


def test_the_head_counts_what_waits_and_what_is_late(street, client):
    path = "/en/calls/"
    assert head(client, path) == (0, 0)  # nobody in particular
    client.force_login(street.users["opener"])
    assert head(client, path) == (0, 0)
    call = open_call(street)
    cache.clear()
    with clock.fixed(call.deadline + timedelta(days=1)):
        entries = registry.desk_entries(street.actor("opener"))
        assert head(client, path) == (len(entries), 1) and entries


def test_it_is_counted_once_a_minute_and_after_an_own_act(street, client, django_capture_on_commit_callbacks):
    client.force_login(street.users["leader"])
    first = draft_call(street)
    tenders.submit(first, by=street.actor("buyer"))
    path = "/en/calls/"
    waits = head(client, path)[0]
    assert waits == len(registry.desk_entries(street.actor("leader"))) > 0
    with CaptureQueriesContext(connection) as kept:
        head(client, path)
    cache.clear()
    with CaptureQueriesContext(connection) as counted:
        head(client, path)
    assert len(kept) < len(counted)
    tenders.submit(draft_call(street), by=street.actor("buyer"))
    assert head(client, path)[0] == waits, "somebody else's act waits for the minute"
    with django_capture_on_commit_callbacks(execute=True):
        tenders.send_back(first, by=street.actor("leader"), reason="金额请核对")
    assert head(client, path)[0] == len(registry.desk_entries(street.actor("leader")))


def test_without_the_setting_nothing_is_counted(street, client, settings):
    settings.DESK_COUNT_SECONDS = 0
    tenders.submit(draft_call(street), by=street.actor("buyer"))
    client.force_login(street.users["leader"])
    assert head(client, "/en/calls/") == (0, 0)


def test_the_desk_itself_is_always_exact(street, client):
    client.force_login(street.users["leader"])
    assert head(client, "/en/calls/") == (0, 0)
    tenders.submit(draft_call(street), by=street.actor("buyer"))
    waits = len(registry.desk_entries(street.actor("leader")))
    assert head(client, "/en/desk/") == head(client, "/en/calls/") == (waits, 0) and waits
    assert deskcounts.of(type("R", (), {"actor": street.actor("leader")})())["waits"] == waits


def test_drafts_have_a_list_of_their_own(street, client):
    draft, back = draft_call(street), draft_call(street, title="退回的草稿")
    tenders.submit(back, by=street.actor("buyer"))
    tenders.send_back(back, by=street.actor("leader"), reason="金额请核对")
    client.force_login(street.users["buyer"])
    page = client.get("/desk/?kind=drafts")
    assert {entry.about for entry in page.context["entries"]} == {draft.title, back.title}
    assert page.context["drafts"] == 2
    told = client.get("/api/core/desk?kind=drafts").json()
    assert (told["drafts"], told["count"], told["page"]) == (2, 2, 1)
    assert all(row["is_draft"] for row in told["results"]) and len(told["results"]) == 2


def test_many_things_alike_without_a_date_are_folded_behind_a_line(street, client):
    for n in range(5):
        tenders.submit(draft_call(street, title=f"采购{n}"), by=street.actor("buyer"))
    client.force_login(street.users["leader"])
    rows = client.get("/desk/").context["entries"]
    calls = [row for row in rows if getattr(row, "about", "").startswith("采购")]
    (fold,) = [row for row in rows if getattr(row, "count", 0)]
    assert (len(calls), fold.count, fold.key, fold.what) == (3, 2, calls[0].key, calls[0].what)
    page = client.get("/en/desk/")
    assert page.context["shown_count"] == page.context["total"] == len(rows) + 1, "five things are five"
    assert f'<a href="?kind={fold.key}">2 more of the same' in page.content.decode()
    whole = client.get(f"/desk/?kind={fold.key}").context["entries"]
    assert len([row for row in whole if row.about.startswith("采购")]) == 5
