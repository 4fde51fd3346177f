"""A host charity, a foundation's fund, a micro-fund with its stewards: by their verbs, as short as they can be."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from marketplace.core import clock, pdf
from marketplace.funds import domain
from marketplace.funds.models import MicroFund
from tests import factories

from .builders import make_fund, yuan


def paper():
    return ContentFile(pdf.document("x", [("p", "x")]), name="paper.pdf")


def make_host(code="") -> tuple:
    """(host charity, its owner's actor)."""
    host = factories.make_organisation(code, legal_form="FOUNDATION", org_class="CHARITY_RELIEF")
    return host, factories.actor(factories.person("OWNER", host))


def seat(fund, by, kind, person=None, **fields):
    today = clock.today()
    elected = {"elected_on": today - timedelta(days=3), "votes": 40, "voters": 60} if kind == "RESIDENT" else {}
    values = {"since": today, "until": today + timedelta(days=700)} | elected | fields
    return domain.seat_steward(fund, by=by, person=person or factories.make_user(), seat=kind, **values)


def make_foundation(house, code="FN1", amount="5000.00"):
    """An active fund of a community foundation with its board."""
    host, owner = make_host()
    fund = make_fund(house, code, state="draft", kind="COMMUNITY_FOUNDATION", host=host, asks_open=True)
    for kind in ("CHAIR", "BOARD", "BOARD", "BOARD", "BOARD", "SUPERVISOR"):
        seat(fund, owner, kind)
    domain.activate(fund, by=house.leader)
    if Decimal(amount):
        domain.record_receipt(fund, by=owner, amount=yuan(amount), text="x")
    return fund


def applied(house, host, remainder, **fields) -> MicroFund:
    values = {
        "office": house.office, "community": factories.make_community(house.office), "host": host, "name_zh": "微基金",
        "purpose_zh": "小急事", "rules_zh": "公示", "opening": yuan(3000), "remainder_to": remainder, "remainder_zh": "同社区项目",
    }  # fmt: skip
    return domain.apply_micro_fund(by=factories.actor(factories.make_user()), **values | fields)


SEATS = ("RESIDENT", "RESIDENT", "RESIDENT", "COMMITTEE", "SOCIAL_WORKER")


def make_micro(house, code="M1", *, fee="0", opening="3000.00", purposes=(), **fields):
    """(micro-fund in force, its host's owner, its stewards)."""
    host, owner = make_host()
    micro = applied(house, host, make_foundation(house, f"R-{code}", "0"), opening=yuan(opening), **fields)
    domain.agree_to_host(micro, by=owner, host_fee=Decimal(fee), file=paper())
    domain.approve_micro_fund(micro, by=house.leader, code=code)
    for purpose, bound in purposes:
        domain.add_purpose(micro.fund, by=owner, code=purpose, name_zh=purpose, group="HARDSHIP", bound=bound)
    stewards = [seat(micro.fund, owner, kind) for kind in SEATS]
    domain.activate_micro_fund(micro, by=house.leader)
    micro.refresh_from_db()
    return micro, owner, stewards


def asked(fund, amount="500.00", *, by=None, **fields):
    values = {"group": "HARDSHIP", "people": 2, "text": "张三的困难", "amount": yuan(amount)}
    return domain.apply_to_fund(fund, by=by or factories.actor(factories.make_user()), **values | fields)


def approved(fund, stewards, amount="500.00", **fields):
    """An application with three opinions for it, approved."""
    one = asked(fund, amount, **fields)
    for steward in stewards[:3]:
        domain.give_opinion(one, by=factories.actor(steward.user), verdict="FOR", reason="x")
    return domain.approve_application(
        one, by=factories.actor(stewards[0].user), granted=yuan(amount), reason="合规", public_zh="一户困难家庭"
    )
