"""Many at once: submissions racing the deadline, two openers, two colleagues. On SQLite and on PostgreSQL."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core.refusals import Refused
from marketplace.tenders import domain, procedures
from marketplace.tenders.models import Bid, Call, OpeningConfirmation, SealedSubmission
from tests.support.races import at_once

from .builders import draft_bid, make_member, make_organisation, make_street, open_call, sealed_bid

pytestmark = pytest.mark.django_db(transaction=True)
BIDDERS = 50


def test_fifty_submissions_race_the_deadline():
    """None lost, none late accepted, none in time refused."""
    street = make_street(organisations=0)
    for number in range(1, BIDDERS + 1):
        organisation = make_organisation(number, uscc=f"RACE{number:014d}")
        street.organisations.append(organisation)
        make_member(street.users, f"w{number}", "BID_WRITER", organisation=organisation)
    call = open_call(street)
    bids = [draft_bid(street, call, number) for number in range(1, BIDDERS + 1)]
    writers = [street.actor(f"w{number}") for number in range(1, BIDDERS + 1)]
    deadline = timezone.now() + timedelta(seconds=3)
    Call.objects.filter(pk=call.pk).update(deadline=deadline)
    began = [None] * BIDDERS

    def submit(position):
        # Half come well before, half in the seconds around the deadline.
        wait = 0.02 * position if position % 2 else 2.4 + 0.025 * position
        time.sleep(max(0.0, (deadline - timedelta(seconds=3) - timezone.now()).total_seconds() + wait))
        began[position] = timezone.now()
        return domain.seal(Bid.objects.get(pk=bids[position].pk), by=writers[position])

    results = at_once([lambda n=n: submit(n) for n in range(BIDDERS)])
    receipts = [r for r in results if isinstance(r, SealedSubmission)]
    late = [r for r in results if isinstance(r, Refused)]
    assert [r for r in results if r not in receipts and r not in late] == []
    assert {r.code for r in late} <= {"tenders.late"}
    stored = list(SealedSubmission.objects.all())
    assert {r.sha256 for r in receipts} == {r.sha256 for r in stored}
    assert all(r.received_at <= deadline for r in stored)
    assert set(Bid.objects.filter(state="sealed").values_list("pk", flat=True)) == {r.bid_id for r in stored}
    # Who was refused had not begun two seconds before the end: sealing itself takes some time, the clock asks at its commit.
    refused = [began[n] for n, r in enumerate(results) if isinstance(r, Refused)]
    assert all(moment > deadline - timedelta(seconds=2) for moment in refused)
    assert receipts and late


def waiting_call(street, bids=3):
    call = open_call(street)
    for number in range(1, bids + 1):
        sealed_bid(street, call, number)
    Call.objects.filter(pk=call.pk).update(deadline=timezone.now() - procedures.OPENING_GRACE - timedelta(seconds=1))
    return call


def test_two_openers_at_once_open_once():
    street = make_street()
    call = waiting_call(street)
    actors = [street.actor("opener"), street.actor("opener2")]
    results = at_once([lambda a=a: domain.confirm_opening(Call.objects.get(pk=call.pk), by=a) for a in actors])
    assert [r for r in results if isinstance(r, Exception)] == []
    call.refresh_from_db()
    assert (call.state, OpeningConfirmation.objects.count(), len(call.minutes["bids"])) == ("evaluating", 2, 3)
    assert {b.state for b in call.bids.all()} == {"opened"}


def test_one_opener_twice_at_once_is_one():
    street = make_street()
    call = waiting_call(street)
    results = at_once(
        [lambda: domain.confirm_opening(Call.objects.get(pk=call.pk), by=street.actor("opener")) for _n in range(2)]
    )
    assert sorted(type(r).__name__ for r in results) == ["Call", "Refused"]
    call.refresh_from_db()
    assert (call.state, OpeningConfirmation.objects.count()) == ("open", 1)


def test_two_colleagues_seal_at_once():
    """One envelope is received, the other is refused and not kept."""
    street = make_street()
    make_member(street.users, "w1b", "BID_WRITER", organisation=street.organisations[0])
    call = open_call(street)
    bid = draft_bid(street, call)
    actors = [street.actor("w1"), street.actor("w1b")]
    results = at_once([lambda a=a: domain.seal(Bid.objects.get(pk=bid.pk), by=a) for a in actors])
    assert sorted(type(r).__name__ for r in results) == ["Refused", "SealedSubmission"]
    assert SealedSubmission.objects.count() == 1


def test_two_colleagues_begin_at_once():
    street = make_street()
    make_member(street.users, "w1b", "BID_WRITER", organisation=street.organisations[0])
    call = open_call(street)
    actors = [street.actor("w1"), street.actor("w1b")]
    results = at_once([lambda a=a: domain.start(call, by=a, organisation=street.organisations[0]) for a in actors])
    assert {getattr(r, "pk", r) for r in results} == {Bid.objects.get().pk}


def test_submissions_meet_an_amendment_and_a_cancellation():
    """Whatever comes first: a sealed bid belongs to an open call, or was returned by the cancellation."""
    street = make_street()
    call = open_call(street)
    bids = [draft_bid(street, call, n) for n in (1, 2, 3)]
    jobs = [lambda n=n: domain.seal(Bid.objects.get(pk=bids[n].pk), by=street.actor(f"w{n + 1}")) for n in range(3)]
    jobs.append(lambda: domain.cancel(Call.objects.get(pk=call.pk), by=street.actor("leader"), reason="x"))
    jobs.append(lambda: domain.amend(Call.objects.get(pk=call.pk), by=street.actor("buyer"), text_zh="x"))
    results = at_once(jobs)
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    assert set(Bid.objects.values_list("state", flat=True)) <= {"draft", "returned"}
