"""Every page of the front half, as those who may read it, in both languages; lists at a constant price."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.core import audit, clock
from marketplace.tenders import domain
from marketplace.tenders.models import Call

from .builders import after_deadline, draft_bid, draft_call, make_street, open_call, opened_call, sealed_bid

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    return make_street()


@pytest.fixture(autouse=True)
def chinese():
    """A page leaves its language behind; every address here is made in the default one."""
    from django.utils import translation

    translation.activate("zh-hans")


class InLanguage:
    """The client, under one language's addresses."""

    def __init__(self, client, prefix):
        self.client, self.prefix = client, prefix

    def get(self, url, *args):
        return self._in(self.client.get, url, *args)

    def post(self, url, *args):
        return self._in(self.client.post, url, *args)

    def _in(self, method, url, *args):
        from django.utils import translation

        try:
            return method(self.prefix + url, *args)
        finally:
            translation.activate("zh-hans")


def login(client, street, name):
    """Log in as a person of the street, with a fresh second factor."""
    client.force_login(street.users[name])
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp()}]
    session["account_authentication_methods_user"] = str(street.users[name].pk)
    session.save()
    return client


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("who", ["", "w1", "buyer", "opener", "auditor"])
def test_public_pages_answer(client, street, prefix, who):
    call = open_call(street)
    domain.ask(call, by=street.actor("w2"), text="住院期间怎样计算？")
    domain.amend(call, by=street.actor("buyer"), text_zh="改了记录表。", material=True)
    sealed_bid(street, call, 1)
    if who:
        login(client, street, who)
    client = InLanguage(client, prefix)
    for url in (
        call.get_absolute_url(),
        reverse("tenders:calls"),
        reverse("tenders:rules"),
        reverse("tenders:receipts"),
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "{{" not in answer.content.decode() and "{%" not in answer.content.decode()
    assert client.get(reverse("tenders:feed"))["Content-Type"].startswith("application/atom+xml")
    assert client.get(reverse("tenders:calendar"))["Content-Type"].startswith("text/calendar")
    assert call.number in client.get(reverse("tenders:call_calendar", args=[call.code])).content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_of_a_bid(client, street, prefix):
    call = open_call(street)
    bid = draft_bid(street, call)
    client = InLanguage(login(client, street, "w1"), prefix)
    for name in ("bid", "bid_edit", "bid_check"):
        assert client.get(reverse(f"tenders:{name}", args=[bid.code])).status_code == 200
    assert client.post(reverse("tenders:bid_check", args=[bid.code])).status_code == 302
    bid.refresh_from_db()
    assert bid.state == "sealed"
    for name in ("bid", "bid_edit", "bid_check", "receipt", "receipt_txt", "receipt_pdf"):
        assert client.get(reverse(f"tenders:{name}", args=[bid.code])).status_code == 200
    sha = bid.submissions.get().sha256
    found = client.get(reverse("tenders:receipts"), {"sha256": " ".join([sha[:32], sha[32:].upper()])})
    assert call.number in found.content.decode()
    assert "ORG-01" not in found.content.decode() and "社会组织1" not in found.content.decode()
    assert client.get(reverse("tenders:receipts"), {"sha256": "zz"}).status_code == 422
    assert "badge" not in client.get(reverse("tenders:receipts"), {"sha256": "0" * 64}).content.decode()


@pytest.mark.parametrize("who", ["", "w1", "w2", "buyer", "auditor", "stranger"])
def test_opened_call(client, street, who):
    call = opened_call(street)
    if who:
        login(client, street, who)
    page = client.get(call.get_absolute_url()).content.decode()
    assert all(o.name_zh in page for o in street.organisations)
    assert "44,967.25" in page and call.minutes["bids"][0]["sha256"][:4] in page
    bid = call.bids.get(organisation=street.organisations[0])
    readable = {"w1", "buyer", "auditor"}
    assert client.get(bid.get_absolute_url()).status_code == (200 if who in readable else 404 if who else 302)


def test_failed_and_cancelled_pages(client, street):
    call = open_call(street)
    sealed_bid(street, call, 1)
    with after_deadline(call):
        domain.confirm_opening(call, by=street.actor("opener"))
        domain.confirm_opening(call, by=street.actor("opener2"))
    call.refresh_from_db()
    assert call.state == "failed"
    assert client.get(call.get_absolute_url()).status_code == 200
    other = open_call(street)
    domain.cancel(other, by=street.actor("leader"), reason="需求变了")
    assert "需求变了" in client.get(other.get_absolute_url()).content.decode()


def test_drafts_are_for_the_office(client, street):
    call = draft_call(street)
    assert client.get(call.get_absolute_url()).status_code == 404
    login(client, street, "w1")
    assert client.get(call.get_absolute_url()).status_code == 404
    login(client, street, "leader")
    assert client.get(call.get_absolute_url()).status_code == 200
    assert client.get(reverse("tenders:edit", args=[call.code])).status_code == 403


def many_calls(street, count):
    one = open_call(street, title="第一")
    copies = []
    for number in range(1, count):
        copy = Call.objects.get(pk=one.pk)
        copy.pk, copy.code, copy.number = None, f"copy{number:04d}", f"2026-{number + 100}"
        copies.append(copy)
    Call.objects.bulk_create(copies)


@pytest.mark.parametrize(
    ("name", "who"),
    [("tenders:calls", ""), ("tenders:calls", "w1"), ("tenders:manage", "buyer"), ("tenders:manage", "opener")],
)
def test_lists_cost_the_same_with_1_3_and_50_rows(client, street, django_assert_max_num_queries, name, who, settings):
    settings.PAGE_CACHE_SECONDS = 0
    if who:
        login(client, street, who)
    from django.db import connection

    url, counts = reverse(name), []
    many_calls(street, 1)
    client.get(url)
    for total in (1, 3, 50):
        for number in range(Call.objects.count(), total):
            copy = Call.objects.first()
            copy.pk, copy.code = None, f"c{number}"
            copy.save(force_insert=True)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 15


def test_the_desk_list_is_small_with_200_rows(client, street):
    many_calls(street, 200)
    login(client, street, "buyer")
    answer = client.get(reverse("tenders:manage"))
    assert answer.content.decode().count("<tr") == 201
    assert len(answer.content) <= 150_000


def test_kept_pages_turn_at_the_deadline_to_the_second(client, street, settings):
    settings.PAGE_CACHE_SECONDS = 3600
    call = open_call(street)
    with clock.fixed(call.deadline - timedelta(seconds=1)):
        before = client.get(call.get_absolute_url()).content.decode()
        assert client.get(call.get_absolute_url()).content.decode() == before
    with clock.fixed(call.deadline + timedelta(seconds=1)):
        after = client.get(call.get_absolute_url()).content.decode()
    assert 'href="#bid"' in before
    assert 'href="#bid"' not in after


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_bidder_reads_the_steps_of_its_own_bid(client, street, prefix):
    call = open_call(street)
    bid = sealed_bid(street, call, 1)
    url = f"{prefix}{reverse('tenders:bid', args=[bid.code])}"
    page = login(client, street, "w1").get(url).content.decode()
    steps = [event.label for event in audit.timeline(bid, street.actor("w1"), own=True)]
    assert len(steps) >= 2
    assert page.count('<ol class="timeline">') == 1
    assert page.split('<ol class="timeline">')[1].split("</ol>")[0].count("<li>") == len(steps)
    assert audit.timeline(bid, street.actor("w2")) == []
    assert login(client, street, "w2").get(url).status_code == 404
