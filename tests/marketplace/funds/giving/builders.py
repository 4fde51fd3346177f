"""An office, a micro-fund kept by a charity, people who give; gifts at every stage, made by the verbs."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.funds.giving import domain
from marketplace.funds.models import Account, Fund
from tests import factories
from tests.marketplace.funds.builders import House, make_fund, make_house

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PORTAL = system("giving")
_numbers = itertools.count(1)


@dataclass
class Scene:
    house: House
    fund: Fund
    giver: object

    @property
    def finance(self):
        return self.house.finance

    @property
    def leader(self):
        return self.house.leader

    @property
    def by_giver(self):
        return factories.actor(self.giver)

    def fresh(self, thing):
        return type(thing).objects.get(pk=thing.pk)

    def balance(self, kind="FREE"):
        return balance(self.fund, kind)


def make_scene(code="GF1", *, amount="0", **fields) -> Scene:
    house = make_house()
    values = {"kind": "POOLED", "host": factories.make_organisation()} | fields
    return Scene(house, make_fund(house, code, amount=amount, **values), factories.make_user(name="王小明"))


def balance(fund, kind) -> Decimal:
    """What the newest line of an account says."""
    account = Account.objects.filter(fund=fund, kind=kind).first()
    line = account.lines.order_by("-seq").first() if account else None
    return line.balance if line else Decimal("0.00")


def slip(name="slip.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def recorded(scene, amount="100.00", **fields):
    values = {"way": "BANK", "amount": Decimal(amount), "giver": scene.giver, "giver_name": "王小明", "display": "INITIALS", "evidence": slip()}  # fmt: skip
    return domain.record(scene.fund, by=scene.finance, **values | fields)


def confirmed(scene, amount="100.00", **fields):
    return domain.confirm(recorded(scene, amount, **fields), by=scene.leader)


def named(scene, user=None):
    """The giver may be asked directly."""
    return domain.name_member(scene.fund, by=scene.finance, email=(user or scene.giver).email, capacity="MEMBER")


def reachable(scene):
    """The giver is a named member, however often this is asked for."""
    from marketplace.funds.giving.gate import is_named

    if not is_named(scene.fund, scene.by_giver):
        named(scene)


def started(scene, amount="100.00", **fields):
    """A payment begun by a named member."""
    reachable(scene)
    return domain.start(scene.fund, by=scene.by_giver, amount=Decimal(amount), giver_name="王小明", **fields)


def message(kind, told, key="", made=None):
    """A message of the payment service as it sends them."""
    return {
        "id": key or f"evt_{next(_numbers)}", "object": "event", "type": kind, "created": int((made or clock.now()).timestamp()),
        "data": {"object": told},
    }  # fmt: skip


def succeeded(gift, key="", ref="", amount=None):
    ref = ref or f"pi_{gift.code[:12]}"
    fen = gift.given if amount is None else amount
    told = {
        "id": ref, "object": "payment_intent", "amount": fen, "amount_received": fen, "currency": gift.currency,
        "latest_charge": f"ch_{ref[3:]}", "status": "succeeded", "metadata": {"gift": gift.code},
    }  # fmt: skip
    return message("payment_intent.succeeded", told, key)


def hear(*messages):
    return [domain.hear(one, by=PORTAL) for one in messages]


def received(scene, amount="100.00"):
    gift = started(scene, amount)
    hear(succeeded(gift))
    return scene.fresh(gift)
