"""Two at once: payments of one milestone, uses of one slip, decisions on one delivery. On SQLite and on PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.contracts import domain
from marketplace.contracts.models import Milestone, Opinion, Payment
from marketplace.core import clock
from marketplace.core.models import AuditEvent, OutboxEvent
from marketplace.core.refusals import Refused
from marketplace.funds import domain as funds
from marketplace.funds.models import Entry
from marketplace.funds.verify import verify
from tests.marketplace.tenders.builders import make_member
from tests.support.races import at_once

from .builders import accept, deliver, milestone, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.twice]


def delivered(*positions, accepted=True):
    street, contract = running()
    make_member(street.users, "finance2", "FINANCE", office=street.office)
    for position in positions:
        deliver(street, contract, position)
        if accepted:
            accept(street, contract, position)
    return street, contract


def test_two_payments_of_one_milestone_pay_once():
    street, contract = delivered(1)
    row = milestone(contract)
    actors = [street.actor("finance"), street.actor("finance2"), street.actor("finance")]
    results = at_once([lambda a=a: domain.pay(Milestone.objects.get(pk=row.pk), by=a) for a in actors])
    assert sorted(type(r).__name__ for r in results) == ["Milestone", "Refused", "Refused"]
    assert {r.code for r in results if isinstance(r, Refused)} == {"wrong_state"}
    assert Payment.objects.count() == Entry.objects.filter(kind="PAYMENT").count() == 1
    assert funds.committed_for(street.fund, contract) == contract.price - row.amount


def test_both_milestones_at_once_pay_both():
    street, contract = delivered(1, 2)
    rows = [milestone(contract, n) for n in (1, 2)]
    actor = street.actor("finance")
    results = at_once([lambda r=r: domain.pay(Milestone.objects.get(pk=r.pk), by=actor) for r in rows])
    assert [type(r).__name__ for r in results] == ["Milestone", "Milestone"]
    assert Entry.objects.filter(kind="PAYMENT").count() == 2
    assert funds.committed_for(street.fund, contract) == 0


def test_accepted_and_sent_back_at_once_is_one_of_both():
    street, contract = delivered(1, accepted=False)
    row = milestone(contract)
    results = at_once([
        lambda: domain.accept(Milestone.objects.get(pk=row.pk), by=street.actor("acceptor")),
        lambda: domain.return_(
            Milestone.objects.get(pk=row.pk), by=street.actor("buyer2"), reason="x", again_by=clock.today() + timedelta(days=5)
        ),
    ])  # fmt: skip
    assert sorted(type(r).__name__ for r in results) == ["Milestone", "Refused"]
    assert {r.code for r in results if isinstance(r, Refused)} == {"wrong_state"}
    row.refresh_from_db()
    assert (row.state, row.accepted_amount is not None) in {("accepted", True), ("returned", False)}
    verbs = AuditEvent.objects.filter(
        object_id=row.pk, verb__in=["contracts.milestone.accept", "contracts.milestone.return"]
    )
    assert [e.verb.rpartition(".")[2] for e in verbs] == [{"accepted": "accept", "returned": "return"}[row.state]]
    assert funds.committed_for(street.fund, contract) == contract.price
    assert verify().ok


@pytest.mark.parametrize("second", ["in full", "a part"])
def test_two_acceptances_of_one_milestone_are_one(second):
    """Whoever comes first says what is paid; the other one is told that it is decided."""
    street, contract = delivered(1, accepted=False)
    row = milestone(contract)
    part = {"in full": {}, "a part": {"amount": Decimal("1.00"), "reason": "x"}}[second]
    other = domain.accept_partly if part else domain.accept
    results = at_once([
        lambda: domain.accept(Milestone.objects.get(pk=row.pk), by=street.actor("acceptor")),
        lambda: other(Milestone.objects.get(pk=row.pk), by=street.actor("buyer2"), **part),
    ])  # fmt: skip
    assert sorted(getattr(r, "code", type(r).__name__) for r in results) == ["Milestone", "wrong_state"]
    winner = next(r for r in results if isinstance(r, Milestone))
    row.refresh_from_db()
    assert (row.state, row.accepted_amount, row.accepted_by) == ("accepted", winner.accepted_amount, winner.accepted_by)
    events = AuditEvent.objects.filter(verb__startswith="contracts.milestone.accept", object_id=row.pk)
    told = OutboxEvent.objects.filter(kind__startswith="contracts.milestone_accepted")
    assert (events.count(), told.count()) == (1, 1)
    domain.pay(milestone(contract), by=street.actor("finance"))
    assert funds.committed_for(street.fund, contract) == contract.price - row.accepted_amount
    assert verify().ok


def test_one_slip_used_by_many_at_once_counts_once():
    street, contract = running()
    row = milestone(contract)
    domain.issue_slips(row, by=street.actor("buyer"), number=1)
    token = row.slips.get().token
    results = at_once([lambda: domain.give_opinion(token, degree="GOOD") for _n in range(5)])
    assert sorted(type(r).__name__ for r in results) == ["Opinion", *["Refused"] * 4]
    assert {r.code for r in results if isinstance(r, Refused)} == {"slip_used"}
    assert Opinion.objects.count() == 1
