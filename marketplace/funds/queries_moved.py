"""What came into funds, went out of them and to other funds, by month and kind of entry: one pass over their lines.

Months, sources and the drawing of a fund are all told out of it. A page that shows several of them reads it once:

    fund.moved = queries_moved.read([fund])
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from marketplace.core.money import ZERO

from .states import AccountKind

MIRRORS = (AccountKind.SOURCE, AccountKind.PAID, AccountKind.TRANSFER)


@dataclass(frozen=True)
class Moved:
    """Sums of lines, in yuan, of one month (its first day), one kind of account (a mirror: SOURCE runs negative) and one kind of
    entry; a reversal counts as what it reverses.

    cause: content type of what it belongs to. out, back: lines above and below zero; of a reversal the other way round, so a transfer keeps its direction.
    """

    first: date
    account: str
    meant: str
    cause: int | None
    out: Decimal
    back: Decimal

    @property
    def amount(self) -> Decimal:
        return self.out + self.back


def moved_of(fund) -> list[Moved]:
    """What is kept on the fund, else read now."""
    kept = getattr(fund, "moved", None)
    return read([fund]) if kept is None else kept


def read(funds) -> list[Moved]:
    """In two queries; the second reads every line of the mirrors, and no other account."""
    from .models import Account, Line

    lines = Line.objects.filter(account=OuterRef("pk")).order_by("-seq").values("entry__at")
    accounts = Account.objects.filter(fund__in=funds, kind__in=MIRRORS)
    ends = accounts.values_list(Subquery(lines.filter(seq=1)[:1]), Subquery(lines[:1]))
    days = [timezone.localdate(moment) for pair in ends for moment in pair if moment is not None]
    if not days:
        return []
    plain, reversal = Q(entry__reverses=None), Q(entry__reverses__isnull=False)
    up, down = Q(amount__gt=0), Q(amount__lt=0)
    rows = Line.objects.filter(account__fund__in=funds, account__kind__in=MIRRORS).order_by()
    rows = rows.annotate(month=_month_of(min(days), max(days)), meant=Coalesce("entry__reverses__kind", "entry__kind"))
    rows = rows.values_list("month", "account__kind", "meant", "entry__cause_type").annotate(
        out=Sum("amount", filter=up & plain | down & reversal), back=Sum("amount", filter=down & plain | up & reversal)
    )
    return [Moved(date(n // 12, n % 12 + 1, 1), *what, out or ZERO, back or ZERO) for n, *what, out, back in rows]


def _month_of(first: date, last: date):
    """Which month an entry is of, as year * 12 + month - 1: compared with the months' first moments, for SQLite has no
    function of its own that cuts a moment in our zone. A month more at both ends, for moments may run behind the numbers."""
    numbers = range(last.year * 12 + last.month, first.year * 12 + first.month - 3, -1)
    begins = ((n, timezone.make_aware(datetime(n // 12, n % 12 + 1, 1))) for n in numbers)
    return Case(*(When(entry__at__gte=moment, then=Value(n)) for n, moment in begins), default=Value(numbers[-1]))
