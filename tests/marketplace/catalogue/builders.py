"""Purchase lists for tests. A published list refuses new rows in the database, so rows come first, the state after."""

from django.utils import timezone

from marketplace.catalogue.models import PurchaseList, ServiceItem
from orgs.models import Office

TEXTS = {"zh": "材料齐全后三个工作日内答复。", "en": "An answer within three working days."}


def make_item(purchase_list, code="PL-A01", **values):
    """One service of a draft."""
    buyer = values.pop("buyer", None) or Office.objects.filter(buys=True).first() or purchase_list.office
    fields = {
        "position": purchase_list.items.count() + 1,
        "category": "A",
        "category_zh": "矛盾化解与法律服务",
        "category_en": "Disputes and legal services",
        "name_zh": f"服务{code}",
        "name_en": f"Service {code}",
        "description_zh": "说明",
        "description_en": "What it is",
        "unit": "CASE",
        "unit_zh": "件",
        "unit_en": "per case",
        "reference_price": "100.00",
        "standard_zh": TEXTS["zh"],
        "standard_en": TEXTS["en"],
        "fee_tier": "free",
        "target_group_zh": "全体居民",
        "target_group_en": "All residents",
        "groups": "|EVERYBODY|",
    }
    return ServiceItem.objects.create(purchase_list=purchase_list, code=code, buyer=buyer, **fields | values)


def make_list(office, *, items=3, state="published", year=2026, version=1, drafted_by=None, valid_from=None, **values):
    """A list with `items` services PL-A01, PL-A02, ... in the given state."""
    made = PurchaseList.objects.create(
        office=office,
        year=year,
        version=version,
        title_zh=f"{year}年服务购买清单",
        title_en=f"Purchase list {year}",
        drafted_by=drafted_by,
        **values,
    )
    for number in range(1, items + 1):
        make_item(made, f"PL-A{number:02d}", reference_price=f"{number * 100}.00")
    if state != "draft":
        moments = (
            {"published_at": timezone.now(), "valid_from": valid_from} if state in ("published", "superseded") else {}
        )
        PurchaseList.objects.filter(pk=made.pk).update(state=state, **moments)
        made.refresh_from_db()
    return made


def item_values(**values):
    """What `domain.add_item` takes; buyer must be given."""
    from decimal import Decimal

    texts = {
        "code": "PL-A01", "category": "A", "category_zh": "矛盾化解与法律服务", "category_en": "Disputes",
        "name_zh": "矛盾化解",
        "name_en": "Conflict resolution", "description_zh": "调解", "description_en": "Mediation", "unit": "CASE",
        "unit_zh": "件",
        "unit_en": "per case", "standard_zh": "15个工作日内结案", "standard_en": "Closed within 15 working days",
        "legal_basis_zh": "", "legal_basis_en": "", "fee_tier": "free", "target_group_zh": "全体居民",
        "target_group_en": "All residents", "provenance": "illustrative", "source_ref": "", "illustrative_fields": "",
    }  # fmt: skip
    return texts | {"reference_price": Decimal("680.00")} | values


def people(office) -> dict:
    """Actors by role: two leaders for four eyes, one with no role here."""
    from orgs.models import Membership, User
    from orgs.queries import actor_of

    made = {}
    for name, role in {
        "buyer": "BUYER", "leader": "LEADER", "leader2": "LEADER", "finance": "FINANCE", "editor": "EDITOR",
        "auditor": "AUDITOR", "stranger": None,
    }.items():  # fmt: skip
        user = User.objects.create_user(f"{name}@catalogue.example", "long-enough-1")
        if role:
            Membership.objects.create(
                user=user, office=office, role=role, valid_from="2020-01-01", granted_at=timezone.now()
            )
        made[name] = actor_of(user)
    return made
