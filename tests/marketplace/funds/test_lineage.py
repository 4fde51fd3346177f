"""Fen by fen: which receipts a payment is paid from, by the stated rule, and back along the same path."""

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.core.refusals import Refused
from marketplace.funds import domain, queries_purposes
from marketplace.funds.models import Allocation, Entry, Holding, Income
from marketplace.funds.queries_lineage import paid_from
from marketplace.funds.verify_lineage import verify_lineage

from .builders import make_cause, make_fund, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(house):
    return make_fund(house, amount="0")


def gift(house, fund, amount):
    return domain.record_receipt(fund, by=house.finance, amount=Decimal(amount), text="捐款")


def where(fund, kind, cause=None) -> list:
    """[(stream kind, start, stop)] of what an account holds."""
    rows = Holding.objects.filter(account__fund=fund, account__kind=kind).order_by("stream__kind", "stream", "start")
    if cause:
        rows = rows.filter(account__cause_id=cause.pk)
    return [(row.stream.kind, row.start, row.stop) for row in rows.select_related("stream")]


def right():
    assert verify_lineage() == ""


def test_gifts_first_then_first_in_first_out(house, empty):
    domain.grant_budget(empty, by=house.finance, amount=Decimal("10.00"), text="预算")
    gift(house, empty, "3.00")
    gift(house, empty, "2.00")
    a, b = make_cause(house, "A"), make_cause(house, "B")
    domain.commit(empty, Decimal("4.00"), cause=a, by=house.leader)
    assert where(empty, "COMMITMENT", a) == [("GIVEN", 0, 400)]
    domain.commit(empty, Decimal("2.00"), cause=b, by=house.leader)
    assert where(empty, "COMMITMENT", b) == [("GIVEN", 400, 500), ("GRANTED", 0, 100)]
    domain.pay(empty, Decimal("1.50"), cause=a, text="x", key="k", by=house.finance)
    assert where(empty, "PAID") == [("GIVEN", 0, 150)]
    assert where(empty, "COMMITMENT", a) == [("GIVEN", 150, 400)]
    right()


def test_back_along_the_same_path(house, empty):
    for _n in range(3):
        gift(house, empty, "1.00")
    cause = make_cause(house, "A")
    domain.commit(empty, Decimal("2.50"), cause=cause, by=house.leader)
    domain.pay(empty, Decimal("1.20"), cause=cause, text="x", key="k", by=house.finance)
    domain.release(empty, cause=cause, by=house.leader, amount=Decimal("0.50"))
    assert where(empty, "COMMITMENT", cause) == [("GIVEN", 120, 200)]
    assert where(empty, "FREE") == [("GIVEN", 200, 300)]
    domain.refund(empty, by=house.finance, amount=Decimal("0.20"), text="x")
    assert where(empty, "PAID") == [("GIVEN", 0, 100)]
    assert where(empty, "FREE") == [("GIVEN", 100, 120), ("GIVEN", 200, 300)]
    right()


def test_a_promise_moves_on_to_its_contract(house, empty):
    gift(house, empty, "10.00")
    call, contract = make_cause(house, "call"), make_cause(house, "contract")
    domain.commit(empty, Decimal("6.00"), cause=call, by=house.leader)
    domain.recommit(empty, old_cause=call, new_cause=contract, amount=Decimal("5.00"), by=house.leader)
    assert where(empty, "COMMITMENT", contract) == [("GIVEN", 0, 500)]
    assert where(empty, "FREE") == [("GIVEN", 500, 1000)]
    right()


def test_a_transfer_keeps_its_giver(house, empty):
    other = make_fund(house, "F2", amount="0")
    gift(house, empty, "5.00")
    gift(house, other, "1.00")
    moved = move(house, empty, other, "2.00")
    cause = make_cause(house, "A")
    domain.commit(other, Decimal("1.50"), cause=cause, by=house.leader)
    held = (
        Holding.objects.filter(account__cause_id=cause.pk)
        .order_by("pk")
        .values_list("stream__fund__code", "start", "stop")
    )
    assert sorted(held) == [("F1", 0, 50), ("F2", 0, 100)]
    move(house, other, empty, "0.50")
    right()
    assert Allocation.objects.filter(entry=moved).count() == 1


