"""Reads of allocation plans: what is planned, promised, paid and free in each cell, out of the ledger's lines."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from marketplace.core.money import ZERO

from .states import AccountKind, EntryKind


class PlanQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: plans in force and those they replaced; officers: drafts too."""
        from .states_plans import PUBLIC

        return self if actor.is_officer else self.filter(state__in=PUBLIC)


@dataclass(frozen=True)
class Cell:
    """One cell with its figures in yuan. line: the PlanLine, None for what lies outside the plan."""

    line: object
    label: str
    planned: Decimal
    committed: Decimal
    paid: Decimal

    @property
    def free(self) -> Decimal:
        return self.planned - self.committed - self.paid


@dataclass(frozen=True)
class Table:
    """rows: cells in order; outside: promised or paid without a cell; the columns add up to the fund's own figures."""

    rows: list
    outside: Cell
    total: Cell


def in_force(fund):
    """The plan of the fund's budget year, or None."""
    return fund.plans.filter(state="in_force", year=fund.year).prefetch_related("lines__community").first()


def cell_for(lines, category: str, community_id):
    """The cell that a promise falls into: the one that names most of it; None when no cell takes it."""
    for wanted in ((category, community_id), ("", community_id), (category, None), ("", None)):
        for line in lines:
            if (line.category, line.community_id) == wanted:
                return line
    return None


def label_of(line) -> str:
    """A cell's name in the reader's language."""
    where = line.community.name if line.community_id else _("several communities together")
    return f"{where} · {line.category}" if line.category else where


def spent_by_cause(fund, since=None, until=None) -> dict:
    """{(content type, key): (promised now, paid)}; payments after `since` up to `until` only."""
    from .models import Line

    lines = Line.objects.filter(account__fund=fund).order_by()
    left = lines.filter(account__kind=AccountKind.COMMITMENT)
    left = left.values_list("account__cause_type", "account__cause_id").annotate(Sum("amount"))
    found = {(kind, key): [amount, ZERO] for kind, key, amount in left}
    paid = lines.filter(account__kind=AccountKind.PAID, entry__kind=EntryKind.PAYMENT)
    if since is not None:
        paid = paid.filter(entry__at__gt=since)
    if until is not None:
        paid = paid.filter(entry__at__lte=until)
    for kind, key, amount in paid.values_list("entry__cause_type", "entry__cause_id").annotate(Sum("amount")):
        found.setdefault((kind, key), [ZERO, ZERO])[1] += amount
    return {cause: tuple(sums) for cause, sums in found.items() if any(sums)}


def _year_of(plan) -> tuple:
    """(since, until) of the plan's budget year: from one decision about the rest of a year to the next."""
    ends = dict(plan.fund.carryovers.filter(state="done").values_list("year", "decided_at"))
    return ends.get(plan.year - 1), ends.get(plan.year)


def table(plan) -> Table:
    """Every cell of a plan with its figures, in a constant number of queries."""
    fund, lines = plan.fund, list(plan.lines.select_related("community"))
    sums = {line.pk: [ZERO, ZERO] for line in lines}
    outside = [ZERO, ZERO]
    where = {
        (kind, key): (category, community)
        for kind, key, category, community in fund.destinations.values_list("cause_type", "cause_id", "category", "community")
    }  # fmt: skip
    for cause, (committed, paid) in spent_by_cause(fund, *_year_of(plan)).items():
        line = cell_for(lines, *where.get(cause, ("", None)))
        into = sums[line.pk] if line is not None else outside
        into[0] += committed
        into[1] += paid
    rows = [Cell(line, label_of(line), line.amount, *sums[line.pk]) for line in lines]
    total = Cell(None, "", *(sum((getattr(row, n) for row in rows), ZERO) for n in ("planned", "committed", "paid")))
    rest = Cell(None, _("outside the plan"), ZERO, *outside)
    return Table(rows, rest, Cell(None, "", total.planned, total.committed + outside[0], total.paid + outside[1]))
