"""A machine that books at random: the books in the database must be the books of a plain model in Python."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries
from marketplace.funds.models import Entry
from marketplace.funds.verify import verify
from marketplace.funds.verify_lineage import verify_lineage
from tests.marketplace.funds.builders import make_cause, make_fund, make_house, move

FUNDS, CAUSES = ("F1", "F2"), ("A", "B", "C")
amounts = st.integers(1, 100_000).map(lambda fen: Decimal(fen) / 100)
funds, causes = st.sampled_from(FUNDS), st.sampled_from(CAUSES)
MIRROR = {"GRANT", "RECEIPT", "REFUND", "TRANSFER"}


class Books(RuleBasedStateMachine):
    """The model: what each fund has free, promised by cause, paid, taken in, moved away; and every entry's effect."""

    @initialize()
    def begin(self):
        self.house = make_house()
        self.funds = {code: make_fund(self.house, code, amount="0") for code in FUNDS}
        self.causes = {name: make_cause(self.house, name) for name in CAUSES}
        self.sums = {}
        self.entries = []  # (kind, {account: change})
        self.reversed = set()
        self.keys = {}

    def get(self, *account):
        return self.sums.get(account, Decimal(0))

    def book(self, kind, changes, work):
        """Do it; the model says whether it must be taken."""
        fits = all(self.get(*a) + c >= 0 for a, c in changes.items() if a[1] not in ("SOURCE", "TRANSFER"))
        try:
            entry = work()
        except Refused as error:
            assert not fits and error.code in ("not_covered", "not_unbound", "bound")
            return None
        assert fits
        for account, change in changes.items():
            self.sums[account] = self.get(*account) + change
        self.entries.append((kind, changes))
        assert entry.number == len(self.entries)
        return entry

    @rule(fund=funds, amount=amounts, grant=st.booleans())
    def money_in(self, fund, amount, grant):
        do = domain.grant_budget if grant else domain.record_receipt
        self.book("GRANT" if grant else "RECEIPT", {(fund, "SOURCE"): -amount, (fund, "FREE"): amount},
                  lambda: do(self.funds[fund], by=self.house.finance, amount=amount, text="x"))  # fmt: skip

    @rule(fund=funds, cause=causes, amount=amounts)
    def commit(self, fund, cause, amount):
        self.book("COMMITMENT", {(fund, "FREE"): -amount, (fund, "COMMITMENT", cause): amount},
                  lambda: domain.commit(self.funds[fund], amount, cause=self.causes[cause], by=self.house.leader))  # fmt: skip

    @rule(fund=funds, cause=causes, amount=st.none() | amounts)
    def release(self, fund, cause, amount):
        left = self.get(fund, "COMMITMENT", cause)
        if amount is None and not left:
            assert domain.release(self.funds[fund], cause=self.causes[cause], by=self.house.leader) is None
            return
        given = left if amount is None else amount
        self.book("RELEASE", {(fund, "COMMITMENT", cause): -given, (fund, "FREE"): given},
                  lambda: domain.release(self.funds[fund], cause=self.causes[cause], by=self.house.leader, amount=amount))  # fmt: skip

    @rule(fund=funds, old=causes, new=causes, amount=amounts)
    def recommit(self, fund, old, new, amount):
        if old == new:
            return
        left = self.get(fund, "COMMITMENT", old)
        changes = {(fund, "COMMITMENT", old): -left, (fund, "COMMITMENT", new): amount, (fund, "FREE"): left - amount}
        self.book("COMMITMENT", {a: c for a, c in changes.items() if c},
                  lambda: domain.recommit(self.funds[fund], old_cause=self.causes[old], new_cause=self.causes[new], amount=amount, by=self.house.leader))  # fmt: skip

    @rule(fund=funds, cause=causes, amount=amounts, key=st.integers(1, 5))
    def pay(self, fund, cause, amount, key):
        def work():
            return domain.pay(
                self.funds[fund], amount, cause=self.causes[cause], text="", key=f"pay:{key}", by=self.house.finance
            )

        content = (fund, cause, amount)
        if key in self.keys:
            if self.keys[key][0] == content:
                assert work().number == self.keys[key][1]
            else:
                with pytest.raises(Refused) as error:
                    work()
                assert error.value.code == "key_used"
            return
        entry = self.book("PAYMENT", {(fund, "COMMITMENT", cause): -amount, (fund, "PAID"): amount}, work)
        if entry:
            self.keys[key] = (content, entry.number)

    @rule(fund=funds, amount=amounts)
    def refund(self, fund, amount):
        self.book("REFUND", {(fund, "PAID"): -amount, (fund, "FREE"): amount},
                  lambda: domain.refund(self.funds[fund], by=self.house.finance, amount=amount, text="x"))  # fmt: skip

    @rule(there=st.booleans(), amount=amounts)
    def transfer(self, there, amount):
        a, b = FUNDS if there else FUNDS[::-1]
        changes = {(a, "FREE"): -amount, (a, "TRANSFER"): amount, (b, "TRANSFER"): -amount, (b, "FREE"): amount}
        self.book("TRANSFER", changes,
                  lambda: move(self.house, self.funds[a], self.funds[b], amount))  # fmt: skip

    @precondition(lambda self: getattr(self, "entries", None))
    @rule(data=st.data())
    def correct(self, data):
        number = data.draw(st.integers(1, len(self.entries)))
        kind, changes = self.entries[number - 1]
        fund = next(iter(changes))[0]

        def work():
            return domain.correct(self.funds[fund], by=self.house.finance, number=number, reason="x")

        if kind not in MIRROR or number in self.reversed:
            with pytest.raises(Refused) as error:
                work()
            assert error.value.code == ("not_corrected_here" if kind not in MIRROR else "reversed_before")
            return
        if self.book("CORRECTION", {a: -c for a, c in changes.items()}, work):
            self.reversed.add(number)

    @invariant()
    def the_books_are_the_model(self):
        if not hasattr(self, "funds"):
            return
        figures = queries.balances_of(self.funds.values())
        for code, fund in self.funds.items():
            found = figures[fund.pk]
            promised = [self.get(code, "COMMITMENT", name) for name in CAUSES]
            assert (found.came_in, found.free, found.committed, found.paid, found.transferred) == (
                -self.get(code, "SOURCE"), self.get(code, "FREE"), sum(promised), self.get(code, "PAID"), self.get(code, "TRANSFER"),
            )  # fmt: skip
            assert [queries.committed_for(fund, self.causes[name]) for name in CAUSES] == promised
            assert found.held == found.came_in - found.paid - found.transferred

    def teardown(self):
        if not hasattr(self, "funds"):
            return
        report = verify()
        assert report.broken is None
        assert verify_lineage() == ""
        assert report.entries == len(self.entries) == Entry.objects.count()


@pytest.mark.django_db
@pytest.mark.twice
def test_the_machine():
    from django.db import transaction

    class InOneTransaction(Books):
        """Every run's rows are taken back, so that the next begins with empty books."""

        def __init__(self):
            super().__init__()
            self.before = transaction.savepoint()

        def teardown(self):
            super().teardown()
            transaction.savepoint_rollback(self.before)

    run_machine(
        InOneTransaction,
        settings=settings(max_examples=25, stateful_step_count=30, deadline=None, database=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
