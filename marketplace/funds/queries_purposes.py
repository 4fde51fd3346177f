"""Money that is bound to a purpose: what came in for it, what was promised and paid of it, what is left of it.

Bound money goes first: a promise for a purpose draws on what came in for it before it draws on free money. What is left
of it is what the lineage says: the bound fen that lie free in the fund.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Sum

from marketplace.core.money import ZERO, from_fen

from .queries import free_balance
from .queries_moved import moved_of
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
    sums, rest = defaultdict(lambda: ZERO), defaultdict(lambda: ZERO)
    for row in moved_of(fund):
        if row.account == AccountKind.SOURCE:
            rest[row.meant, row.cause] -= row.amount
    for meant, cause, source, giver, amount in _known(fund):
        sums[source, giver if by_giver else ""] += amount
        rest[meant, cause] -= amount
    for (meant, cause), amount in rest.items():  # nothing is known of it but its entry
        sums[_plain_source(meant, cause), ""] += amount
    whole = sum(sums.values(), ZERO)
    found = [
        Source(source, str(IncomeSource(source).label), giver, amount, amount / whole if whole else ZERO)
        for (source, giver), amount in sums.items()
        if amount
    ]
    return sorted(found, key=lambda row: (-row.amount, row.label, row.giver))


def _known(fund):
    """(kind of entry, cause, source, giver, amount) of what is known of entries; a reversal takes away from what it reverses."""
    for entry in ("entry", "entry__reversed_by"):
        lines = f"{entry}__lines"
        incomes = fund.incomes.order_by().values_list("entry__kind", f"{entry}__cause_type", "source", "giver")
        mine = incomes.filter(**{f"{lines}__account__fund": fund, f"{lines}__account__kind": AccountKind.SOURCE})
        for *known, amount in mine.annotate(Sum(f"{lines}__amount")):
            yield *known, -amount


def _plain_source(meant, cause):
    """Of an entry of which nobody said more: a budget, a gift that somebody gave, else another income."""
    if meant == EntryKind.GRANT:
        return IncomeSource.FISCAL
    given = cause is not None and ContentType.objects.get_for_id(cause).app_label == "giving"
    return IncomeSource.GIFT if given else IncomeSource.OTHER