def test_a_correction_takes_back_the_very_fen(house, empty):
    """Others of the fund take their place where they have been promised meanwhile."""
    wrong = gift(house, empty, "2.00")
    gift(house, empty, "3.00")
    cause = make_cause(house, "A")
    domain.commit(empty, Decimal("1.50"), cause=cause, by=house.leader)
    domain.correct(empty, by=house.finance, number=wrong.number, reason="重复")
    assert where(empty, "COMMITMENT", cause) == [("GIVEN", 200, 350)]
    assert where(empty, "FREE") == [("GIVEN", 350, 500)]
    right()


def test_ten_thousand_gifts_are_one_run(house, empty):
    for _n in range(40):
        gift(house, empty, "0.01")
    cause = make_cause(house, "A")
    entry = domain.commit(empty, Decimal("0.40"), cause=cause, by=house.leader)
    assert Allocation.objects.filter(entry=entry).count() == 1
    right()


# ---- money that is bound to a purpose -------------------------------------------------------------------
@pytest.fixture
def bound(house, empty):
    """A fund with 2.00 of free gifts, 3.00 bound to AID that came later, and AID, LIGHTS as purposes."""
    for code in ("AID", "LIGHTS"):
        domain.add_purpose(empty, by=house.finance, code=code, name_zh=code, group="HARDSHIP", bound=True)
    gift(house, empty, "2.00")
    domain.record_receipt(
        empty,
        by=house.finance,
        amount=Decimal("3.00"),
        text="租金",
        source="RENT",
        purpose=empty.purposes.get(code="AID"),
    )
    return empty


def cause_for(house, fund, name, code=""):
    cause = make_cause(house, name)
    cause.destination = lambda: {"purpose": fund.purposes.get(code=code) if code else None}
    return cause


def codes(fund, kind, cause=None) -> dict:
    """{code of the purpose to which it is bound, or "": fen} of what an account holds."""
    rows = Holding.objects.filter(account__fund=fund, account__kind=kind)
    rows = rows.filter(account__cause_id=cause.pk) if cause else rows
    found = {}
    for row in rows.select_related("stream__purpose"):
        code = row.stream.purpose.code if row.stream.purpose else ""
        found[code] = found.get(code, 0) + row.stop - row.start
    return found


def test_bound_money_is_drawn_first_for_its_purpose_and_for_nothing_else(house, bound):
    other, aid = cause_for(house, bound, "A"), cause_for(house, bound, "B", "AID")
    domain.commit(bound, Decimal("1.00"), cause=other, by=house.leader)
    domain.commit(bound, Decimal("3.50"), cause=aid, by=house.leader)
    assert codes(bound, "COMMITMENT", other) == {"": 100}
    assert codes(bound, "COMMITMENT", aid) == {"AID": 300, "": 50}
    domain.pay(bound, Decimal("1.00"), cause=aid, text="x", key="k", by=house.finance)
    assert codes(bound, "PAID") == {"AID": 100}
    domain.release(bound, cause=aid, by=house.leader, amount=Decimal("1.00"))
    assert codes(bound, "FREE") == {"": 100, "AID": 50}, "what is bound comes back after all else"
    assert codes(bound, "COMMITMENT", aid) == {"AID": 150}
    assert queries_purposes.unbound(bound) == Decimal("1.00")
    right()


def test_the_pages_say_what_a_receipt_is_bound_to(house, bound, client):
    aid = cause_for(house, bound, "B", "AID")
    domain.commit(bound, Decimal("4.00"), cause=aid, by=house.leader)
    assert [(source.amount, source.purpose and source.purpose.code) for source in paid_from(aid).named] == [
        (Decimal("1.00"), None),
        (Decimal("3.00"), "AID"),
    ]
    rent, gift_ = Income.objects.get(purpose__code="AID").entry, Entry.objects.order_by("number").first()
    said = "It came for “AID” and may be spent on nothing else."
    pages = [client.get(f"/en{entry.get_absolute_url()}").content.decode() for entry in (rent, gift_)]
    assert [said in page for page in pages] == [True, False]


