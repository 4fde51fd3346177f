"""Reads of funds and of the ledger. Balances are one index read each: the newest line of an account carries them."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import ZERO

from .queries_moved import MIRRORS
from .states import PUBLIC, AccountKind, FundKind

STATEMENT_PAGE = 100  # entries
STATEMENT_PIECE = 1000  # lines that are read at once
HOLDING = (AccountKind.FREE, AccountKind.COMMITMENT)


class FundQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: active, frozen and closed funds; officers: drafts too."""
        return self if actor.is_officer else self.filter(state__in=PUBLIC)


class EntryQuerySet(QuerySet):
    def visible_to(self, actor):
        """The ledger is public; who booked stands in no page or answer."""
        return self

    def touching(self, fund):
        """Entries with a line of this fund (a Fund or its code)."""
        from .models import Line

        where = {"account__fund__code": fund} if isinstance(fund, str) else {"account__fund": fund}
        return self.filter(Exists(Line.objects.filter(entry=OuterRef("pk"), **where)))


@dataclass(frozen=True)
class Balances:
    """A fund's figures in yuan: came in (returns off), free, committed (promised, not paid), paid, transferred away (net),
    fees; beside the cash: things and hours, valued."""

    came_in: Decimal = ZERO
    free: Decimal = ZERO
    committed: Decimal = ZERO
    paid: Decimal = ZERO
    transferred: Decimal = ZERO
    fees: Decimal = ZERO
    in_kind: Decimal = ZERO
    time: Decimal = ZERO

    @property
    def held(self) -> Decimal:
        """What the fund still holds: free and committed."""
        return self.free + self.committed


def balances_of(funds) -> dict:
    """{fund pk: Balances} for any number of funds in one query."""
    from .models import Account, Line

    newest = Line.objects.filter(account=OuterRef("pk")).order_by("-seq").values("balance")[:1]
    rows = Account.objects.filter(fund__in=list(funds)).exclude(kind=AccountKind.COMMITMENT)
    last: dict = defaultdict(dict)
    for fund_id, kind, balance in rows.values_list("fund_id", "kind", Subquery(newest)):
        last[fund_id][kind] = balance if balance is not None else ZERO
    return {fund.pk: _figures(last[fund.pk]) for fund in funds}


def _figures(last: dict) -> Balances:
    source, free = last.get(AccountKind.SOURCE, ZERO), last.get(AccountKind.FREE, ZERO)
    paid, transferred = last.get(AccountKind.PAID, ZERO), last.get(AccountKind.TRANSFER, ZERO)
    fees = last.get(AccountKind.FEE, ZERO)
    # The lines of a fund add up to zero, and so do those beside the cash: what is committed follows from the other five.
    committed = -(source + free + paid + transferred + fees)
    beside = last.get(AccountKind.KIND, ZERO), last.get(AccountKind.TIME, ZERO)
    return Balances(-source, free, committed, paid, transferred, fees, *beside)


def balances(fund) -> Balances:
    return balances_of([fund])[fund.pk]


def free_balance(fund) -> Decimal:
    """What may still be promised."""
    return balances(fund).free


def committed_for(fund, cause) -> Decimal:
    """What is promised to `cause` and not yet paid."""
    line = _commitment_lines(fund, cause).first()
    return line.balance if line else ZERO


def movements(fund, cause) -> int:
    """How many lines the commitment account of `cause` has."""
    line = _commitment_lines(fund, cause).first()
    return line.seq if line else 0


def _commitment_lines(fund, cause):
    from .models import Line

    return Line.objects.filter(
        account__fund=fund,
        account__kind=AccountKind.COMMITMENT,
        account__cause_type=ContentType.objects.get_for_model(cause),
        account__cause_id=cause.pk,
    ).order_by("-seq")


