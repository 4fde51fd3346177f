"""Many at once: submissions racing the deadline, two openers, two colleagues, two
approvals of the last money, an award decided and sent back. On SQLite and on PostgreSQL."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.funds import domain as funds
from marketplace.funds.models import Entry
from marketplace.funds.queries import free_balance
from marketplace.funds.verify import verify
from marketplace.tenders import domain, procedures
from marketplace.tenders.models import Bid, Call, OpeningConfirmation, SealedSubmission
from tests.support.races import at_once

from .builders import draft_bid, draft_call, make_member, make_organisation, make_street, open_call, sealed_bid
from .builders_evaluation import proposed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.twice]
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


def test_two_approvals_meet_at_the_last_money_of_a_fund():
    """The fund holds the budget of one of them: one call is published, the other waits on, the books agree."""
    street = make_street(budget="100000.00")
    make_member(street.users, "leader2", "LEADER", office=street.office)
    calls = [draft_call(street, title=title) for title in ("甲", "乙")]
    for call in calls:
        domain.submit(call, by=street.actor("buyer"))
    leaders = [street.actor("leader"), street.actor("leader2")]
    results = at_once(
        [lambda c=c, a=a: domain.publish(Call.objects.get(pk=c.pk), by=a) for c, a in zip(calls, leaders, strict=True)]
    )
    assert sorted(type(r).__name__ for r in results) == ["Call", "Refused"]
    # Asked before the promise, or by the ledger at the promise: which one depends on how close they come.
    assert {r.code for r in results if isinstance(r, Refused)} <= {"tenders.fund", "not_covered"}
    rows = {c.state: c for c in Call.objects.all()}
    assert sorted(rows) == ["in_review", "open"]
    assert (bool(rows["open"].number), rows["in_review"].number) == (True, "")
    assert funds.committed_for(street.fund, rows["open"]) == rows["open"].budget
    assert funds.committed_for(street.fund, rows["in_review"]) == 0
    assert (free_balance(street.fund), Entry.objects.filter(kind="COMMITMENT").count()) == (0, 1)
    assert verify().ok


def test_an_award_decided_and_sent_back_at_once_is_one_of_both():
    street, call = proposed()
    promised = funds.committed_for(street.fund, call)

    def later(act, who, **more):
        with clock.fixed(call.opened_at + timedelta(hours=5)):  # a thread has a clock of its own
            return act(Call.objects.get(pk=call.pk), by=street.actor(who), **more)

    results = at_once([
        lambda: later(domain.decide_award, "leader"),
        lambda: later(domain.send_award_back, "leader2", reason="再看一遍报价"),
    ])  # fmt: skip
    assert {r.code for r in results if isinstance(r, Refused)} == {"wrong_state"}
    assert sum(isinstance(r, Refused) for r in results) == 1
    assert [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)] == []
    call = Call.objects.get(pk=call.pk)
    decided = call.award.decided_at is not None
    assert (call.state, decided, call.state_reason) in {("standstill", True, ""), ("evaluating", False, "再看一遍报价")}
    done = AuditEvent.objects.filter(
        object_id=call.pk, verb__in=[f"tenders.call.{v}" for v in ("decide_award", "send_award_back")]
    )
    assert [e.verb.rpartition(".")[2] for e in done] == ["decide_award" if decided else "send_award_back"]
    assert funds.committed_for(street.fund, call) == promised
    assert verify().ok
