"""Two at once, and a process that dies in the middle: the books hold."""

import itertools
import json
import os
from pathlib import Path

import pytest
from django.db import connection, transaction

from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries
from marketplace.funds.models import Entry, Fund, Transfer
from marketplace.funds.verify import verify
from orgs.models import Community
from tests.support.killing import die_before, elsewhere, in_a_process
from tests.support.races import at_once

from .builders import make_cause, make_fund, make_house, yuan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.twice]
ROOT = Path(__file__).resolve().parents[3]


def numbers(results):
    """(how many different entries, codes of refusals); anything else fails."""
    odd = [r for r in results if not isinstance(r, (Entry, Refused))]
    assert odd == []
    return len({r.number for r in results if isinstance(r, Entry)}), [r.code for r in results if isinstance(r, Refused)]


def test_two_payments_of_one_milestone_pay_once():
    house = make_house()
    fund, cause = make_fund(house), make_cause(house, "A")
    domain.commit(fund, yuan(500), cause=cause, by=house.leader)
    by = house.finance
    results = at_once(
        [lambda: domain.pay(Fund.objects.get(pk=fund.pk), yuan(300), cause=cause, text="x", key="m:1", by=by)] * 2
    )
    assert numbers(results) == (1, [])
    assert queries.balances(fund).paid == yuan(300)
    assert verify().ok


def test_two_payments_beyond_the_promise():
    house = make_house()
    fund, cause = make_fund(house), make_cause(house, "A")
    domain.commit(fund, yuan(500), cause=cause, by=house.leader)
    by = house.finance
    results = at_once(
        [
            lambda n=n: domain.pay(Fund.objects.get(pk=fund.pk), yuan(300), cause=cause, text="x", key=f"m:{n}", by=by)
            for n in range(4)
        ]
    )
    assert numbers(results) == (1, ["not_covered"] * 3)
    assert verify().ok


def test_many_promises_race_for_the_last_money():
    """Twelve ask for 100.00 out of 1,000.00, in two funds' books at once: ten each, never an eleventh."""
    house = make_house()
    funds = [make_fund(house, code) for code in ("F1", "F2")]
    causes = [make_cause(house, str(n)) for n in range(12)]
    by = house.leader
    results = at_once(
        [
            lambda f=f, c=c: domain.commit(Fund.objects.get(pk=f.pk), yuan(100), cause=c, by=by)
            for f in funds
            for c in causes
        ]
    )
    assert numbers(results) == (20, ["not_covered"] * 4)
    assert [queries.balances(f).free for f in funds] == [yuan(0)] * 2
    assert verify().ok


def test_transfers_both_ways_do_not_block_each_other():
    house = make_house()
    a, b = make_fund(house, "F1"), make_fund(house, "F2")
    by = house.second
    proposed = [
        domain.propose_transfer(x, by=house.leader, to=y, amount=yuan(10), text="x").pk for x, y in ((a, b), (b, a)) * 5
    ]
    results = at_once(
        [lambda pk=pk: domain.approve_transfer(Transfer.objects.get(pk=pk), by=by).entry for pk in proposed]
    )
    assert numbers(results) == (10, [])
    assert [queries.balances(f).free for f in (a, b)] == [yuan(1000)] * 2
    assert verify().ok


# ---- killed between two statements ------------------------------------------------------------------
ACTS = ("grant_budget", "record_receipt", "commit", "release", "recommit", "pay", "refund", "transfer", "correct")


def do(name, house_keys):
    """One money verb on prepared books; run in the child."""
    from orgs.models import User
    from tests import factories

    by = {role: factories.actor(User.objects.get(pk=pk)) for role, pk in house_keys.items()}
    fund = Fund.objects.get(code="F1")
    cause, new = (Community.objects.get(code=f"CM-{name}") for name in ("A", "B"))
    finance, leader = by["FINANCE"], by["LEADER"]
    return {
        "grant_budget": lambda: domain.grant_budget(fund, by=finance, amount=yuan(7), text="x", key="k"),
        "record_receipt": lambda: domain.record_receipt(fund, by=finance, amount=yuan(7), text="x", key="k"),
        "commit": lambda: domain.commit(fund, yuan(7), cause=new, by=leader),
        "release": lambda: domain.release(fund, cause=cause, by=leader),
        "recommit": lambda: domain.recommit(fund, old_cause=cause, new_cause=new, amount=yuan(7), by=leader),
        "pay": lambda: domain.pay(fund, yuan(7), cause=cause, text="x", key="k", by=finance),
        "refund": lambda: domain.refund(fund, by=finance, amount=yuan(7), text="x", key="k"),
        "transfer": lambda: domain.approve_transfer(Transfer.objects.get(), by=by["SECOND"]),
        "correct": lambda: domain.correct(
            fund, by=finance, number=Entry.objects.get(kind="RECEIPT").number, reason="x"
        ),
    }[name]()


def child(name, house_keys, entries):
    """Kill the verb before each of its statements, then after the last but before the commit, then let it be.

    Prints the number of statements that the verb makes.
    """

    def killed(nth):
        with connection.execute_wrapper(die_before(nth)):
            do(name, house_keys)

    def uncommitted():
        with transaction.atomic():
            do(name, house_keys)
            os._exit(9)

    assert in_a_process(uncommitted) == 9
    assert (verify().broken, verify().entries) == (None, entries)
    for nth in itertools.count(1):
        code = in_a_process(lambda nth=nth: killed(nth))
        report = verify()
        assert report.broken is None, (nth, report.broken)
        if report.entries != entries:  # committed; what follows tells others, and comes again from the outbox
            assert code in (0, 9), code
            print(json.dumps({"statements": nth - 1, "entries": report.entries}))
            return
        assert code == 9, nth


@pytest.mark.parametrize("name", ACTS)
def test_killed_between_any_two_statements(name):
    house = make_house()
    fund, cause = make_fund(house), make_cause(house, "A")
    other = make_fund(house, "F2")
    make_cause(house, "B")
    domain.propose_transfer(fund, by=house.leader, to=other, amount=yuan(7), text="x")
    domain.record_receipt(fund, by=house.finance, amount=yuan(7), text="x")
    domain.commit(fund, yuan(500), cause=cause, by=house.leader)
    domain.pay(fund, yuan(100), cause=cause, text="x", key="first", by=house.finance)
    before = Entry.objects.count()
    keys = {role: user.pk for role, user in house.users.items()}
    said = elsewhere("tests.marketplace.funds.test_races:child", name, keys, before)
    answer = json.loads(said.strip().splitlines()[-1])
    assert answer["entries"] == before + 1
    assert answer["statements"] >= 8
    assert verify().ok
