"""The JSON face of campaigns and matching pots: what everybody may read."""

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import field_validator

from marketplace.core.actors import ANONYMOUS

from .models import Campaign, Pot
from .queries import claimed_of, figures_of

router = Router(tags=["campaigns"])
MOST = 200


class CostOut(Schema):
    name_zh: str
    name_en: str
    amount: str
    need: str


class CampaignOut(Schema):
    """Amounts in yuan with two places, as text; moments in ISO 8601."""

    code: str
    kind: str
    rule: str
    where: str
    state: str
    title_zh: str
    title_en: str
    organiser: str
    fund: str | None
    opens_at: str
    closes_at: str
    minimum: str
    optimum: str
    given: str
    promised: str
    matched: str
    total: str
    supported: int
    costs: list[CostOut]
    url: str


class PotOut(Schema):
    code: str
    fund: str
    rule: str
    state: str
    amount: str
    claimed: str
    factor: str
    campaigns: list[str]
    url: str


class Asked(Schema):
    state: str = ""
    limit: int = 50
    offset: int = 0

    @field_validator("limit", "offset")
    @classmethod
    def within(cls, value):
        return max(0, min(value, 100_000))


def _out(row, figures) -> dict:
    return {
        "code": row.code, "kind": row.kind, "rule": row.rule, "where": row.where, "state": row.state,
        "title_zh": row.title_zh, "title_en": row.title_en, "organiser": row.organiser.code or row.organiser.uscc,
        "fund": row.fund.code if row.fund_id else None, "opens_at": row.opens_at.isoformat(), "closes_at": row.closes_at.isoformat(),
        **{name: str(getattr(figures, name)) for name in ("minimum", "optimum", "given", "promised", "matched", "total")},
        "supported": figures.times,
        "costs": [{"name_zh": c.name_zh, "name_en": c.name_en, "amount": str(c.amount), "need": c.need} for c in row.costs.all()],
        "url": row.get_absolute_url(),
    }  # fmt: skip


@router.get("/campaigns", response=list[CampaignOut])
def campaigns(request, asked: Query[Asked]):
    """Public campaigns, the last to close first. state: "open", "reached", ...; at most 200 at once."""
    rows = Campaign.objects.visible_to(ANONYMOUS).for_list().prefetch_related("costs").order_by("-closes_at", "-id")
    if asked.state:
        rows = rows.filter(state=asked.state)
    rows = list(rows[asked.offset : asked.offset + min(asked.limit, MOST)])
    found = figures_of(rows)
    return [_out(row, found[row.pk]) for row in rows]


@router.get("/campaigns/{code}", response=CampaignOut)
def campaign(request, code: str):
    """One public campaign."""
    rows = Campaign.objects.visible_to(ANONYMOUS).for_list().prefetch_related("costs")
    row = get_object_or_404(rows, code=code)
    return _out(row, figures_of([row])[row.pk])


@router.get("/pots", response=list[PotOut])
def pots(request):
    """Matching pots that are in force or ended."""
    rows = list(Pot.objects.visible_to(ANONYMOUS).select_related("fund").prefetch_related("campaigns")[:MOST])
    claimed = claimed_of(rows)
    public = set(Campaign.objects.visible_to(ANONYMOUS).values_list("pk", flat=True))
    return [
        {
            "code": row.code, "fund": row.fund.code, "rule": row.rule, "state": row.state, "amount": str(row.amount),
            "claimed": str(claimed.get(row.pk, "0.00")), "factor": str(row.factor),
            "campaigns": [c.code for c in row.campaigns.all() if c.pk in public], "url": row.get_absolute_url(),
        }
        for row in rows
    ]  # fmt: skip
