"""Money that is bound to a purpose: what came in for it, what was promised and paid of it, what is left of it.

Bound money goes first: a promise for a purpose draws on what came in for it before it draws on free money. What is left
of it is what the lineage says: the bound fen that lie free in the fund.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from marketplace.core.money import ZERO, from_fen

from .queries import free_balance
from .queries_plans import spent_by_cause
from .states import AccountKind, EntryKind, IncomeSource


@dataclass(frozen=True)
class PurposeFigures:
    """came_in: income named for it; committed, paid: of promises for it; left: bound and neither promised nor spent."""

    purpose: object
    came_in: Decimal
    committed: Decimal
    paid: Decimal
    left: Decimal


def figures_of(fund) -> list[PurposeFigures]:
    """Every purpose of a fund with its figures."""
    from .models import Line

    purposes = list(fund.purposes.all())
    if not purposes:
        return []
    came = Line.objects.filter(account__fund=fund, account__kind=AccountKind.FREE, entry__incomes__fund=fund)
    came = came.filter(entry__incomes__purpose__isnull=False, entry__reversed_by__isnull=True, amount__gt=0).order_by()
    came_in = dict(came.values_list("entry__incomes__purpose").annotate(Sum("amount")))
    spent, sums = spent_by_cause(fund), {purpose.pk: [ZERO, ZERO] for purpose in purposes}
    named = fund.destinations.filter(purpose__isnull=False).values_list("cause_type", "cause_id", "purpose")
    for kind, key, purpose in named:
        committed, paid = spent.get((kind, key), (ZERO, ZERO))
        sums[purpose][0] += committed
        sums[purpose][1] += paid
    left = _left(fund)
    return [
        PurposeFigures(one, came_in.get(one.pk, ZERO), *sums[one.pk], left.get(one.code, ZERO) if one.bound else ZERO)
        for one in purposes
    ]


def _left(fund) -> dict:
    """{code of a purpose: yuan} of bound money that lies free, also of what another fund handed over."""
    from .models import Holding

    held = Holding.objects.filter(account__fund=fund, account__kind=AccountKind.FREE, stream__purpose__isnull=False)
    sums = held.order_by().values_list("stream__purpose__code").annotate(fen=Sum(F("stop") - F("start")))
    return {code: from_fen(fen) for code, fen in sums}


def available(fund, purpose=None) -> Decimal:
    """What may be promised for a purpose: what is free, less what is bound to others."""
    key = purpose.pk if purpose is not None else None
    bound = sum((row.left for row in figures_of(fund) if row.purpose.pk != key), ZERO)
    return free_balance(fund) - bound


def unbound(fund) -> Decimal:
    """What is free and bound to no purpose."""
    return available(fund)


def bound_codes(fund) -> set:
    """Codes of purposes of which bound money is left."""
    return {row.purpose.code for row in figures_of(fund) if row.left}


def purpose_codes(fund) -> set:
    return set(fund.purposes.values_list("code", flat=True))


@dataclass(frozen=True)
class Source:
    """What came in from one source (and giver); share of the whole."""

    source: str
    label: str
    giver: str
    amount: Decimal
    share: Decimal = ZERO

    @property
    def percent(self) -> str:
        """With one place: "33.3"."""
        return f"{self.share * 100:.1f}"


def sources(fund, by_giver=False) -> list[Source]:
    """Income by source, largest first; adds up to what came in (reversals off). Added up by the database."""
    from .models import Line

    lines = Line.objects.filter(account__fund=fund, account__kind=AccountKind.SOURCE).order_by()
    rows = lines.annotate(
        meant=Coalesce("entry__reverses__kind", "entry__kind"),
        known=Coalesce("entry__reverses__incomes__source", "entry__incomes__source"),
        by=Coalesce("entry__reverses__incomes__giver", "entry__incomes__giver"),
    )
    sums: dict = {}
    for kind, known, giver, amount in rows.values_list("meant", "known", "by").annotate(Sum("amount")):
        plain = IncomeSource.FISCAL if kind == EntryKind.GRANT else IncomeSource.OTHER
        key = (known or plain, (giver or "") if by_giver else "")
        sums[key] = sums.get(key, ZERO) - amount
    whole = sum(sums.values(), ZERO)
    found = [
        Source(source, str(IncomeSource(source).label), giver, amount, amount / whole if whole else ZERO)
        for (source, giver), amount in sums.items()
        if amount
    ]
    return sorted(found, key=lambda row: (-row.amount, row.label, row.giver))
