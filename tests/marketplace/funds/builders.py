"""An office with its finance and leader, and a fund in force with money in it; what is promised money to."""

from dataclasses import dataclass, field
from decimal import Decimal

from marketplace.funds import domain
from marketplace.funds.models import Fund
from tests import factories

ROLES = ("BUYER", "OPENER", "SECRETARY", "EVALUATOR", "LEADER", "FINANCE", "EDITOR", "AUDITOR")


def yuan(text) -> Decimal:
    return Decimal(str(text)).quantize(Decimal("0.01"))


@dataclass
class House:
    """users by role name; `actor` proves a second factor this moment."""

    office: object
    users: dict = field(default_factory=dict)

    def actor(self, role, *, second_factor=True):
        return factories.actor(self.users[role], second_factor=second_factor)

    @property
    def finance(self):
        return self.actor("FINANCE")

    @property
    def leader(self):
        return self.actor("LEADER")

    @property
    def second(self):
        """Another leader: the second pair of eyes."""
        return self.actor("SECOND")


def make_house(code="") -> House:
    house = House(factories.make_office(code))
    for role in ROLES:
        house.users[role] = factories.person(role, house.office)
    house.users["SECOND"] = factories.person("LEADER", house.office)
    return house


def make_fund(house, code="F1", *, amount="1000.00", state="active", **fields) -> Fund:
    """A fund made by its verbs, with a budget of `amount`."""
    values = {"code": code, "kind": "EARMARKED", "office": house.office, "year": 2026, "name_zh": f"资金{code}",
              "name_en": f"Fund {code}", "purpose_zh": "购买社区服务"}  # fmt: skip
    fund = domain.create_fund(by=house.finance, **values | fields)
    if state == "draft":
        return fund
    domain.activate(fund, by=house.leader)
    if Decimal(amount):
        domain.grant_budget(fund, by=house.finance, amount=Decimal(amount), text="预算")
    if state == "frozen":
        domain.freeze(fund, by=house.leader, reason="审计")
    return fund


def make_cause(house, name):
    """Anything with a key can be promised money; a community will do and belongs to a floor below."""
    return factories.make_community(house.office, f"CM-{name}")


def move(house, fund, to, amount):
    """A transfer as two persons do it; returns its entry."""
    proposed = domain.propose_transfer(fund, by=house.leader, to=to, amount=yuan(amount), text="x")
    return domain.approve_transfer(proposed, by=house.second).entry
