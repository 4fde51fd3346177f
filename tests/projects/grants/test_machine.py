"""Acts after a decision at random: what the fund has promised to the round is what is awarded, and never beyond the round."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from marketplace.core import clock
from marketplace.core.money import ZERO
from marketplace.core.refusals import Refused
from marketplace.funds.queries import balances, committed_for
from projects.grants import domain
from projects.grants.models import Objection

from . import builders as b

numbers = st.integers(1, 3)


class Awards(RuleBasedStateMachine):
    """Whatever is tried in whatever order; what the tables refuse changes nothing."""

    @initialize()
    def begin(self):
        self.street, round = b.decided()
        self.round, self.now = round, b.AFTER + timedelta(days=10)

    def attempt(self, act, *args, **kwargs):
        with clock.fixed(self.now):
            try:
                act(*args, **kwargs)
            except Refused:
                return
        self.round = b.fresh(self.round)

    def application(self, number):
        return self.round.applications.get(title=f"项目{number}")

    def by(self, name):
        with clock.fixed(self.now):
            return self.street.actor(name)

    @rule(number=numbers)
    def decline(self, number):
        self.attempt(domain.determination.decline, self.application(number), by=self.by(f"o{number}"))

    @rule(number=numbers, amount=st.integers(1, 15_000))
    def nominate(self, number, amount):
        self.attempt(
            domain.determination.nominate,
            self.application(number),
            by=self.by("secretary"),
            amount=Decimal(amount),
            reasons="递补",
        )

    @rule(number=numbers)
    def step_up(self, number):
        self.attempt(domain.determination.step_up, self.application(number), by=self.by("leader"))

    @rule(number=numbers)
    def leave(self, number):
        self.attempt(
            domain.determination.send_nomination_back, self.application(number), by=self.by("leader"), reason="再议"
        )

    @rule(number=numbers)
    def object(self, number):
        organisation = self.street.organisations[number - 1]
        self.attempt(
            domain.objections.file, self.round, by=self.by(f"o{number}"), organisation=organisation, text="有误"
        )

    @rule(uphold=st.booleans())
    def answer(self, uphold):
        row = Objection.objects.filter(round=self.round, state="filed").order_by("pk").first()
        if row is not None:
            self.attempt(
                domain.objections.uphold if uphold else domain.objections.reject,
                row,
                by=self.by("leader"),
                reason="答复",
            )

    @rule()
    def propose(self):
        if self.round.state == "reviewing":
            self.attempt(
                domain.determination.propose, self.round, by=self.by("secretary"), rows=b.suggested(self.round)
            )

    @rule()
    def decide(self):
        self.attempt(domain.determination.decide, self.round, by=self.by("leader"))

    @rule()
    def conclude(self):
        self.attempt(domain.determination.conclude, self.round, by=self.by("secretary"))

    @rule(days=st.integers(1, 12))
    def wait(self, days):
        self.now += timedelta(days=days)

    @invariant()
    def promised_is_awarded(self):
        if not hasattr(self, "round"):
            return
        awarded = sum((a.determination.amount for a in self.round.applications.filter(state="awarded")), ZERO)
        assert committed_for(self.street.fund, self.round) == awarded <= self.round.budget
        assert balances(self.street.fund).paid == ZERO  # nothing is paid before there is an agreement


@pytest.mark.django_db
@pytest.mark.twice
def test_the_machine():
    from django.db import transaction

    class InOneTransaction(Awards):
        """Every run's rows are taken back."""

        def __init__(self):
            super().__init__()
            self.before = transaction.savepoint()

        def teardown(self):
            transaction.savepoint_rollback(self.before)

    run_machine(
        InOneTransaction,
        settings=settings(max_examples=8, stateful_step_count=20, deadline=None, database=None, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
