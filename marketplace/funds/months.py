"""The statement of a month, of one fund or of the whole ledger: computed anew from the lines, bound to a signed checkpoint.

It is bound to the first checkpoint made after the month that holds all of the month's entries: whoever keeps that
checkpoint can prove later what the month said (`verify_months.py`, docs/verify.md).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.money import ZERO, to_fen

from . import canonical, queries_proofs
from .models import Checkpoint, Entry, Line
from .states import AccountKind, EntryKind

COLUMNS = ("opening", "came_in", "from_others", "returned", "fees", "paid", "closing", "free")


@dataclass(frozen=True)
class Row:
    """A fund's month in yuan: opening + came_in + from_others − returned − fees − paid = closing, `free` of it not promised."""

    code: str
    opening: Decimal = ZERO
    came_in: Decimal = ZERO
    from_others: Decimal = ZERO
    returned: Decimal = ZERO
    fees: Decimal = ZERO
    paid: Decimal = ZERO
    closing: Decimal = ZERO
    free: Decimal = ZERO

    @property
    def promised(self) -> Decimal:
        return self.closing - self.free

    @property
    def given_up(self) -> Decimal:
        """Returned to givers and kept by payment services."""
        return self.returned + self.fees

    @property
    def amounts(self) -> tuple:
        return tuple(getattr(self, name) for name in COLUMNS)


@dataclass(frozen=True)
class Month:
    """rows: by code of the fund; entries: how many fell into it; last: the number of the last entry before its end."""

    first: date
    fund: object
    rows: list
    entries: int
    last: int
    checkpoint: Checkpoint | None

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def total(self) -> Row:
        return Row("", *(sum(column, ZERO) for column in zip(*(row.amounts for row in self.rows), strict=True)))

    @property
    def told(self) -> dict:
        """What is bound: figures in whole fen, and the size and root of the log that holds them."""
        start, end = bounds(self.first)
        one = self.checkpoint
        return {
            "kind": "MONTH", "v": 1, "month": self.name, "fund": self.fund.code if self.fund else "",
            "from": canonical.at_text(start), "before": canonical.at_text(end), "entries": self.entries, "last": self.last,
            "funds": {row.code: dict(zip(COLUMNS, map(to_fen, row.amounts), strict=True)) for row in self.rows},
            "size": one.size if one else None, "root": bytes(one.root).hex() if one else None,
        }  # fmt: skip

    @property
    def digest(self) -> str:
        return digest_of(self.told)

    @property
    def as_json(self) -> dict:
        note = queries_proofs.whole_note(self.checkpoint) if self.checkpoint else None
        return self.told | {"digest": self.digest, "checkpoint": note}


def digest_of(told: dict) -> str:
    """SHA-256 of what is bound, as sorted JSON without spaces."""
    return hashlib.sha256(
        json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def bounds(first: date) -> tuple[datetime, datetime]:
    """First moment of the month and of the next one, in the portal's time zone."""
    return clock.midnight(first), clock.midnight(after(first))


def after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def last_day(first: date) -> date:
    return after(first) - timedelta(days=1)


def began(fund=None) -> date | None:
    """The first of the month of the first entry of the fund, or of the ledger."""
    rows = Entry.objects.all() if fund is None else Entry.objects.touching(fund)
    at = rows.aggregate(at=Min("at"))["at"]
    return timezone.localtime(at, timezone.get_default_timezone()).date().replace(day=1) if at else None


def month_of(first: date, fund=None) -> Month:
    """In a constant number of queries; fund None: every fund of the ledger."""
    start, end = bounds(first)
    lines = Line.objects.filter(entry__at__lt=end).order_by()
    entries = Entry.objects.filter(at__gte=start, at__lt=end)
    if fund is not None:
        lines, entries = lines.filter(account__fund=fund), entries.touching(fund)
    within = Q(entry__at__gte=start)
    sums: dict = {}
    found = lines.values_list("account__fund__code", "account__kind").annotate(
        before=Sum("amount", filter=Q(entry__at__lt=start)),
        moved=Sum("amount", filter=within),
        back=Sum("amount", filter=within & Q(entry__kind=EntryKind.RETURN)),
    )
    for code, kind, before, moved, back in found:
        sums.setdefault(code, {})[kind] = (before or ZERO, moved or ZERO, back or ZERO)
    rows = [_row(code, sums[code]) for code in sorted(sums)]
    last = Entry.objects.filter(at__lt=end).aggregate(n=Max("number"))["n"] or 0
    return Month(
        first, fund, rows or ([Row(fund.code)] if fund else []), entries.count(), last, checkpoint_of(end, last)
    )


def _row(code, sums) -> Row:
    def of(kind, part):
        return sums.get(kind, (ZERO, ZERO, ZERO))[part]

    opening = of(AccountKind.FREE, 0) + of(AccountKind.COMMITMENT, 0)
    free = of(AccountKind.FREE, 0) + of(AccountKind.FREE, 1)
    returned = of(AccountKind.SOURCE, 2)
    return Row(
        code, opening, returned - of(AccountKind.SOURCE, 1), ZERO - of(AccountKind.TRANSFER, 1), returned,
        of(AccountKind.FEE, 1), of(AccountKind.PAID, 1), free + of(AccountKind.COMMITMENT, 0) + of(AccountKind.COMMITMENT, 1), free,
    )  # fmt: skip


def checkpoint_of(end: datetime, last: int) -> Checkpoint | None:
    """The first one made after the month that holds its last entry."""
    found = Checkpoint.objects.filter(at__gte=end, entries__gte=last).order_by("size")
    return found.prefetch_related("cosignatures").first()


@dataclass(frozen=True)
class Listed:
    first: date
    entries: int
    checkpoint: tuple | None

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"


def listed(fund=None) -> list[Listed]:
    """Every month from the first entry to this day, newest first: entries, and (size, moment) of the checkpoint that binds it."""
    every = _counted(Entry.objects.all())
    own = every if fund is None else _counted(Entry.objects.touching(fund))
    if not own:
        return []
    signed = list(Checkpoint.objects.order_by("size").values_list("size", "at", "entries"))
    found, first, last, place = [], min(own), 0, 0
    last = max((top for month, (_n, top) in every.items() if month < first), default=0)
    while first <= clock.today():
        last = max(last, every.get(first, (0, 0))[1])
        end = bounds(first)[1]
        while place < len(signed) and (signed[place][1] < end or signed[place][2] < last):
            place += 1
        bound = signed[place][:2] if place < len(signed) else None
        found.append(Listed(first, own.get(first, (0, 0))[0], bound))
        first = after(first)
    return found[::-1]


def _counted(entries) -> dict:
    """{first of the month: (entries, highest number)}."""
    rows = entries.order_by().annotate(month=TruncMonth("at", tzinfo=timezone.get_default_timezone()))
    return {month.date(): (n, top) for month, n, top in rows.values_list("month").annotate(Count("pk"), Max("number"))}