def commitments(fund, actor) -> list:
    """Open promises of a fund: [(cause or None, Decimal)], largest first, in a constant number of queries.

    The cause is None where this reader may not see it; the sum is public all the same.
    """
    from .models import Account, Line

    newest = Line.objects.filter(account=OuterRef("pk")).order_by("-seq").values("balance")[:1]
    rows = Account.objects.filter(fund=fund, kind=AccountKind.COMMITMENT).annotate(left=Subquery(newest))
    rows = list(rows.filter(left__gt=ZERO).values_list("cause_type_id", "cause_id", "left"))
    wanted = defaultdict(list)
    for kind, pk, _left in rows:
        wanted[kind].append(pk)
    seen = {kind: _readable(kind, pks, actor) for kind, pks in wanted.items()}
    return sorted(((seen[kind].get(pk), left) for kind, pk, left in rows), key=lambda pair: -pair[1])


def _readable(content_type_id, pks, actor) -> dict:
    """{pk: cause} of the causes of one kind that this reader may see."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model is None or not hasattr(model._default_manager.all(), "visible_to"):
        return {}
    return model._default_manager.visible_to(actor).in_bulk(pks)


def newest_entries(fund, count: int) -> list:
    """The last entries that touched a fund, newest first, each with what it moved there (own_lines)."""
    from .models import Entry, Line

    lines = Line.objects.filter(account__fund=fund).select_related("account").order_by("pk")
    found = Entry.objects.touching(fund).order_by("-number").prefetch_related(Prefetch("lines", lines, "own_lines"))
    return list(found[:count])


def misfit(fund, items, communities):
    """None when the fund's purpose allows these items and communities, else the sentence why not."""
    categories, codes = set(fund.categories or ()), set(fund.items or ())
    for item in items:
        if codes and item.code not in codes or categories and not codes and item.category not in categories:
            return _("The fund “%(fund)s” does not pay for “%(item)s”.") % {"fund": fund.name, "item": item.name}
    places = {c.pk: c for c in fund.communities.all()}
    if places:
        for community in communities:
            if community.pk not in places:
                return _("The fund “%(fund)s” does not serve %(community)s.") % {
                    "fund": fund.name,
                    "community": community.name,
                }
        if not communities:
            return _("The fund “%(fund)s” serves certain communities only: name them in the call.") % {
                "fund": fund.name
            }
    return None


@dataclass(frozen=True)
class StatementLine:
    """One entry as it touched the fund: money in and out of what the fund holds, and what it held after."""

    entry: object
    came_in: Decimal
    out: Decimal
    held: Decimal
    free: Decimal


@dataclass(frozen=True)
class Statement:
    """A period's statement: opening + came_in − out = closing, which equals the sum of the lines (tested).

    lines: of the whole period, or of one `page` of it; then `carried` is what was held before its first line.
    """

    fund: object
    start: datetime
    end: datetime
    opening: Decimal
    came_in: Decimal
    out: Decimal
    lines: list
    carried: Decimal
    page: Page | None = None

    @property
    def closing(self) -> Decimal:
        return self.opening + self.came_in - self.out


def statement(fund, start: datetime, end: datetime, page=None) -> Statement:
    """What the fund held at `start`, every entry up to `end` (exclusive), what it held then.

    Held money is free money plus promises; a promise or a release moves nothing in or out but is listed. The lines of
    a fund in an entry add up to zero (the database sees to it), so what came in or went out is the mirror of what
    SOURCE, PAID and TRANSFER took. Moments may run a little behind the numbers where two people book at once; so the
    opening is a sum by moment, and opening + in - out = closing holds for every period.

    page: a page's number (anything that is none is the first one); reads no more lines than that page has.
    """
    from .models import Line

    lines = Line.objects.filter(account__fund=fund)
    opening, free = _held(lines.filter(entry__at__lt=start))
    period = lines.filter(entry__at__gte=start, entry__at__lt=end)
    nets = period.filter(account__kind__in=HOLDING).order_by().values("entry").annotate(net=Sum("amount"))
    flows = nets.aggregate(came_in=Sum("net", filter=Q(net__gt=0)), out=Sum("net", filter=Q(net__lt=0)))
    carried, rows, shown = opening, period, None
    if page is not None:
        numbers = period.order_by("entry__number").values_list("entry__number", flat=True).distinct()
        shown = Paginator(numbers, STATEMENT_PAGE).get_page(page)
        on_page = list(shown) or [0]
        if shown.number > 1:
            more, more_free = _held(period.filter(entry__number__lt=on_page[0]))
            carried, free = carried + more, free + more_free
        rows = period.filter(entry__number__range=(on_page[0], on_page[-1]))
    return Statement(
        fund,
        start,
        end,
        opening,
        flows["came_in"] or ZERO,
        -(flows["out"] or ZERO),
        list(_statement_lines(rows, carried, free)),
        carried,
        shown,
    )


