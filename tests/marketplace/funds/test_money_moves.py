"""Transfers by two persons, plans that bind, budget years, incentive rounds, pooled money."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import outbox
from marketplace.core.actors import system
from marketplace.core.models import Notification
from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries, queries_moved, queries_plans, queries_purposes, slots, tasks
from marketplace.funds.domain.shares import by_weight
from marketplace.funds.models import Entry, Transfer
from marketplace.funds.verify import verify
from tests import factories

from .builders import make_cause, make_fund, move, yuan
from .lives import make_foundation

pytestmark = pytest.mark.django_db
PORTAL = system("t")


def refusal(work) -> str:
    with pytest.raises(Refused) as error:
        work()
    return error.value.code


class For:
    """Something promised money that says what it is for, made of a community of the tests."""

    def __new__(cls, cause, **said):
        cause.destination = lambda: {"purpose": None, "category": "", "community": None} | said
        return cause


# ---- transfers ---------------------------------------------------------------------------------------
def test_a_transfer_takes_two_persons(house, fund):
    other = make_fund(house, "F2", amount="0")
    proposed = domain.propose_transfer(fund, by=house.leader, to=other, amount=yuan(70), text="调剂")
    assert (Entry.objects.count(), queries.balances(fund).free) == (1, yuan(1000))
    assert refusal(lambda: domain.approve_transfer(proposed, by=house.leader)) == "four_eyes"
    assert refusal(lambda: domain.approve_transfer(proposed, by=house.finance)) == "decides_transfer"
    domain.approve_transfer(proposed, by=house.second)
    assert (queries.balances(fund).free, queries.balances(other).free) == (yuan(930), yuan(70))
    assert refusal(lambda: domain.approve_transfer(proposed, by=house.second)) == "wrong_state"
    declined = domain.propose_transfer(fund, by=house.finance, to=other, amount=yuan(1), text="x")
    domain.decline_transfer(declined, by=house.leader, reason="不急")
    withdrawn = domain.propose_transfer(fund, by=house.finance, to=other, amount=yuan(1), text="x")
    assert refusal(lambda: domain.withdraw_transfer(withdrawn, by=house.leader)) == "proposer"
    domain.withdraw_transfer(withdrawn, by=house.finance)
    assert queries.balances(fund).free == yuan(930) and verify().ok


@pytest.mark.parametrize(
    ("kind", "into", "code"),
    [("GUARANTEE", "INCENTIVE", "rules_forbid"), ("INCENTIVE", "GUARANTEE", "rules_forbid"), ("GUARANTEE", "EARMARKED", "rules_forbid"),
     ("POOLED", "GUARANTEE", ""), ("POOLED", "INCENTIVE", ""), ("EARMARKED", "POOLED", ""), ("GUARANTEE", "POOLED", "rules_forbid")],
)  # fmt: skip
def test_the_rules_of_both_kinds_are_asked(house, kind, into, code):
    a, b = make_fund(house, "A1", kind=kind, amount="0"), make_fund(house, "B1", kind=into, amount="0")
    domain.grant_budget(a, by=house.finance, amount=yuan(100), text="x", giver="单位")
    if code:
        assert refusal(lambda: move(house, a, b, 10)) == code
    else:
        assert move(house, a, b, 10).kind == "TRANSFER"


def test_a_funds_own_rules_are_asked_when_it_is_booked_too(house, fund):
    closed = make_fund(house, "F2", amount="0", takes=False)
    assert refusal(lambda: move(house, fund, closed, 1)) == "rules_forbid"
    assert refusal(lambda: move(house, make_fund(house, "F3", gives=False), fund, 1)) == "rules_forbid"
    assert refusal(lambda: move(house, fund, fund, 1)) == "same_fund"
    other = make_fund(house, "F4", amount="0")
    proposed = domain.propose_transfer(fund, by=house.finance, to=other, amount=yuan(900), text="x")
    domain.commit(fund, yuan(200), cause=make_cause(house, "A"), by=house.leader)
    assert refusal(lambda: domain.approve_transfer(proposed, by=house.leader)) == "not_unbound"
    domain.freeze(other, by=house.leader, reason="审计")
    assert (
        refusal(lambda: domain.propose_transfer(fund, by=house.finance, to=other, amount=yuan(1), text="x"))
        == "fund_not_active"
    )
    assert Transfer.objects.get().state == "proposed"


def test_a_foundations_money_is_moved_by_its_board(house):
    fund, to = make_foundation(house), make_foundation(house, "FN2", "0")
    proposed = domain.propose_transfer(fund, by=house.finance, to=to, amount=yuan(5), text="x")
    assert refusal(lambda: domain.approve_transfer(proposed, by=house.leader)) == "decides_transfer"
    board = factories.actor(factories.person("OWNER", fund.host))
    assert domain.approve_transfer(proposed, by=board).state == "done"


# ---- plans -------------------------------------------------------------------------------------------
@pytest.fixture
def planned(house):
    """(guarantee fund with a plan in force: A 300, B 200, several 100; its communities)."""
    fund = make_fund(house, "G1", kind="GUARANTEE", amount="1000.00")
    a, b = factories.make_community(house.office), factories.make_community(house.office)
    plan = domain.draft_plan(fund, by=house.finance, year=fund.year)
    for community, amount in ((a, 300), (b, 200), (None, 100)):
        domain.set_line(plan, by=house.finance, community=community, amount=yuan(amount))
    domain.submit_plan(plan, by=house.finance)
    domain.decide_plan(plan, by=house.leader)
    return fund, plan, a, b


def test_promises_of_the_guarantee_fund_stay_within_the_plan(house, planned):
    fund, plan, a, b = planned
    c = make_cause(house, "C")
    promise = lambda name, amount, community: domain.commit(fund, yuan(amount), cause=For(make_cause(house, name), community=community), by=house.leader)  # noqa: E731  # fmt: skip
    promise("1", 250, a)
    assert refusal(lambda: promise("2", "50.01", a)) == "plan_exceeded"
    promise("3", 50, a)
    promise("4", 100, c)  # a community without a line of its own: the cell of several
    assert refusal(lambda: promise("5", "0.01", None)) == "plan_exceeded"
    table = queries_plans.table(plan)
    assert [(row.planned, row.committed, row.paid, row.free) for row in sorted(table.rows, key=lambda r: -r.planned)] == [
        (yuan(300), yuan(300), yuan(0), yuan(0)), (yuan(200), yuan(0), yuan(0), yuan(200)), (yuan(100), yuan(100), yuan(0), yuan(0)),
    ]  # fmt: skip
    assert table.total.committed == queries.balances(fund).committed
    assert b.pk


def test_a_newer_plan_replaces_it_and_holds_what_is_promised(house, planned):
    fund, plan, a, _b = planned
    domain.commit(fund, yuan(250), cause=For(make_cause(house, "1"), community=a), by=house.leader)
    newer = domain.draft_plan(fund, by=house.finance, year=fund.year)
    assert newer.lines.count() == 3
    assert refusal(lambda: domain.draft_plan(fund, by=house.finance, year=fund.year)) == "open_plan"
    domain.set_line(newer, by=house.finance, community=a, amount=yuan(200))
    domain.submit_plan(newer, by=house.finance)
    assert refusal(lambda: domain.decide_plan(newer, by=house.leader)) == "promised_more"
    domain.return_plan(newer, by=house.leader, reason="低于已承诺")
    domain.set_line(newer, by=house.finance, community=a, amount=yuan(900))
    assert refusal(lambda: domain.submit_plan(newer, by=house.finance)) == "not_covered"
    domain.set_line(newer, by=house.finance, community=a, amount=yuan(260))
    domain.submit_plan(newer, by=house.finance)
    domain.decide_plan(newer, by=house.leader)
    plan.refresh_from_db()
    assert (plan.state, newer.state, newer.version) == ("superseded", "in_force", 2)


def test_baselines_are_exact_to_the_fen(house):
    fund = make_fund(house, "G1", kind="GUARANTEE", amount="1000.01")
    for people in (100, 200, 700):
        factories.make_community(house.office, population=people)
    plan = domain.draft_plan(fund, by=house.finance, year=fund.year)
    domain.compute_baselines(plan, by=house.finance, amount=yuan("1000.01"))
    assert plan.total == yuan("1000.01")
    assert sorted(line.amount for line in plan.lines.all()) == [yuan("193.34"), yuan("253.33"), yuan("553.34")]
    assert refusal(lambda: domain.compute_baselines(plan, by=house.finance, amount=yuan("1000.02"))) == "too_much"


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_shares_add_up(fen, weights):
    amount = Decimal(fen) / 100
    parts = by_weight(amount, weights)
    assert sum(parts) == (amount if sum(weights) else 0)
    assert all(part >= 0 for part in parts)


# ---- budget years ------------------------------------------------------------------------------------
def test_the_rest_of_a_year_is_decided_on(house, clock):
    with clock("2026-03-01 09:00"):
        fund, cause = make_fund(house, amount="500.00"), make_cause(house, "A")
        assert (
            refusal(
                lambda: domain.propose_carryover(fund, by=house.finance, carried=yuan(500), returned=yuan(0), text="x")
            )
            == "too_early"
        )
    with clock("2027-01-04 09:00"):
        assert refusal(lambda: domain.commit(fund, yuan(1), cause=cause, by=house.leader)) == "year_over"
        assert (
            refusal(
                lambda: domain.propose_carryover(fund, by=house.finance, carried=yuan(400), returned=yuan(99), text="x")
            )
            == "sum"
        )
        carry = domain.propose_carryover(fund, by=house.finance, carried=yuan(400), returned=yuan(100), text="结转")
        assert (
            refusal(
                lambda: domain.propose_carryover(fund, by=house.finance, carried=yuan(500), returned=yuan(0), text="x")
            )
            == "open_proposal"
        )
        domain.approve_carryover(carry, by=house.leader)
        fund.refresh_from_db()
        assert (fund.year, carry.entry.kind, queries.balances(fund).free) == (2027, "PAYMENT", yuan(400))
        domain.commit(fund, yuan(1), cause=cause, by=house.leader)
    assert verify().ok


def test_of_a_year_that_is_over_finance_and_leaders_hear_once(house, clock):
    with clock("2026-06-01 09:00"):
        fund, new = make_fund(house, amount="500.00"), make_fund(house, "F2", year=2027)
        own = make_foundation(house)
    with clock("2026-12-31 23:00"):
        assert tasks.years(PORTAL) == 0 and not list(slots.years_over(house.finance))
    with clock("2027-01-01 01:00"):
        assert tasks.years(PORTAL) == 1 and tasks.years(PORTAL) == 0
        outbox.deliver()
        told = Notification.objects.filter(kind="funds.year_waits")
        assert {one.user for one in told} == {house.users[role] for role in ("FINANCE", "LEADER", "SECOND")}
        assert (told[0].params["year"], told[0].params["until"]["zh"]) == (2026, "3 月 31 日")
        (line,) = slots.years_over(house.finance)
        assert (line.due, line.url) == (date(2027, 3, 31), f"/funds/{fund.code}/year-ends/new/")
        (line,) = slots.years_over(house.leader)
        assert line.url == fund.get_absolute_url() and line.about == fund.name
        assert not list(slots.years_over(house.actor("EVALUATOR"))) and new.year_reminded is own.year_reminded is None
        carry = domain.propose_carryover(fund, by=house.finance, carried=yuan(500), returned=yuan(0), text="x")
        assert not list(slots.years_over(house.finance))
        domain.approve_carryover(carry, by=house.leader)
        assert not list(slots.years_over(house.leader))
    with clock("2028-01-01 01:00"):
        assert tasks.years(PORTAL) == 2  # each year anew


# ---- incentive and pool ------------------------------------------------------------------------------
def test_an_incentive_fund_pays_by_the_table_alone(house):
    fund = make_fund(house, "I1", kind="INCENTIVE", amount="1000.00")
    assert (
        refusal(lambda: domain.commit(fund, yuan(1), cause=make_cause(house, "A"), by=house.leader)) == "does_not_buy"
    )
    one = domain.draft_round(
        fund,
        by=house.finance,
        title_zh="星级",
        measure="STARS",
        pot=yuan(100),
        table=[(5, 3), (3, 1)],
        appraisal="考评",
    )
    places = [factories.make_community(house.office) for _n in range(3)]
    for place, stars in zip(places, (5, 4, 2), strict=True):
        domain.set_result(one, by=house.finance, community=place, value=Decimal(stars))
    assert refusal(lambda: domain.set_result(one, by=house.finance, community=places[0], value=Decimal(6))) == "value"
    domain.close_appraisal(one, by=house.finance)
    assert [line.amount for line in one.lines.all()] == [yuan(75), yuan(25), yuan(0)]
    assert (
        refusal(lambda: domain.set_result(one, by=house.finance, community=places[2], value=Decimal(5)))
        == "wrong_state"
    )
    domain.decide_round(one, by=house.leader)
    assert queries.balances(fund).committed == yuan(100)
    domain.pay_round(one, by=house.finance)
    assert (queries.balances(fund).paid, queries.balances(fund).committed, one.state) == (yuan(100), yuan(0), "paid")
    assert verify().ok


def test_a_pool_names_its_givers_and_their_shares(house):
    fund = make_fund(house, "P1", kind="POOLED", amount="0")

    def give(giver, amount):
        return domain.grant_budget(
            fund, by=house.finance, amount=yuan(amount), text="x", giver=giver, source="DEPARTMENT"
        )

    assert refusal(lambda: give("", 1)) == "giver"
    give("民政", 300), give("卫健", 100), give("民政", 200)
    rows = [(row.giver, row.amount, row.percent) for row in queries_purposes.sources(fund, by_giver=True)]
    assert rows == [("民政", yuan(500), "83.3"), ("卫健", yuan(100), "16.7")]
    domain.correct(fund, by=house.finance, number=Entry.objects.order_by("number")[1].number, reason="x")  # 卫健's
    rows = [(row.giver, row.amount) for row in queries_purposes.sources(fund, by_giver=True)]
    assert rows == [("民政", yuan(500))]
    fund.moved = queries_moved.read([fund])  # as a page keeps it: nothing is read again
    domain.correct(fund, by=house.finance, number=Entry.objects.order_by("number")[0].number, reason="x")
    assert queries_purposes.sources(fund)[0].amount != yuan(200)
    del fund.moved
    assert [(row.giver, row.amount) for row in queries_purposes.sources(fund, by_giver=True)] == [("民政", yuan(200))]
    assert Entry.objects.count() == 5
    assert date(2026, 1, 1)
