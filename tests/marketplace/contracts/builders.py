"""A contract at every stage, on the street of the tenders' tests, made by the verbs."""

from datetime import timedelta
from decimal import Decimal

from marketplace.contracts import domain
from marketplace.contracts.models import Contract, Milestone
from marketplace.core import clock
from tests.marketplace.tenders.builders import make_member
from tests.marketplace.tenders.builders_evaluation import awarded, grant
from tests.support.told import told

INDICATORS = [
    {
        "key": "visits",
        "name_zh": "探访次数",
        "name_en": "Visits",
        "unit_zh": "次",
        "unit_en": "visits",
        "target": "500",
    },
    {"key": "people", "name_zh": "服务人数", "name_en": "People", "unit_zh": "人", "unit_en": "people", "target": "60"},
]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@told
def awarded_call():
    """(street, call): an award whose standstill is over at the moment it is drawn (see `after_standstill`)."""
    street, call = awarded()
    organisation = call.award.bid.organisation
    number = street.organisations.index(organisation) + 1
    street.winner, street.writer = organisation, f"w{number}"
    make_member(street.users, "owner", "OWNER", organisation=organisation)
    make_member(street.users, "volunteers", "VOLUNTEER_COORDINATOR", organisation=organisation)
    make_member(street.users, "acceptor", "BUYER", office=street.office)
    street.rival = next(f"w{n}" for n in (1, 2, 3) if f"w{n}" != street.writer)
    return street, call


def after_standstill(call, **later):
    """The clock just after the standstill: `with after_standstill(call, days=2): ...`."""
    return clock.fixed(call.award.standstill_until + timedelta(seconds=1) + timedelta(**later))


@told
def drawn(street=None, call=None) -> tuple:
    """(street, contract): a draft with two milestones that measure INDICATORS."""
    if street is None:
        street, call = awarded_call()
    with after_standstill(call):
        contract = domain.draw(call, by=street.actor("buyer"))
        Milestone.objects.filter(contract=contract).update(indicators=INDICATORS)
    return street, contract


@told
def offered(street=None, call=None):
    street, contract = drawn(street, call)
    with at(contract):
        domain.offer(contract, by=street.actor("buyer"))
    return street, contract


@told
def running(street=None, call=None):
    """(street, contract) in force; the time of every act of these tests is `at(contract)`."""
    street, contract = offered(street, call)
    with at(contract, hours=1):
        domain.sign_organisation(contract, by=street.actor("owner"))
        domain.sign_office(contract, by=street.actor("leader"))
    contract.refresh_from_db()
    return street, contract


def at(contract, **later):
    """The clock so long after the contract was drawn."""
    return clock.fixed(contract.created_at + timedelta(**later))


def milestone(contract, position=1) -> Milestone:
    return Milestone.objects.select_related("contract").get(contract=contract, position=position)


def deliver(street, contract, position=1, **values):
    fields = {"report": "已上门探访。", "attendance": 42, "actuals": {"visits": Decimal("480")}} | values
    return domain.deliver(milestone(contract, position), by=street.actor("owner"), **fields)


def accept(street, contract, position=1):
    return domain.accept(milestone(contract, position), by=street.actor("acceptor"))


def pay(street, contract, position=1):
    return domain.pay(milestone(contract, position), by=street.actor("finance"))


def settled(street, contract, *positions):
    """Deliver, accept and pay these milestones."""
    for position in positions:
        deliver(street, contract, position)
        accept(street, contract, position)
        pay(street, contract, position)


@told
def in_state(state):
    """(street, contract, milestone 1) with the milestone in that state of a running contract."""
    street, contract = running()
    with at(contract, hours=2):
        if state != "planned":
            deliver(street, contract)
        if state in ("accepted", "paid"):
            accept(street, contract)
        if state == "paid":
            pay(street, contract)
        if state == "returned":
            domain.return_(
                milestone(contract),
                by=street.actor("acceptor"),
                reason="缺记录",
                again_by=clock.today() + timedelta(days=9),
            )
    return street, contract, milestone(contract)


def copies(contract, first, last):
    """More contracts like this one (numbers from `first`, before `last`), as rows: what a list shows."""
    from marketplace.tenders.models import Call

    for number in range(first, last):
        call = Call.objects.get(pk=contract.call_id)
        call.pk, call.code, call.number = None, f"copy{number:04d}", f"COPY-{number:04d}"
        call._state.adding = True
        call.save()
        row = Contract.objects.get(pk=contract.pk)
        row.pk, row.number, row.call = None, f"COPY-{number:04d}", call
        row._state.adding = True
        row.save()
        for position in (1, 2, 3):
            Milestone.objects.create(
                contract=row, position=position, title_zh="x", amount=Decimal("10.00"), due=contract.starts,
                opinion_key=f"k{number}-{position}",
            )  # fmt: skip


__all__ = ["awarded_call", "drawn", "grant", "offered", "running", "settled"]