def _held(lines) -> tuple[Decimal, Decimal]:
    """(held, free) that these lines of one fund add up to."""
    sums = dict(lines.values_list("account__kind").annotate(Sum("amount")).order_by())
    return sum((sums.get(kind) or ZERO for kind in HOLDING), ZERO), sums.get(AccountKind.FREE) or ZERO


def statement_stream(fund, start: datetime, end: datetime) -> tuple:
    """(what was held at `start`, the lines of the period one after another): a long period is never held whole.

    The database sorts and keeps the rows; here is only the piece that is being read.
    """
    from .models import Line

    lines = Line.objects.filter(account__fund=fund)
    opening, free = _held(lines.filter(entry__at__lt=start))
    period = lines.filter(entry__at__gte=start, entry__at__lt=end)
    return opening, _statement_lines(period, opening, free)


_OF_ENTRY = ("pk", "number", "at", "kind", "text", "hash")


def _statement_lines(rows, held, free):
    """The lines of a fund, an entry each, with what was held after it, counted on from `held` and `free`."""
    from .models import Entry

    rows = rows.order_by("entry_id", "position").values_list(
        "account__kind", "amount", *(f"entry__{name}" for name in _OF_ENTRY)
    )
    entry, net = None, ZERO
    for kind, amount, *values in rows.iterator(STATEMENT_PIECE):
        if entry is None or entry.pk != values[0]:
            if entry is not None:
                yield StatementLine(entry, max(net, ZERO), max(-net, ZERO), held, free)
            entry, net = Entry(**dict(zip(_OF_ENTRY, values, strict=True))), ZERO
        if kind in HOLDING:
            held, net = held + amount, net + amount
        if kind == AccountKind.FREE:
            free += amount
    if entry is not None:
        yield StatementLine(entry, max(net, ZERO), max(-net, ZERO), held, free)


@dataclass(frozen=True)
class Month:
    """What one month moved in some funds, in yuan: came in (reversals off), paid (refunds off), from other funds (net)."""

    first: date
    came_in: Decimal = ZERO
    paid: Decimal = ZERO
    from_others: Decimal = ZERO


def months_of(moved) -> list[Month]:
    """Every month from the first entry to this one, also those without any, out of `queries_moved`; adds up to `balances_of`."""
    sums = defaultdict(lambda: dict.fromkeys(MIRRORS, ZERO))
    for row in moved:
        sums[row.first][row.account] += row.amount
    found = {
        first: Month(first, ZERO - of[AccountKind.SOURCE], of[AccountKind.PAID], ZERO - of[AccountKind.TRANSFER])
        for first, of in sums.items()
    }
    months, day = [], min(found, default=clock.today())
    while day <= max([clock.today(), *found]) and found:
        months.append(found.get(day, Month(day)))
        day = (day + timedelta(days=31)).replace(day=1)
    return months


def overview(funds) -> Balances:
    """The figures of several funds together; what moved between them cancels out."""
    return together(balances_of(funds).values())


def by_kind(funds) -> tuple[Balances, list[tuple[str, int, Balances]]]:
    """(all funds together, [(kind, number of funds, their figures)] in the order of the kinds) in one query."""
    figures, kinds = balances_of(funds), {kind: [] for kind in FundKind}
    for fund in funds:
        kinds[fund.kind].append(figures[fund.pk])
    return together(figures.values()), [(kind, len(rows), together(rows)) for kind, rows in kinds.items() if rows]


def together(parts) -> Balances:
    parts = list(parts)
    return Balances(*(sum((getattr(p, one.name) for p in parts), ZERO) for one in fields(Balances)))
