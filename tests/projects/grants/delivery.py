"""Agreements at every stage of their way, on the street of `builders`; made by the verbs."""

from datetime import timedelta
from decimal import Decimal

from marketplace.core import clock
from projects.grants import domain
from projects.grants.models import Agreement
from tests.support.told import told

from . import builders as b

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TRANCHES = [
    {"title_zh": "首期", "title_en": "First", "share": "0.60"},
    {"title_zh": "中期", "title_en": "Interim", "share": "0.30"},
    {"title_zh": "末期", "title_en": "Final", "share": "0.10"},
]


def start(round):
    """The moment from which agreements are drawn up."""
    return round.standstill_until + timedelta(hours=12)


def at(agreement, **later):
    """The clock so much after drawing up."""
    return clock.fixed(agreement.created_at + timedelta(**later))


@told
def drawn(street=None, number=1, round=None, **fields) -> tuple:
    """(street, agreement) about project `number`; of three applications 1 and 2 are awarded 10,000 and 11,000 yuan."""
    if round is None:
        street, round = b.concluded(street, **({"line_share": Decimal("0.10"), "tranches": TRANCHES} | fields))
    with clock.fixed(start(round)):
        application = round.applications.get(title=f"项目{number}")
        return street, domain.agreements.draw(application, by=street.actor("secretary"))


def offered(street=None, number=1, **more):
    street, agreement = drawn(street, number, **more)
    with at(agreement, hours=1):
        domain.agreements.offer(agreement, by=street.actor("secretary"))
    return street, agreement


def sign(street, agreement, number=1):
    domain.agreements.sign_office(agreement, by=street.actor("leader"))
    domain.agreements.sign_organisation(agreement, by=street.actor(f"o{number}"))
    return agreement


@told
def running(street=None, number=1, **more):
    street, agreement = offered(street, number, **more)
    with at(agreement, hours=2):
        sign(street, agreement, number)
    return street, agreement


def tranche(agreement, position):
    return agreement.tranches.select_related("agreement__round", "report").get(position=position)


def report(agreement, position=1):
    return agreement.reports.get(position=position)


def hand_in(street, agreement, position=1, number=1):
    return domain.delivery.hand_in_report(
        report(agreement, position), by=street.actor(f"w{number}"), text="按计划开展。", people_served=60, actuals={0: Decimal(50)}, papers=[PDF]
    )  # fmt: skip


def accept(street, agreement, position=1, number=1):
    hand_in(street, agreement, position, number)
    return domain.delivery.accept_report(report(agreement, position), by=street.actor("secretary2"))


def spend(street, agreement, amount="1000.00", number=1, line=None, day=None):
    return domain.delivery.enter_expense(
        agreement, by=street.actor(f"w{number}"), line=line or agreement.lines.first(), day=day or clock.today(), amount=Decimal(amount),
        text="餐费", voucher=PDF,
    )  # fmt: skip


@told
def delivered(street=None, number=1, spent="10000.00", **more):
    """(street, agreement): every report accepted, every tranche paid, so much spent."""
    street, agreement = running(street, number, **more)
    with at(agreement, days=1):
        domain.ending.pay(tranche(agreement, 1), by=street.actor("finance"))
    for position in (1, 2):
        with at(agreement, days=30 * position):
            accept(street, agreement, position, number)
            domain.ending.pay(tranche(agreement, position + 1), by=street.actor("finance"))
    with at(agreement, days=61):
        if Decimal(spent):
            spend(street, agreement, spent, number)
    return street, fresh(agreement)


def evaluated(street=None, number=1, **more):
    street, agreement = delivered(street, number, **more)
    with at(agreement, days=62):
        evaluate(street, agreement)
    return street, agreement


def evaluate(street, agreement):
    return domain.ending.evaluate(
        agreement, by=street.actor("secretary"), worth="REACHED", evaluation="达到约定指标。", result_zh="六十位独居老人按时吃上热饭。",
        result_en="Sixty people had a warm meal.", people_served=60,
    )  # fmt: skip


def closed(street=None, number=1, **more):
    street, agreement = evaluated(street, number, **more)
    with at(agreement, days=63):
        domain.ending.close(agreement, by=street.actor("leader"))
    return street, fresh(agreement)


def fresh(agreement) -> Agreement:
    return Agreement.objects.select_related("round__fund", "application__determination").get(pk=agreement.pk)
