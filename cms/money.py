"""One hundred yuan, and where they are: the figures of all public funds as a hundred coins."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from marketplace.contracts.models import Contract, Payment
from marketplace.contracts.states import ContractState
from marketplace.core.actors import ANONYMOUS
from marketplace.core.money import ZERO
from marketplace.funds.models import Fund
from marketplace.funds.queries import balances_of

COINS, ROW, STEP, FIRST = 100, 10, 20, 11


@dataclass(frozen=True)
class Part:
    """One kind of coin. kind: "paid", "contract", "commit", "free"; coins: of a hundred."""

    kind: str
    label: object
    amount: Decimal
    coins: int


@dataclass(frozen=True)
class Coin:
    kind: str
    x: int
    y: int


def figures() -> dict | None:
    """{"total", "parts": [Part], "coins": [Coin]} over all funds that everybody may see; None while nothing came in."""
    funds = list(Fund.objects.visible_to(ANONYMOUS))
    balances = balances_of(funds).values()
    paid, free = sum((b.paid for b in balances), ZERO), sum((b.free for b in balances), ZERO)
    committed = sum((b.committed for b in balances), ZERO)
    running = Contract.objects.filter(state=ContractState.RUNNING, fund__in=funds)
    price = running.aggregate(sum=Sum("price"))["sum"] or ZERO
    settled = Payment.objects.filter(milestone__contract__in=running).aggregate(sum=Sum("amount"))["sum"] or ZERO
    signed = min(committed, price - settled)
    amounts = [paid, signed, committed - signed, free]
    total = sum(amounts, ZERO)
    if total <= 0:
        return None
    kinds = ("paid", "contract", "commit", "free")
    labels = (_("paid, done and accepted"), _("signed, being done"), _("promised, not signed yet"), _("no purpose yet"))
    parts = [Part(*row) for row in zip(kinds, labels, amounts, shares(amounts), strict=True)]
    return {"total": total, "parts": parts, "coins": laid_out(parts)}


def shares(amounts: list[Decimal], of: int = COINS) -> list[int]:
    """Whole coins by largest remainder, so that they add up to `of`. Amounts are not negative and not all zero."""
    total = sum(amounts)
    exact = [amount * of / total for amount in amounts]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], n))
    for n in by_rest[: of - sum(whole)]:
        whole[n] += 1
    return whole


def laid_out(parts: list[Part]) -> list[Coin]:
    """Ten rows of ten, in the order of the parts."""
    kinds = [part.kind for part in parts for _n in range(part.coins)]
    return [Coin(kind, FIRST + n % ROW * STEP, FIRST + n // ROW * STEP) for n, kind in enumerate(kinds)]
