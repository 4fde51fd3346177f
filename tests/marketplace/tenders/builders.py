"""A small street for the tests of calls: people in all roles, a list, a fund with money, organisations that may bid.

Everything that has a verb is done by its verb; only people and register rows are written directly.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from marketplace.catalogue.models import PurchaseList, ServiceItem
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.funds import domain as funds
from marketplace.tenders import domain, procedures
from marketplace.tenders.models import Call, Procedure
from orgs.models import Community, Membership, Office, Organisation, OrganisationDocument, User
from orgs.queries import actor_of
from tests.support.told import told

OFFICE_ROLES = {
    "buyer": "BUYER", "buyer2": "BUYER", "leader": "LEADER", "opener": "OPENER", "opener2": "OPENER", "secretary": "SECRETARY",
    "evaluator": "EVALUATOR", "finance": "FINANCE", "editor": "EDITOR", "auditor": "AUDITOR",
}  # fmt: skip
USCC = ["51330106MJ87000198", "52330106MJ87000195", "53330106MJ87000192", "91350100M000100Y43", "91310000775785552L"]
MARKER = "秘密标记XQZ7719"


@dataclass
class Street:
    """The street and everybody in it. users: {name: User}; `actor(name)` proves a fresh second factor."""

    office: Office
    items: list
    fund: object
    organisations: list
    users: dict = field(default_factory=dict)

    def actor(self, name, *, fresh=True) -> Actor:
        proved = clock.now() if fresh else None
        return actor_of(self.users[name], second_factor_at=proved)

    def roles(self) -> dict:
        return {name: self.actor(name) for name in self.users}


def make_member(street_users, name, role="", *, office=None, organisation=None):
    user = User.objects.create_user(f"{name}@tenders.example", "long-enough-1", name=name)
    if role:
        Membership.objects.create(
            user=user,
            office=office,
            organisation=organisation,
            role=role,
            valid_from=date(2020, 1, 1),
            granted_at=timezone.now(),
        )
    street_users[name] = user
    return user


def make_organisation(number=1, **values):
    """A verified organisation with a registration certificate that does not expire."""
    fields = {
        "code": f"ORG-{number:02d}", "uscc": USCC[number - 1] if number <= len(USCC) else f"T{number:017d}", "name_zh": f"社会组织{number}",
        "name_en": f"Organisation {number}", "legal_form": "PRIVATE_NON_ENTERPRISE", "org_class": "public_service",
        "founded": date(2018, 5, 1), "state": "verified", "verified_at": timezone.now(),
    }  # fmt: skip
    organisation = Organisation.objects.create(**fields | values)
    OrganisationDocument.objects.create(organisation=organisation, kind="REGISTRATION", added_at=timezone.now())
    return organisation


@told
def make_street(organisations=3, budget="1000000.00") -> Street:
    """Writers are named w1, w2, ...; one owner o1; a person without any role: stranger."""
    office = Office.objects.create(code="T-ST", kind="STREET", name_zh="测试街道", name_en="Test Street", buys=True)
    Community.objects.create(code="T-C1", office=office, name_zh="永宁社区", name_en="Yongning")
    users = {}
    for name, role in OFFICE_ROLES.items():
        make_member(users, name, role, office=office)
    make_member(users, "stranger")
    orgs = []
    for number in range(1, organisations + 1):
        orgs.append(make_organisation(number))
        make_member(users, f"w{number}", "BID_WRITER", organisation=orgs[-1])
    if orgs:
        make_member(users, "o1", "OWNER", organisation=orgs[0])
    street = Street(office, make_items(office), None, orgs, users)
    fund = funds.create_fund(
        by=street.actor("finance"), code="F-T1", kind="EARMARKED", name_zh="测试资金", name_en="Test fund", office=office, year=2026, purpose_zh="购买服务"
    )  # fmt: skip
    street.fund = funds.activate(fund, by=street.actor("leader"))
    funds.grant_budget(street.fund, by=street.actor("finance"), amount=Decimal(budget), text="budget")
    return street


def make_items(office, count=2):
    """Services of a published list: rows first, the state after (published rows are immutable)."""
    the_list = PurchaseList.objects.create(office=office, year=2026, title_zh="2026年清单", title_en="List 2026")
    items = [
        ServiceItem.objects.create(
            purchase_list=the_list,
            code=f"PL-A{n:02d}",
            position=n,
            category="A",
            category_zh="为老",
            category_en="Elderly",
            name_zh=f"服务{n}",
            name_en=f"Service {n}",
            unit="VISIT",
            unit_zh="次",
            unit_en="visit",
            reference_price="50.00",
            fee_tier="free",
            buyer=office,
        )  # fmt: skip
        for n in range(1, count + 1)
    ]
    PurchaseList.objects.filter(pk=the_list.pk).update(
        state="published", published_at=timezone.now(), valid_from=date(2026, 1, 1)
    )
    return items


def procedure(code="open") -> Procedure:
    """A procedure of the rule books that the migration wrote."""
    return Procedure.objects.select_related("rule_set").get(code=code)


def draft_call(street, *, procedure_code="open", budget="100000.00", title="居家探访", **values) -> Call:
    """A complete draft: two items, one condition, three criteria, two milestones."""
    by = street.actor("buyer")
    call = domain.draft(
        street.office, procedure=procedure(procedure_code), fund=street.fund, title_zh=title, title_en="Home visits", budget=Decimal(budget), by=by
    )  # fmt: skip
    return domain.edit(
        call,
        by=by,
        text_zh="为高龄独居老人每周上门两次。",
        text_en="Two visits a week.",
        lines=[
            {"item": street.items[0], "quantity": Decimal("1000")},
            {"item": street.items[1], "quantity": Decimal("10.5")},
        ],
        conditions=[{"text_zh": "登记满一年", "text_en": "Registered for a year"}],
        criteria=[
            {"kind": "QUALITY", "name_zh": "服务方案", "name_en": "Plan", "weight": Decimal("0.50")},
            {"kind": "QUALITY", "name_zh": "人员", "name_en": "People", "weight": Decimal("0.35")},
            {"kind": "PRICE", "name_zh": "价格", "name_en": "Price", "weight": Decimal("0.15")},
        ],
        milestones=[
            {"title_zh": "中期", "title_en": "Middle", "share": Decimal("0.4"), "due_days": 180},
            {"title_zh": "结束", "title_en": "End", "share": Decimal("0.6"), "due_days": 360},
        ],
        **values,
    )


def open_call(street, **values) -> Call:
    """A published call."""
    call = draft_call(street, **values)
    domain.submit(call, by=street.actor("buyer"))
    return domain.publish(call, by=street.actor("leader"))


def content_for(call, unit_price="44.50", text="我们这样做。", contact="") -> dict:
    """A complete bid."""
    return {
        "lines": [{"line": line.pk, "unit_price": unit_price} for line in call.lines.all()],
        "answers": [{"criterion": c.pk, "text": text} for c in call.criteria.all() if c.kind == "QUALITY"],
        "conditions": [{"condition": c.pk, "text": "见证书"} for c in call.conditions.all()],
        "contact": contact,
        "statement": True,
    }


def draft_bid(street, call, number=1, **content):
    """A bid of organisation `number`, written but not sealed."""
    by = street.actor(f"w{number}")
    bid = domain.start(call, by=by, organisation=street.organisations[number - 1])
    return domain.save(bid, by=by, content=content_for(call, **content))


def sealed_bid(street, call, number=1, **content):
    bid = draft_bid(street, call, number, **content)
    domain.seal(bid, by=street.actor(f"w{number}"))
    bid.refresh_from_db()
    return bid


def after_deadline(call):
    """The clock just after the grace period: `with after_deadline(call): ...`."""
    return clock.fixed(call.deadline + procedures.OPENING_GRACE + timedelta(seconds=1))


@told
def opened_call(street, prices=("44.50", "43.00", "46.00"), content=None, **values) -> Call:
    """A call whose bids are open. content: what all of them say besides their prices."""
    call = open_call(street, **values)
    for number, price in enumerate(prices, start=1):
        sealed_bid(street, call, number, unit_price=price, **(content or {}))
    with after_deadline(call):
        domain.confirm_opening(call, by=street.actor("opener"))
        call = domain.confirm_opening(call, by=street.actor("opener2"))
    return call
