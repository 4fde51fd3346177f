"""A micro-fund at random: whatever is received, granted, paid, taken back, charged or moved, the identities hold."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries, queries_purposes
from marketplace.funds.models import FundApplication, Holding
from marketplace.funds.verify import verify
from tests import factories
from tests.marketplace.funds.builders import make_house
from tests.marketplace.funds.lives import asked, make_micro, paper

amounts = st.integers(1, 400_000).map(lambda fen: Decimal(fen) / 100)
purposes = st.sampled_from(("AID", "DAILY", "LIGHTS"))
BOUND = {"AID", "LIGHTS"}


class Fund(RuleBasedStateMachine):
    """The model: came in by purpose, granted and paid by application; from these follow what is bound and what is free."""

    @initialize()
    def begin(self):
        self.house = make_house()
        self.micro, self.owner, stewards = make_micro(
            self.house, fee="2.5", purposes=[(code, code in BOUND) for code in ("AID", "DAILY", "LIGHTS")]
        )
        self.fund = self.micro.fund
        self.actors = [factories.actor(s.user) for s in stewards]
        self.purposes = {p.code: p for p in self.fund.purposes.all()}
        self.came = {"AID": Decimal(0), "LIGHTS": Decimal(0), "": Decimal(3000)}
        self.out = Decimal(0)
        self.grants = {}  # pk: [purpose, promised, paid, of both what had come for the purpose]

    def spent(self, code):
        return sum((g[1] + g[2] for g in self.grants.values() if g[0] == code), Decimal(0))

    def left(self, code):
        return self.came[code] - sum((g[3] for g in self.grants.values() if g[0] == code), Decimal(0))

    def free(self):
        return sum(self.came.values()) - sum((g[1] + g[2] for g in self.grants.values()), Decimal(0)) - self.out

    def available(self, code=""):
        return self.free() - sum(self.left(other) for other in BOUND if other != code)

    @rule(amount=amounts, code=st.sampled_from(("AID", "LIGHTS", "")))
    def receive(self, amount, code):
        domain.record_receipt(
            self.fund, by=self.owner, amount=amount, text="x", source="GIFT", purpose=self.purposes.get(code)
        )
        self.came[code] += amount

    @rule(amount=amounts, code=purposes)
    def grant(self, amount, code):
        one = asked(self.fund, amount, purpose=self.purposes[code])
        for actor in self.actors[:3]:
            domain.give_opinion(one, by=actor, verdict="FOR", reason="x")
        fits = amount <= self.available(code if code in BOUND else "")
        try:
            domain.approve_application(one, by=self.actors[0], granted=amount, reason="x", public_zh="x")
        except Refused as error:
            assert not fits and error.code in ("bound", "not_covered")
            return
        assert fits
        bound = min(amount, self.left(code)) if code in BOUND else Decimal(0)
        self.grants[one.pk] = [code, amount, Decimal(0), bound]

    def _open(self, data):
        rows = [pk for pk, g in self.grants.items() if g[1]]
        return FundApplication.objects.get(pk=data.draw(st.sampled_from(rows))) if rows else None

    @rule(data=st.data(), part=st.integers(1, 100))
    def pay(self, data, part):
        one = self._open(data)
        if one is None:
            return
        row = self.grants[one.pk]
        amount = max(Decimal("0.01"), (row[1] * part / 100).quantize(Decimal("0.01")))
        domain.pay_application(one, by=self.owner, amount=amount, file=paper())
        row[1], row[2] = row[1] - amount, row[2] + amount

    @rule(data=st.data())
    def end(self, data):
        one = self._open(data)
        if one is None:
            return
        row = self.grants[one.pk]
        if row[2]:
            domain.finish_paying(one, by=self.owner)
        else:
            domain.take_back_approval(one, by=self.actors[1], reason="x")
        row[1], row[3] = Decimal(0), min(row[3], row[2])  # what had come for the purpose was paid first

    @rule()
    def fee(self):
        try:
            self.out += domain.charge_fee(self.fund, by=self.owner).amount
        except Refused as error:
            assert error.code in ("no_fee", "bound", "not_covered")

    @rule(amount=amounts)
    def move(self, amount):
        fits = amount <= self.available()
        try:
            proposed = domain.propose_transfer(
                self.fund, by=self.owner, to=self.micro.remainder_to, amount=amount, text="x"
            )
            domain.approve_transfer(proposed, by=self.house.leader)
        except Refused as error:
            assert not fits and error.code == "not_unbound"
            return
        assert fits
        self.out += amount

    @invariant()
    def what_is_bound_is_there(self):
        if not hasattr(self, "grants"):
            return
        found = queries.balances(self.fund)
        assert found.free == self.free()
        assert found.held == found.came_in - found.paid - found.transferred
        rows = {row.purpose.code: row for row in queries_purposes.figures_of(self.fund)}
        for code, row in rows.items():
            assert row.committed + row.paid == self.spent(code)
            assert row.left == (self.left(code) if code in BOUND else 0)
        assert queries_purposes.unbound(self.fund) == self.available() >= 0
        lost = Holding.objects.filter(stream__purpose__isnull=False, account__cause_id__isnull=False)
        for held in lost.select_related("stream__purpose"):
            assert self.grants[held.account.cause_id][0] == held.stream.purpose.code, "bound money went elsewhere"
        assert sum((s.amount for s in queries_purposes.sources(self.fund)), Decimal(0)) == found.came_in

    def teardown(self):
        if hasattr(self, "grants"):
            assert verify().broken is None


@pytest.mark.django_db
@pytest.mark.twice
def test_the_machine():
    from django.db import transaction

    class InOneTransaction(Fund):
        """Every run's rows are taken back, so that the next begins with empty books."""

        def __init__(self):
            super().__init__()
            self.before = transaction.savepoint()

        def teardown(self):
            super().teardown()
            transaction.savepoint_rollback(self.before)

    run_machine(
        InOneTransaction,
        settings=settings(max_examples=8, stateful_step_count=20, deadline=None, database=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
