"""Funds and the ledger as JSON: what the public pages show, so that anybody can recompute the chain by machine.

GET /api/funds/funds                                  GET /api/funds/funds/{code}
GET /api/funds/kinds                                  GET /api/funds/funds/{code}/report/{year}
GET /api/funds/microfunds                             GET /api/funds/applications
GET /api/funds/plans                                  GET /api/funds/transfers
GET /api/funds/figures
GET /api/funds/entries?after=0&limit=100&fund=FD01    GET /api/funds/entries/{number}
Amounts are yuan as text with two places.
"""

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from . import canonical, queries
from .ledger import account_label
from .models import Entry, Fund
from .verify import body_of

router = Router(tags=["funds"])
MOST = 500
BIGGEST = 2**63 - 1


class FundOut(Schema):
    """One fund with its figures: came_in, free, committed (promised, not yet paid), paid, transferred (net, away)."""

    code: str
    kind: str
    state: str
    year: int
    office: str
    name_zh: str
    name_en: str
    purpose_zh: str
    purpose_en: str
    categories: list[str]
    items: list[str]
    came_in: str
    free: str
    committed: str
    paid: str
    transferred: str
    provenance: str
    url: str


class LineOut(Schema):
    account: str
    amount: str
    balance: str


class EntryOut(Schema):
    """One entry; hash = SHA-256(previous_hash as text + canonical in UTF-8), see docs/ledger.md."""

    number: int
    kind: str
    at: str
    text: str
    cause: str
    reverses: int | None
    lines: list[LineOut]
    canonical: str
    previous_hash: str
    hash: str


class EntryPage(Schema):
    """count: all entries that match; next: what to give as `after` for the next page, or null."""

    count: int
    next: int | None
    results: list[EntryOut]


@router.get("/funds", response=list[FundOut], summary="Funds")
def funds(request):
    rows = list(Fund.objects.visible_to(request.actor).select_related("office").order_by("code"))
    figures = queries.balances_of(rows)
    return [_fund(row, figures[row.pk]) for row in rows]


@router.get("/funds/{code}", response=FundOut, summary="One fund")
def fund(request, code: str):
    rows = Fund.objects.visible_to(request.actor).select_related("office")
    row = get_object_or_404(rows, code=code.replace("\x00", ""))
    return _fund(row, queries.balances(row))


@router.get("/entries", response=EntryPage, summary="Entries of the ledger, oldest first")
def entries(request, after: int = 0, limit: int = 100, fund: str = ""):
    rows = Entry.objects.visible_to(request.actor)
    if fund:
        rows = rows.touching(fund.replace("\x00", ""))
    after, limit = min(max(after, 0), BIGGEST), min(max(limit, 1), MOST)
    page = list(_whole(rows.filter(number__gt=after)).order_by("number")[: limit + 1])
    more = len(page) > limit
    return {
        "count": rows.count(),
        "next": page[limit - 1].number if more else None,
        "results": [_entry(row) for row in page[:limit]],
    }


@router.get("/entries/{number}", response=EntryOut, summary="One entry")
def entry(request, number: int):
    return _entry(get_object_or_404(_whole(Entry.objects.visible_to(request.actor)), number=number))


def _whole(rows):
    return rows.select_related("reverses").prefetch_related("lines__account__fund")


def _fund(row, figures) -> dict:
    columns = (
        "code",
        "kind",
        "state",
        "year",
        "name_zh",
        "name_en",
        "purpose_zh",
        "purpose_en",
        "categories",
        "items",
        "provenance",
    )
    sums = ("came_in", "free", "committed", "paid", "transferred")
    return (
        {name: getattr(row, name) for name in columns}
        | {name: str(getattr(figures, name)) for name in sums}
        | {"office": row.office.code, "url": row.get_absolute_url()}
    )


def _entry(row) -> dict:
    return {
        "number": row.number,
        "kind": row.kind,
        "at": canonical.at_text(row.at),
        "text": row.text,
        "cause": row.cause_label,
        "reverses": row.reverses.number if row.reverses else None,
        "lines": [
            {"account": account_label(line.account), "amount": str(line.amount), "balance": str(line.balance)}
            for line in row.lines.all()
        ],
        "canonical": body_of(row).decode(),
        "previous_hash": row.previous_hash,
        "hash": row.hash,
    }


from . import api_lives  # noqa: E402, F401  more of the same router
