"""The process dies inside each act of a room that moves money: nothing has happened, and the act can be done once more, once.

It is killed before each statement that writes and before the commit. A kill between two reads is one of these: what
only reads changes no row and its locks end with the connection, so the database is found as by a kill before the next
write, or before the commit where none follows. The verbs of the ledger itself are killed before every statement in
tests/marketplace/funds/test_races.py.
"""

import itertools
import os
from contextlib import nullcontext

import pytest
from django.db import connection, transaction

from marketplace.contracts import domain as contracts
from marketplace.contracts.models import Contract, Milestone
from marketplace.core.models import AuditEvent, OutboxEvent
from marketplace.funds.models import Entry
from marketplace.funds.verify import verify
from marketplace.tenders import domain as tenders
from marketplace.tenders.models import Bid, Call, Challenge
from tests.marketplace.contracts.builders import (
    accept,
    after_standstill,
    at,
    awarded_call,
    deliver,
    milestone,
    running,
    settled,
)
from tests.marketplace.tenders.builders import after_deadline, draft_call, make_street, open_call, sealed_bid
from tests.marketplace.tenders.builders_evaluation import awarded
from tests.marketplace.tenders.test_challenges import on_working_day
from tests.support.killing import die_before, elsewhere, in_a_process

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
EVERY = 1 if connection.vendor == "sqlite" else 4  # a fork and a connection to PostgreSQL each


# Each returns (moment, work): a clock and the act, on prepared books.
def publish():
    street = make_street()
    call = draft_call(street)
    tenders.submit(call, by=street.actor("buyer"))
    return nullcontext(), lambda: tenders.publish(Call.objects.get(), by=street.actor("leader"))


def cancel():
    street = make_street()
    call = open_call(street)
    sealed_bid(street, call)
    return nullcontext(), lambda: tenders.cancel(Call.objects.get(), by=street.actor("leader"), reason="x")


def fail_for_too_few_bids():
    street = make_street()
    call = open_call(street)
    sealed_bid(street, call)
    with after_deadline(call):
        tenders.confirm_opening(call, by=street.actor("opener"))
    return after_deadline(call), lambda: tenders.confirm_opening(Call.objects.get(), by=street.actor("opener2"))


def uphold_and_cancel():
    street, call = awarded()
    with on_working_day(call, 2):
        tenders.challenge(call, by=street.actor("w1"), text="x")
    return on_working_day(call, 3), lambda: tenders.uphold_and_cancel(
        Challenge.objects.get(), by=street.actor("leader"), answer="x"
    )


def draw():
    street, call = awarded_call()
    return after_standstill(call), lambda: contracts.draw(Call.objects.get(), by=street.actor("buyer"))


def pay():
    street, contract = running()
    with at(contract, hours=2):
        deliver(street, contract)
        accept(street, contract)
    return at(contract, hours=3), lambda: contracts.pay(milestone(contract), by=street.actor("finance"))


def close_with_money_left():
    street, contract = running()
    with at(contract, hours=2):
        settled(street, contract, 1)
        deliver(street, contract, 2)
        row = milestone(contract, 2)
        contracts.accept_partly(row, by=street.actor("acceptor"), amount=row.amount / 2, reason="x")
        contracts.pay(milestone(contract, 2), by=street.actor("finance"))
    return at(contract, hours=3), lambda: contracts.close(Contract.objects.get(), by=street.actor("buyer"))


def terminate():
    street, contract = running()
    return at(contract, hours=2), lambda: contracts.terminate(
        Contract.objects.get(), by=street.actor("leader"), reason="x"
    )


ACTS = (
    publish,
    cancel,
    fail_for_too_few_bids,
    uphold_and_cancel,
    draw,
    pay,
    close_with_money_left,
    terminate,
)


def state_of_things():
    """What an act changes, as plain values."""
    states = [sorted(m.objects.values_list("pk", "state")) for m in (Call, Bid, Challenge, Contract, Milestone)]
    return states, [m.objects.count() for m in (Entry, AuditEvent, OutboxEvent)]


def writes(sql) -> bool:
    return not sql.lstrip().upper().startswith("SELECT")


def child(name):
    """Prepare the books, kill the act wherever it writes, then look whether it was done once. Runs without threads."""
    moment, work = next(act for act in ACTS if act.__name__ == name)()
    with moment:
        before, entries = state_of_things(), Entry.objects.count()

        def uncommitted():
            with transaction.atomic():
                work()
                os._exit(9)

        def killed(nth):
            with connection.execute_wrapper(die_before(nth, counts=writes)):
                work()

        assert in_a_process(uncommitted) == 9
        assert state_of_things() == before
        for nth in itertools.count(1, EVERY):
            code = in_a_process(lambda nth=nth: killed(nth))
            report = verify()
            assert report.broken is None, nth
            if code == 0 or state_of_things() != before:
                break  # done, or killed after the commit, when what is told to others is delivered
            assert code == 9, nth
        assert nth > 8
        assert report.entries == entries + 1
        # Done once: it is not there to be done again.
        assert in_a_process(work) == 1
        assert Entry.objects.count() == entries + 1


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_killed_inside(act):
    elsewhere("tests.test_crash:child", act.__name__)
