"""The desk as JSON: what the page shows, to its owner only."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.core import follows, outbox, registry
from marketplace.core.models import Notification
from marketplace.tenders import domain as tenders
from tests.factories import actor, make_user
from tests.marketplace.tenders.builders import draft_call, make_street, open_call

pytestmark = pytest.mark.django_db
PATHS = ("/api/core/desk", "/api/core/notifications", "/api/core/followed", "/api/core/counts")


@pytest.fixture
def street():
    made = make_street()
    tenders.submit(draft_call(made), by=made.actor("buyer"))
    while outbox.deliver():
        pass
    return made


@pytest.mark.parametrize("path", PATHS)
def test_nobody_reads_it_without_an_account(street, client, path):
    assert client.get(path).status_code == 401


def test_what_waits_for_me_with_its_filters(street, client):
    client.force_login(street.users["leader"])
    mine = client.get("/api/core/desk").json()
    entries = registry.desk_entries(street.actor("leader"))
    assert (mine["total"], len(mine["results"])) == (len(entries), len(entries))
    assert [(r["number"], r["kind_key"], r["url"]) for r in mine["results"]] == [
        (e.number, e.key, e.url) for e in entries
    ]
    assert len(entries) > 0
    assert client.get("/api/core/desk?q=nothing-like-it").json()["results"] == []
    kind = mine["results"][0]["kind_key"]
    assert {r["kind_key"] for r in client.get("/api/core/desk", {"kind": kind}).json()["results"]} == {kind}
    assert mine["unread"] == Notification.objects.filter(user=street.users["leader"]).count() > 0


def test_what_i_was_told_and_what_i_follow_is_mine_alone(street, client):
    follows.follow(street.fund, by=street.actor("leader"))
    client.force_login(street.users["leader"])
    told = client.get("/api/core/notifications").json()
    notes = Notification.objects.filter(user=street.users["leader"]).order_by("-id")
    assert [row["key"] for row in told["results"]] == [str(note.key) for note in notes]
    assert (told["count"], told["unread"], told["results"][0]["kind"]) == (2, 2, "tenders.call_submitted")
    assert [row["name"] for row in client.get("/api/core/followed").json()] == [str(street.fund)]
    stranger = make_user("stranger@example.org")
    client.force_login(stranger)
    assert client.get("/api/core/notifications").json()["results"] == []
    assert client.get("/api/core/followed").json() == []
    assert registry.desk_entries(actor(stranger)) == []
    assert client.get("/api/core/desk").json()["results"] == []


def test_a_page_of_what_i_was_told_costs_the_same_whatever_it_holds(street, client):
    """And is cut at a hundred rows."""
    user = street.users["leader"]
    pattern = Notification.objects.filter(user=user).first()
    client.force_login(user)
    client.get("/api/core/notifications")
    costs = []
    for rows in (1, 3, 50, 120):
        Notification.objects.filter(user=user).delete()
        Notification.objects.bulk_create(
            Notification(user=user, kind=pattern.kind, params=pattern.params, url=pattern.url, created_at=pattern.created_at)
            for _n in range(rows)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            told = client.get("/api/core/notifications").json()
        assert (told["count"], len(told["results"])) == (rows, min(rows, 100))
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs


def test_reading_following_and_counting(street):
    """What the pages do, with the pages' own token."""
    user, call = street.users["leader"], open_call(street)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    send = {"content_type": "application/json"}
    unread = client.get("/api/core/counts").json()["unread"]
    assert unread == Notification.objects.filter(user=user, read_at=None).count() > 0
    assert client.post("/api/core/notifications/read", {}, **send).status_code == 403
    client.get("/desk/")
    send["headers"] = {"X-CSRFToken": client.cookies["csrftoken"].value}
    key = str(Notification.objects.filter(user=user).first().key)
    answer = client.post("/api/core/notifications/read", {"key": key}, **send)
    assert answer.json() == {"read": 1, "unread": unread - 1}
    assert client.post("/api/core/notifications/read", {"key": "x"}, **send).json()["read"] == 0
    assert client.post("/api/core/notifications/read", {}, **send).json()["unread"] == 0
    assert client.get("/api/core/counts").json()["unread"] == 0
    it = {"kind": "tenders.call", "id": call.pk}
    assert client.post("/api/core/followed", it, **send).json()["name"] == str(call)
    assert [(row["kind"], row["id"]) for row in client.get("/api/core/followed").json()] == [("tenders.call", call.pk)]
    for wrong in ({"kind": "x", "id": 1}, {"kind": "tenders.call", "id": -1}, {"kind": "tenders.call", "id": 2**70}):
        assert client.post("/api/core/followed", wrong, **send).status_code == 404, wrong
    address = f"/api/core/followed/tenders.call/{call.pk}"
    assert [client.delete(address, **send).status_code for _n in range(2)] == [204, 404]
    assert client.get("/api/core/followed").json() == []
    nobody = Client(enforce_csrf_checks=True)
    assert [nobody.get("/api/core/counts").status_code, nobody.delete(address).status_code] == [401, 401]
