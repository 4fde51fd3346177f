"""From the agreement to the published result: what each verb writes, and what it refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from marketplace.core import clock
from marketplace.core.files import files_of
from marketplace.funds.models import Entry
from marketplace.funds.queries import balances, committed_for, free_balance
from marketplace.funds.verify import verify
from marketplace.funds.verify_lineage import verify_lineage
from projects.grants import domain
from projects.grants.models import AgreementSignature, Application, BudgetChange, TranchePayment

from . import builders as b
from . import delivery as d
from .test_verbs import refused

pytestmark = pytest.mark.django_db


# ---- the agreement ------------------------------------------------------------------------------------
def test_drawn_from_the_award_and_the_promise_moves_with_it():
    street, agreement = d.drawn()
    round = agreement.round
    assert (agreement.amount, agreement.state, agreement.number) == (Decimal("10000.00"), "draft", "2026-001")
    assert committed_for(street.fund, agreement) == Decimal("10000.00")
    assert committed_for(street.fund, round) == Decimal("11000.00")  # the other award stays promised to the round
    assert [t.amount for t in agreement.tranches.all()] == [Decimal("6000.00"), Decimal("3000.00"), Decimal("1000.00")]
    assert [t.report and t.report.kind for t in agreement.tranches.all()] == [None, "INTERIM", "FINAL"]
    assert [(line.name, line.amount) for line in agreement.lines.all()] == [("餐费", Decimal("10000.00"))]
    assert verify_lineage() == ""


def test_not_before_the_objections_are_over_not_twice_and_not_what_is_not_awarded():
    street, round = b.decided()
    one = round.applications.get(title="项目1")
    by = street.actor("secretary")
    with clock.fixed(b.AFTER + timedelta(days=10)):
        refused("grants.not_delivering", domain.agreements.draw, one, by=by)
    with clock.fixed(round.standstill_until + timedelta(seconds=1)):
        domain.determination.conclude(round, by=by)
        domain.agreements.draw(one, by=by)
        refused("grants.agreement_there", domain.agreements.draw, one, by=by)
        refused("grants.not_awarded", domain.agreements.draw, round.applications.get(title="项目3"), by=by)
        refused(
            "grants.agreement_there",
            domain.determination.decline,
            Application.objects.get(pk=one.pk),
            by=street.actor("o1"),
        )


def test_shares_lose_no_fen():
    shares = domain.agreements.shares_of(Decimal("100.00"), [Decimal(1)] * 3)
    assert shares == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


def test_two_people_sign_one_document_and_it_is_in_force():
    street, agreement = d.offered()
    with d.at(agreement, hours=2):
        refused("second_factor", domain.agreements.sign_office, agreement, by=street.actor("leader", fresh=False))
        refused("organisation:OWNER", domain.agreements.sign_organisation, agreement, by=street.actor("w1"))
        domain.agreements.sign_office(agreement, by=street.actor("leader"))
        refused("grants.side_signed", domain.agreements.sign_office, agreement, by=street.actor("leader2"))
        assert agreement.state == "offered"
        domain.agreements.sign_organisation(agreement, by=street.actor("o1"))
    agreement.refresh_from_db()
    version = agreement.versions.get()
    assert agreement.state == "running" and version.effective_at
    assert {s.sha256 for s in version.signatures.all()} == {version.document.sha256}
    with pytest.raises(DatabaseError), transaction.atomic():
        AgreementSignature.objects.update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        agreement.versions.update(text_zh="另一份")


def test_whoever_drew_it_up_or_sits_on_both_sides_does_not_sign():
    from tests import factories

    street, agreement = d.offered()
    factories.grant(street.users["secretary"], "LEADER", street.office)
    b.member(street.users["leader"], street.organisations[0], "OWNER")
    with d.at(agreement, hours=2):
        refused("four_eyes", domain.agreements.sign_office, agreement, by=street.actor("secretary"))
        refused("grants.no_part", domain.agreements.sign_office, agreement, by=street.actor("leader"))
        domain.agreements.sign_organisation(agreement, by=street.actor("leader"))


def test_lines_that_do_not_add_up_are_not_offered():
    street, agreement = d.drawn()
    by = street.actor("secretary")
    with d.at(agreement, hours=1):
        values = {
            "starts": agreement.starts,
            "ends": agreement.ends,
            "text_zh": "文本",
            "place": "南街",
            "lat": 30.7,
            "lon": 103.8,
        }
        domain.agreements.edit(agreement, by=by, lines={1: Decimal("9999.00")}, **values)
        refused("grants.lines_apart", domain.agreements.offer, agreement, by=by)
        domain.agreements.edit(agreement, by=by, lines={1: Decimal("10000.00")}, **values)
        domain.agreements.offer(agreement, by=by)
    assert (agreement.place, agreement.versions.get().text_zh) == ("南街", "文本")


def test_not_concluded_the_promise_goes_back_and_the_award_may_be_declined():
    street, agreement = d.offered()
    with d.at(agreement, hours=3):
        domain.agreements.call_off(agreement, by=street.actor("o1"), reason="人手不足")
        assert committed_for(street.fund, agreement.round) == Decimal("21000.00")
        domain.agreements.take_up(agreement, by=street.actor("secretary"))
        assert committed_for(street.fund, agreement) == Decimal("10000.00")
        domain.agreements.call_off(agreement, by=street.actor("leader"), reason="不再实施")
        domain.determination.decline(Application.objects.get(pk=agreement.application_id), by=street.actor("o1"))
    assert committed_for(street.fund, agreement.round) == Decimal("11000.00")


def test_a_change_is_another_version_that_both_sign_and_the_old_one_holds_meanwhile():
    street, agreement = d.running()
    later = agreement.ends + timedelta(days=60)
    with d.at(agreement, days=2):
        domain.agreements.amend(agreement, by=street.actor("secretary"), ends=later, text_zh="延期", reason="雨季")
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        assert d.fresh(agreement).ends < later
        d.sign(street, agreement)
        assert (d.fresh(agreement).ends, d.fresh(agreement).state) == (later, "running")
        domain.agreements.amend(agreement, by=street.actor("secretary"), ends=later, text_zh="再改", reason="x")
        domain.agreements.drop_amendment(agreement, by=street.actor("secretary"))
    assert d.fresh(agreement).text_zh == "延期" and agreement.versions.count() == 3


# ---- tranches -------------------------------------------------------------------------------------------
def test_paid_only_after_the_condition_and_once():
    street, agreement = d.offered()
    by = street.actor("finance")
    with d.at(agreement, hours=2):
        refused("grants.not_in_force", domain.ending.pay, d.tranche(agreement, 1), by=by)
        d.sign(street, agreement)
        refused("grants.report_needed", domain.ending.pay, d.tranche(agreement, 2), by=by)
        domain.ending.pay(d.tranche(agreement, 1), by=by)
        refused("wrong_state", domain.ending.pay, d.tranche(agreement, 1), by=by)
        d.hand_in(street, agreement)
        refused("grants.report_needed", domain.ending.pay, d.tranche(agreement, 2), by=by)
        domain.delivery.accept_report(d.report(agreement), by=street.actor("secretary2"))
        domain.ending.pay(d.tranche(agreement, 2), by=by)
    assert balances(street.fund).paid == Decimal("9000.00")
    assert Entry.objects.filter(kind="PAYMENT").count() == TranchePayment.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        TranchePayment.objects.update(amount=1)


def test_whoever_drew_up_or_accepted_does_not_pay():
    from tests import factories

    street, agreement = d.running()
    for name in ("secretary", "secretary2"):
        factories.grant(street.users[name], "FINANCE", street.office)
    with d.at(agreement, days=1):
        refused("four_eyes", domain.ending.pay, d.tranche(agreement, 1), by=street.actor("secretary"))
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("secretary2"))
        d.accept(street, agreement)
        refused("four_eyes", domain.ending.pay, d.tranche(agreement, 2), by=street.actor("secretary2"))


def test_a_dropped_tranche_frees_its_money():
    street, agreement = d.running()
    free = free_balance(street.fund)
    with d.at(agreement, days=1):
        domain.ending.drop(d.tranche(agreement, 3), by=street.actor("leader"), reason="缩减")
    assert free_balance(street.fund) == free + Decimal("1000.00")


# ---- reports ----------------------------------------------------------------------------------------------
def test_a_report_needs_every_figure_comes_back_and_in_order():
    street, agreement = d.running()
    agreement.reports.update(indicators=[{"name": "服务人数", "unit": "人", "target": "60", "actual": ""}])
    by = street.actor("w1")
    with d.at(agreement, days=20):
        refused(
            "grants.earlier_report",
            domain.delivery.hand_in_report,
            d.report(agreement, 2),
            by=by,
            text="x",
            people_served=1,
        )
        error = refused(
            "grants.figure_missing",
            domain.delivery.hand_in_report,
            d.report(agreement),
            by=by,
            text="x",
            people_served=1,
        )
        assert error.field == "actual_0"
        one = d.hand_in(street, agreement)
        domain.delivery.return_report(
            d.report(agreement),
            by=street.actor("secretary"),
            reason="缺照片",
            again_by=clock.today() + timedelta(days=5),
        )
        one = d.report(agreement)
        assert (one.state, one.reason) == ("returned", "缺照片")
        d.accept(street, agreement)
    one.refresh_from_db()
    assert (one.state, one.indicators[0]["actual"], one.people_served) == ("accepted", "50", 60)
    assert files_of(one, "grants.report").count() == 2


# ---- the budget ---------------------------------------------------------------------------------------------
def two_lines(street=None):
    lines = [
        {"item": "餐费", "quantity": "10", "price": "700.00", "asked": "7000.00"},
        {"item": "交通", "quantity": "10", "price": "300.00", "asked": "3000.00"},
    ]
    street, round = b.opened(line_share=Decimal("0.10"), tranches=d.TRANCHES)
    for number in (1, 2, 3):
        values = b.content("10000.00", f4=lines) | {"title": f"项目{number}"}
        b.applied(street, round, number, **values)
    return street, round


def test_within_the_share_alone_above_it_with_approval():
    street, agreement = d.running()
    first = agreement.lines.get()
    from projects.grants.models import BudgetLine

    first.granted = first.amount = Decimal("7000.00")
    first.save()
    second = BudgetLine.objects.create(
        agreement=agreement, position=2, name="交通", granted=Decimal("3000.00"), amount=Decimal("3000.00")
    )
    by, move = street.actor("w1"), domain.delivery.move_budget
    with d.at(agreement, days=1):
        change = move(agreement, by=by, source=first, target=second, amount=Decimal("300.00"), why="路远")
        assert (change.state, change.alone) == ("done", True)  # a tenth of the smaller line, and no more after it
        change = move(agreement, by=by, source=first, target=second, amount=Decimal("0.01"), why="路远")
        assert (change.state, change.alone) == ("asked", False)
        refused(
            "grants.too_high", move, agreement, by=by, source=second, target=first, amount=Decimal("9000.00"), why="x"
        )
        refused("grants.same_line", move, agreement, by=by, source=second, target=second, amount=Decimal(1), why="x")
        big = move(agreement, by=by, source=second, target=first, amount=Decimal("2000.00"), why="改为自行车")
        domain.delivery.approve_change(big, by=street.actor("leader"))
        domain.delivery.decline_change(
            BudgetChange.objects.get(pk=change.pk), by=street.actor("leader"), reason="不需要"
        )
    assert [line.amount for line in agreement.lines.order_by("position")] == [Decimal("8700.00"), Decimal("1300.00")]


def test_an_expense_needs_a_voucher_and_stays_within_its_line():
    street, agreement = d.running()
    with d.at(agreement, days=3):
        expense = d.spend(street, agreement, "9000.00")
        refused("grants.too_high", d.spend, street, agreement, "1000.01")
        refused("grants.day_outside", d.spend, street, agreement, day=clock.today() + timedelta(days=1))
        error = refused(
            "empty_file",
            domain.delivery.enter_expense,
            agreement,
            by=street.actor("w1"),
            line=agreement.lines.get(),
            day=clock.today(),
            amount=Decimal(1),
            text="x",
            voucher=b"",
        )
        assert error.field == "voucher"
        domain.delivery.disallow(expense, by=street.actor("secretary"), reason="不是项目用的")
        d.spend(street, agreement, "1000.01")
        refused("grants.too_high", domain.delivery.allow, expense, by=street.actor("secretary"), reason="x")
    assert files_of(expense, "grants.voucher").count() == 1


def test_a_visit_is_planned_ahead_and_recorded_when_it_has_begun():
    street, agreement = d.running()
    by = street.actor("secretary")
    with d.at(agreement, days=3):
        visit = domain.delivery.plan_visit(agreement, by=by, at=clock.now() + timedelta(days=2), what="送餐点")
        refused("grants.visit_ahead", domain.delivery.record_visit, visit, by=by, found="IN_ORDER", record="x")
    with d.at(agreement, days=5, minutes=1):
        domain.delivery.record_visit(visit, by=by, found="REMARKS", record="餐箱不够。", people_met=12)
    visit.refresh_from_db()
    assert (visit.state, visit.found, visit.people_met) == ("held", "REMARKS", 12)


# ---- money back and the end -----------------------------------------------------------------------------
def test_what_was_not_spent_is_claimed_and_comes_back_along_its_path():
    street, agreement = d.evaluated(spent="9400.00")
    fund = street.fund
    with d.at(agreement, days=63):
        refused("grants.money_open", domain.ending.close, agreement, by=street.actor("leader"))
        refused(
            "grants.too_high",
            domain.ending.claim,
            agreement,
            by=street.actor("secretary"),
            ground="UNSPENT",
            amount=Decimal("10000.01"),
            why="x",
        )
        claim = domain.ending.claim(
            agreement, by=street.actor("secretary"), ground="UNSPENT", amount=Decimal("600.00"), why="结余"
        )
        refused("grants.undecided", domain.ending.close, agreement, by=street.actor("leader"))
        domain.ending.demand(claim, by=street.actor("leader"), due=clock.today() + timedelta(days=10))
        free = free_balance(fund)
        domain.ending.book(claim, by=street.actor("finance"))
        refused("wrong_state", domain.ending.book, claim, by=street.actor("finance"))
        domain.ending.close(agreement, by=street.actor("leader"))
    claim.refresh_from_db()
    assert (claim.state, claim.entry.kind, claim.entry.cause) == ("returned", "REFUND", agreement)
    assert free_balance(fund) == free + Decimal("600.00")
    assert verify_lineage() == "" and not verify().broken
    from marketplace.funds.queries_lineage import paid_from

    assert paid_from(agreement).paid == Decimal("9400.00")


def test_money_that_comes_back_is_that_of_its_own_project():
    street, one = d.running()
    _street, two = d.running(street, 2, round=b.fresh(one.round))
    with d.at(two, days=1):
        for agreement in (one, two):
            domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        claim = domain.ending.claim(
            one, by=street.actor("secretary"), ground="MISUSED", amount=Decimal("6000.00"), why="挪用"
        )
        domain.ending.demand(claim, by=street.actor("leader"), due=clock.today() + timedelta(days=10))
        domain.ending.book(claim, by=street.actor("finance"))
    from marketplace.funds.queries_lineage import paid_from

    assert paid_from(one).paid == Decimal("0.00") and paid_from(two).paid == Decimal("6600.00")
    assert verify_lineage() == ""


def test_terminated_nothing_more_is_paid_but_money_is_still_claimed():
    street, agreement = d.running()
    with d.at(agreement, days=1):
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        domain.ending.terminate(agreement, by=street.actor("leader"), reason="停止实施")
        refused("wrong_state", domain.ending.pay, d.tranche(agreement, 2), by=street.actor("finance"))
        claim = domain.ending.claim(
            agreement, by=street.actor("secretary"), ground="UNSPENT", amount=Decimal("6000.00"), why="未实施"
        )
        domain.ending.demand(claim, by=street.actor("leader"), due=clock.today() + timedelta(days=10))
        domain.ending.drop_claim(claim, by=street.actor("leader2"), reason="已清算")
    assert committed_for(street.fund, agreement) == 0


def test_closed_and_then_the_round():
    street, agreement = d.closed()
    assert (agreement.state, agreement.worth) == ("closed", "REACHED")
    round = b.fresh(agreement.round)
    with d.at(agreement, days=70):
        by = street.actor("leader")
        refused("grants.still_delivering", domain.ending.close_round, round, by=by, closing_zh="完")
        domain.determination.decline(round.applications.get(title="项目2"), by=street.actor("o2"))
        domain.ending.close_round(round, by=by, closing_zh="一个项目完成。")
    assert (b.fresh(round).state, committed_for(street.fund, round)) == ("closed", Decimal("0.00"))
    assert balances(street.fund).paid == Decimal("10000.00")


def test_whoever_evaluated_does_not_close():
    from tests import factories

    street, agreement = d.evaluated()
    factories.grant(street.users["secretary"], "LEADER", street.office)
    with d.at(agreement, days=63):
        refused("four_eyes", domain.ending.close, agreement, by=street.actor("secretary"))
