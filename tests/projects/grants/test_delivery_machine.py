"""Acts after a signed agreement at random: no path pays before it is in force, beyond the award, or twice; the fund agrees."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from marketplace.core import clock
from marketplace.core.money import ZERO
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.funds.queries import balances, committed_for
from projects.grants import domain
from projects.grants.models import Recovery, TranchePayment

from . import delivery as d

pytestmark = [pytest.mark.django_db, pytest.mark.twice]
positions, parts = st.integers(1, 3), st.integers(1, 2)


class Grant(RuleBasedStateMachine):
    """Whatever is tried in whatever order by whom it is for; what the tables refuse changes nothing."""

    world = ()  # (street, agreement that is drawn up)

    @initialize(signed=st.booleans())
    def begin(self, signed):
        self.street, agreement = self.world
        self.agreement, self.now = d.fresh(agreement), agreement.created_at + timedelta(hours=1)
        self.was_in_force, self.paid_once = False, set()
        for name in ("offer", "sign_office", "sign_organisation") if signed else ():
            self.step(name)

    def attempt(self, act, *args, **kwargs):
        with clock.fixed(self.now):
            self.agreement = d.fresh(self.agreement)
            with suppress(Refused):
                act(*args, **kwargs)
            self.agreement = d.fresh(self.agreement)
        self.was_in_force = self.was_in_force or self.agreement.state in ("running", "amending")

    def by(self, name):
        with clock.fixed(self.now):
            return self.street.actor(name)

    @rule(name=st.sampled_from(["offer", "recall", "call_off", "take_up", "sign_office", "sign_organisation", "amend", "drop_amendment"]))  # fmt: skip
    def of_the_agreement(self, name):
        self.step(name)

    def step(self, name):
        who = {"call_off": "leader", "sign_office": "leader", "sign_organisation": "o1"}.get(name, "secretary")
        more = {"recall": {"reason": "x"}, "call_off": {"reason": "x"}}.get(name, {})
        if name == "amend":
            more = {"ends": self.agreement.ends, "text_zh": "改", "reason": "x"}
        self.attempt(getattr(domain.agreements, name), self.agreement, by=self.by(who), **more)

    @rule(position=positions)
    def pay(self, position):
        before = TranchePayment.objects.filter(tranche__agreement=self.agreement, tranche__position=position).exists()
        in_force = self.agreement.state in ("running", "amending")
        self.attempt(domain.ending.pay, d.tranche(self.agreement, position), by=self.by("finance"))
        after = TranchePayment.objects.filter(tranche__agreement=self.agreement, tranche__position=position).exists()
        if after and not before:
            assert in_force, "paid although the agreement is not in force"

    @rule(position=positions)
    def drop(self, position):
        self.attempt(domain.ending.drop, d.tranche(self.agreement, position), by=self.by("leader"), reason="x")

    @rule(position=parts)
    def report(self, position):
        row = d.report(self.agreement, position)
        self.attempt(domain.delivery.hand_in_report, row, by=self.by("w1"), text="x", people_served=1)

    @rule(position=parts)
    def accept(self, position):
        self.attempt(domain.delivery.accept_report, d.report(self.agreement, position), by=self.by("secretary2"))

    @rule(amount=st.integers(1, 12_000))
    def claim(self, amount):
        self.attempt(
            domain.ending.claim,
            self.agreement,
            by=self.by("secretary"),
            ground="UNSPENT",
            amount=Decimal(amount),
            why="x",
        )

    @rule(name=st.sampled_from(["demand", "book", "drop_claim"]))
    def of_the_claim(self, name):
        row = Recovery.objects.filter(state__in=["proposed", "demanded"]).order_by("pk").first()
        if row is None:
            return
        who = "finance" if name == "book" else "leader"
        more = {"demand": {"due": self.now.date() + timedelta(days=9)}, "drop_claim": {"reason": "x"}}.get(name, {})
        self.attempt(getattr(domain.ending, name), row, by=self.by(who), **more)

    @rule()
    def terminate(self):
        if len(self.paid_once) > 1:
            self.attempt(domain.ending.terminate, self.agreement, by=self.by("leader"), reason="x")

    @invariant()
    def money_is_right(self):
        if not hasattr(self, "agreement"):
            return
        agreement, fund = self.agreement, self.street.fund
        payments = list(TranchePayment.objects.filter(tranche__agreement=agreement))
        paid = sum((payment.amount for payment in payments), ZERO)
        self.paid_once |= {payment.tranche_id for payment in payments}
        assert self.was_in_force or not payments
        assert len({payment.tranche_id for payment in payments}) == len(payments)
        assert paid <= agreement.amount
        back = sum((row.amount for row in Recovery.objects.filter(agreement=agreement, state="returned")), ZERO)
        assert back <= paid and balances(fund).paid == paid - back
        planned = sum((t.amount for t in agreement.tranches.filter(state="planned")), ZERO)
        promised = committed_for(fund, agreement)
        assert promised == (ZERO if agreement.state == "void" else planned)
        others = ZERO if agreement.state != "void" else agreement.amount
        assert committed_for(fund, agreement.round) == Decimal("11000.00") + others


def test_no_path_pays_before_the_agreement_beyond_the_award_or_twice():
    """Each run begins anew: what one wrote is rolled back."""

    class Once(Grant):
        world = d.drawn()

        def __init__(self):
            super().__init__()
            self.point = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.point)

    run_machine(
        Once,
        settings=settings(
            max_examples=7,
            stateful_step_count=22,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_way_to_paid_goes_through_the_condition():
    """By the table itself: the only step that ends in "paid" asks for the agreement, the condition, the order, the award."""
    table = TABLES["grants.tranche"]
    (pay,) = [step for step in table.steps if step.target == "paid"]
    assert {need.code for need in pay.needs} == {
        "grants.not_in_force",
        "grants.report_needed",
        "grants.earlier_open",
        "grants.beyond_award",
    }
    assert pay.sources == ("planned",) and pay.second_factor
    assert not [step for step in table.steps if "paid" in step.sources]  # nothing leads out of it