def test_what_comes_back_is_bound_as_before(house, bound):
    aid = cause_for(house, bound, "B", "AID")
    domain.commit(bound, Decimal("4.00"), cause=aid, by=house.leader)
    domain.pay(bound, Decimal("4.00"), cause=aid, text="x", key="k", by=house.finance)
    purpose = bound.purposes.get(code="AID")
    domain.refund(bound, by=house.finance, amount=Decimal("2.50"), text="x", purpose=purpose)
    assert codes(bound, "FREE") == {"AID": 250, "": 100}
    assert codes(bound, "PAID") == {"AID": 50, "": 100}
    right()


def test_money_without_a_purpose_goes_before_what_is_bound(house, bound):
    """A transfer takes what is bound to nothing; a purpose of an unbound kind opens no lock."""
    other = make_fund(house, "F2", amount="0")
    move(house, bound, other, "2.00")
    assert codes(bound, "FREE") == {"AID": 300} and codes(other, "FREE") == {"": 200}
    lights = cause_for(house, bound, "L", "LIGHTS")
    with pytest.raises(Refused) as caught:
        domain.commit(bound, Decimal("0.01"), cause=lights, by=house.leader)
    assert caught.value.code == "bound"
    right()


def test_the_lineage_made_anew_is_the_same(house, bound):
    """As the migration makes it, of a portal that did not keep bound money apart."""
    aid = cause_for(house, bound, "B", "AID")
    domain.commit(bound, Decimal("3.50"), cause=aid, by=house.leader)
    domain.pay(bound, Decimal("1.00"), cause=aid, text="x", key="k", by=house.finance)
    domain.refund(bound, by=house.finance, amount=Decimal("0.40"), text="x", purpose=bound.purposes.get(code="AID"))
    before = codes(bound, "FREE"), codes(bound, "PAID"), codes(bound, "COMMITMENT", aid)
    migration = import_module("marketplace.funds.migrations.0012_bound_lineage")
    migration.take_up(None, SimpleNamespace(connection=connection))
    assert (codes(bound, "FREE"), codes(bound, "PAID"), codes(bound, "COMMITMENT", aid)) == before
    assert before[0] == {"": 150, "AID": 40}
    right()
    with pytest.raises(DatabaseError), transaction.atomic():
        Allocation.objects.all().delete()


@pytest.mark.parametrize(
    ("start", "stop", "came_from", "why"),
    [
        (0, 100, None, "not the next numbers"),
        (50, 150, "FREE", "do not lie there"),
        (10, 10, "FREE", "without fen|a_run_has_fen"),
        (100, 101, "FREE", "do not lie there"),
    ],
)
def test_what_the_database_refuses(house, empty, start, stop, came_from, why):
    """Whoever asks: no source gives more than it brought."""
    entry = gift(house, empty, "1.00")
    cause = make_cause(house, "A")
    domain.commit(empty, Decimal("0.10"), cause=cause, by=house.leader)
    stream = Allocation.objects.filter(entry=entry).get().stream_id
    free = empty.accounts.get(kind="FREE").pk
    paid = empty.accounts.get(kind="COMMITMENT").pk
    came = free if came_from else None
    with pytest.raises(DatabaseError, match=why), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO funds_allocation (entry_id, stream_id, start, stop, from_account_id, to_account_id) VALUES (%s, %s, %s, %s, %s, %s)",
            [entry.pk, stream, start, stop, came, paid],
        )
    for sql in (
        "UPDATE funds_allocation SET stop = 1",
        "DELETE FROM funds_allocation",
        "UPDATE funds_holding SET stop = 1",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    right()


def test_a_fen_that_was_moved_unseen_is_found(house, empty):
    gift(house, empty, "1.00")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM funds_holding")
    assert verify_lineage() == "The holdings are not what the allocations say."
    assert Entry.objects.count() == 1
