"""The JSON face of the purchase list: what everybody may read, hidden by the same `visible_to` as the pages."""

from decimal import Decimal

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import field_validator

from .models import PurchaseList, ServiceItem

router = Router(tags=["catalogue"])
MOST = 200


class ListOut(Schema):
    """One version of one year's list."""

    id: int
    year: int
    version: int
    office: str
    title_zh: str
    title_en: str
    state: str
    valid_from: str | None
    items: int


class ItemOut(Schema):
    """One service; reference_price in yuan with two places, as text."""

    id: int
    list_id: int
    code: str
    category: str
    category_zh: str
    category_en: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    unit: str
    unit_zh: str
    unit_en: str
    reference_price: str
    standard_zh: str
    standard_en: str
    legal_basis_zh: str
    legal_basis_en: str
    fee_tier: str
    buyer: str
    target_group_zh: str
    target_group_en: str
    groups: list[str]
    provenance: str
    source_ref: str
    illustrative_fields: list[str]
    url: str


class ItemFilter(Schema):
    """What to ask for; list: id of a version, else the lists in force."""

    list: int | None = None
    q: str = ""
    category: str = ""
    fee_tier: str = ""
    buyer: str = ""
    group: str = ""
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    offset: int = 0
    limit: int = 100

    @field_validator("q", "category", "fee_tier", "buyer", "group")
    @classmethod
    def storable(cls, text):
        """PostgreSQL knows no NUL in a text."""
        return text.replace("\x00", "")[:100]


@router.get("/lists", response=list[ListOut], summary="Versions of the purchase list")
def lists(request):
    rows = PurchaseList.objects.visible_to(request.actor).with_figures()
    return [_list(row) for row in rows]


@router.get("/items", summary="Services", response=dict[str, int | list[ItemOut]])
def items(request, ask: Query[ItemFilter]):
    rows = ServiceItem.objects.visible_to(request.actor)
    rows = rows.filter(purchase_list_id=ask.list) if ask.list else rows.in_force()
    if ask.q:
        rows = rows.search(ask.q)
    for column, value in {"category": ask.category, "fee_tier": ask.fee_tier, "buyer__code": ask.buyer}.items():
        if value:
            rows = rows.filter(**{column: value})
    if ask.group:
        rows = rows.filter(groups__contains=f"|{ask.group}|")
    if ask.price_from is not None and ask.price_from.is_finite():
        rows = rows.filter(reference_price__gte=_bounded(ask.price_from))
    if ask.price_to is not None and ask.price_to.is_finite():
        rows = rows.filter(reference_price__lte=_bounded(ask.price_to))
    start, most = max(ask.offset, 0), min(max(ask.limit, 1), MOST)
    found = rows.for_page().order_by("purchase_list", "position", "code")[start : start + most]
    return {"count": rows.count(), "items": [_item(row) for row in found]}


@router.get("/items/{pk}", response=ItemOut, summary="One service")
def item(request, pk: int):
    return _item(get_object_or_404(ServiceItem.objects.visible_to(request.actor).for_page(), pk=pk))


def _bounded(amount: Decimal) -> Decimal:
    """Within what the column can hold, in whole fen."""
    from marketplace.core.money import MAX_YUAN, ZERO, yuan

    return yuan(min(max(amount, ZERO), MAX_YUAN))


def _list(row) -> dict:
    values = {name: getattr(row, name) for name in ("id", "year", "version", "title_zh", "title_en", "state")}
    valid_from = row.valid_from.isoformat() if row.valid_from else None
    return values | {"office": row.office.code, "valid_from": valid_from, "items": row.item_count}


def _item(row) -> dict:
    from .columns import PLAIN

    values = {name: getattr(row, name) for name in PLAIN}
    return values | {
        "id": row.pk,
        "list_id": row.purchase_list_id,
        "reference_price": str(row.reference_price),
        "buyer": row.buyer.code,
        "groups": row.groups.strip("|").split("|"),
        "illustrative_fields": row.invented_fields,
        "url": row.get_absolute_url(),
    }
