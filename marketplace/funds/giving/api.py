"""The JSON face of giving: what everybody may read. Gifts of directed collections stand in no list, names only as givers chose."""

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import field_validator

from marketplace.core.actors import ANONYMOUS

from ..models import Fund
from .gate import door
from .models import Collection, Gift
from .queries import totals
from .reporting import due_reports

router = Router(tags=["giving"])
MOST = 200


class GiftOut(Schema):
    """amount: yuan as text, as booked; returned: what went back since; who: as the giver chose. kind: MONEY, THINGS, TIME."""

    number: str
    fund: str
    kind: str
    way: str
    amount: str
    returned: str
    state: str
    who: str
    booked_at: str
    commitment: str
    url: str


class ReportOut(Schema):
    kind: str
    starts: str
    ends: str
    due: str
    published_at: str | None


class CollectionOut(Schema):
    code: str
    filing_number: str
    title_zh: str
    title_en: str
    fund: str
    host: str | None
    state: str
    starts: str
    ends: str
    target: str
    platform: str
    platform_url: str
    reports: list[ReportOut]
    url: str


class DoorOut(Schema):
    """way: "portal" (the portal takes it), "platform" (its page is platform_url), "closed" (sentence and clause say why)."""

    fund: str
    way: str
    sentence: str
    clause: str
    platform_url: str
    rule_book: str
    gifts: int
    money: str
    things: str
    time: str


class Asked(Schema):
    fund: str = ""
    limit: int = 50
    offset: int = 0

    @field_validator("limit", "offset")
    @classmethod
    def within(cls, value):
        return max(0, min(value, 100_000))

    def cut(self, rows):
        rows = rows.filter(fund__code=self.fund.replace("\0", "")) if self.fund else rows
        return rows[self.offset : self.offset + min(self.limit, MOST)]


@router.get("/gifts", response=list[GiftOut])
def gifts(request, asked: Query[Asked]):
    """Booked gifts, newest first; at most 200 at once."""
    rows = Gift.objects.listed().select_related("fund").order_by("-id")
    return [
        {
            "number": row.number, "fund": row.fund.code, "kind": row.kind, "way": row.way, "amount": str(row.amount),
            "returned": str(row.returned), "state": row.state, "who": row.shown, "booked_at": row.confirmed_at.isoformat(),
            "commitment": row.commitment, "url": row.get_absolute_url(),
        }
        for row in asked.cut(rows)
    ]  # fmt: skip


def _collection(row: Collection) -> dict:
    published = {(r.kind, r.starts): r.published_at for r in row.reports.all() if r.published_at}
    reports = [
        {"kind": one.kind, "starts": one.starts.isoformat(), "ends": one.ends.isoformat(), "due": one.due.isoformat(),
         "published_at": at.isoformat() if (at := published.get((one.kind, one.starts))) else None}
        for one in due_reports(row)
    ]  # fmt: skip
    return {
        "code": row.code, "filing_number": row.filing_number or "", "title_zh": row.title_zh, "title_en": row.title_en,
        "fund": row.fund.code, "host": row.fund.host.name_zh if row.fund.host_id else None, "state": row.state,
        "starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "target": str(row.target), "platform": row.platform_name,
        "platform_url": row.platform_url, "reports": reports, "url": row.get_absolute_url(),
    }  # fmt: skip


@router.get("/collections", response=list[CollectionOut])
def collections(request, asked: Query[Asked]):
    """Filed public collections, newest first, with the reports that are owed; at most 200 at once."""
    rows = Collection.objects.visible_to(ANONYMOUS).select_related("fund__host").prefetch_related("reports")
    return [_collection(row) for row in asked.cut(rows.order_by("-id"))]


@router.get("/funds/{code}/door", response=DoorOut)
def fund_door(request, code: str):
    """How everybody may give to a fund today, or why not; and what was given."""
    fund = get_object_or_404(Fund.objects.visible_to(ANONYMOUS).exclude(state="draft"), code=code)
    found, sums = door(fund, ANONYMOUS), totals(Gift.objects.filter(fund=fund))
    return {
        "fund": fund.code, "way": found.way, "sentence": str(found.sentence), "clause": str(found.clause),
        "platform_url": found.collection.platform_url if found.way == "platform" else "", "rule_book": found.book.version,
        "gifts": sums.gifts, "money": str(sums.money), "things": str(sums.things), "time": str(sums.time),
    }  # fmt: skip
