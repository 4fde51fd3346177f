"""Gifts by hand: recorded with a slip, confirmed by a second person, booked, returned, proved, forgotten."""

from decimal import Decimal

import pytest
from django.test import Client

from marketplace.core.refusals import Refused
from marketplace.funds import verify
from marketplace.funds.giving import domain
from marketplace.funds.giving.commitment import is_proved
from marketplace.funds.giving.models import Gift
from marketplace.funds.models import Entry
from marketplace.funds.queries import balances

from .builders import confirmed, recorded, slip


def refused(code, work, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        work(*args, **kwargs)
    assert caught.value.code == code
    assert "%(" not in caught.value.sentence
    return caught.value


def test_nothing_is_booked_before_a_second_person_confirms(scene):
    gift = recorded(scene)
    assert (gift.state, gift.number, Entry.objects.count(), scene.balance()) == ("recorded", None, 0, 0)
    assert gift.evidence.name == "slip.pdf"


def test_confirmed_is_booked_with_a_number_and_a_commitment(scene):
    gift = confirmed(scene)
    entry = Entry.objects.get()
    assert (gift.state, scene.balance(), scene.balance("SOURCE")) == (
        "confirmed",
        Decimal("100.00"),
        Decimal("-100.00"),
    )
    assert (entry.kind, entry.cause, gift.movements.get().entry) == ("RECEIPT", gift, entry)
    assert gift.number in entry.text and gift.commitment in entry.text.replace(" ", "")
    assert "王" not in entry.text and verify.verify().ok


def test_whoever_recorded_it_does_not_confirm_it(scene):
    assert refused("four_eyes", domain.confirm, recorded(scene), by=scene.finance).kind == "who"
    assert Entry.objects.count() == 0


def test_not_confirmed_is_not_booked(scene):
    gift = domain.reject(recorded(scene), by=scene.leader, reason="单据看不清")
    assert (gift.state, Entry.objects.count()) == ("rejected", 0)
    refused("wrong_state", domain.confirm, gift, by=scene.leader)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "not_positive"),
        ("-1", "not_positive"),
        ("0.001", "part_of_a_fen"),
        ("1000000000000", "too_much"),
        (None, "amount_missing"),
    ],
)
def test_amounts_that_are_none(scene, amount, code):
    error = refused(code, recorded, scene, amount=amount and Decimal(amount)) if amount else refused(code, domain.record, scene.fund, by=scene.finance, way="BANK", evidence=slip())  # fmt: skip
    assert error.field == "amount" and not Gift.objects.exists()


def test_things_and_time_stand_beside_the_cash(scene):
    confirmed(scene, "50.00")
    things = confirmed(scene, "300.00", kind="THINGS", what="旧书三百本", way="OTHER")
    time = confirmed(
        scene, kind="TIME", what="义诊", hours=Decimal("3.5"), hour_value=Decimal("40"), way="OTHER", evidence=None
    )
    assert (scene.balance(), scene.balance("KIND"), scene.balance("TIME")) == (
        Decimal("50.00"),
        Decimal("300.00"),
        Decimal("140.00"),
    )
    found = balances(scene.fund)
    assert (found.came_in, found.free, found.committed, found.held) == (
        Decimal("50.00"),
        Decimal("50.00"),
        0,
        Decimal("50.00"),
    )
    assert (found.in_kind, found.time, time.hours) == (Decimal("300.00"), Decimal("140.00"), Decimal("3.50"))
    assert things.movements.get().entry.kind == "MEMO" and verify.verify().ok


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"evidence": None}, "evidence_missing"), ({"kind": "THINGS"}, "what_missing"), ({"kind": "TIME", "what": "x"}, "hours_missing"),
        ({"kind": "TIME", "what": "x", "hours": Decimal(2)}, "value_missing"), ({"giver_name": "", "display": "NAMED"}, "name_missing"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(scene, fields, code):
    refused(code, recorded, scene, **fields)


def test_returned_in_part_then_whole_and_never_more(scene):
    gift = confirmed(scene)
    domain.refund(gift, by=scene.finance, amount=Decimal("30"), reason="写错金额")
    assert (scene.fresh(gift).returned, scene.fresh(gift).state, scene.balance()) == (
        Decimal("30.00"),
        "confirmed",
        Decimal("70.00"),
    )
    refused("more_than_left", domain.refund, gift, by=scene.finance, amount=Decimal("70.01"), reason="x")
    domain.refund(gift, by=scene.finance, reason="退回")
    assert (scene.fresh(gift).state, scene.balance()) == ("returned", 0)
    refused("wrong_state", domain.refund, scene.fresh(gift), by=scene.finance, reason="x")
    assert [e.kind for e in Entry.objects.order_by("number")] == ["RECEIPT", "RETURN", "RETURN"] and verify.verify().ok


def test_what_is_promised_is_not_returned(scene):
    from marketplace.funds import domain as funds
    from tests.marketplace.funds.builders import make_cause

    gift = confirmed(scene)
    funds.commit(scene.fund, Decimal("80"), cause=make_cause(scene.house, "X"), by=scene.finance)
    refused("not_covered", domain.refund, gift, by=scene.finance, reason="x")
    assert scene.fresh(gift).returned == 0 and gift.movements.count() == 1


def test_a_gift_is_not_reversed_like_a_receipt_of_the_fund(scene):
    from marketplace.funds import domain as funds

    gift = confirmed(scene)
    number = gift.movements.get().entry.number
    refused("not_corrected_here", funds.correct, scene.fund, by=scene.finance, number=number, reason="x")


def test_name_and_salt_prove_the_gift_until_they_are_erased(scene):
    gift = confirmed(scene)
    salt = gift.secret
    assert is_proved(gift, "王小明", salt) and is_proved(gift, " 王小明 ", salt.upper())
    assert not is_proved(gift, "王小红", salt) and not is_proved(gift, "王小明", "0" * 32)
    gift = domain.forget(gift, by=scene.finance, reason="本人要求")
    assert (gift.giver_name, gift.secret, gift.shown) == ("", "", "未署名")
    assert Entry.objects.count() == 1 and verify.verify().ok
    assert is_proved(gift, "王小明", salt)  # who kept the receipt can still prove it


def test_finance_reads_where_an_erased_name_still_stands(scene):
    from marketplace.core.erasure import erase
    from marketplace.funds import domain as funds

    gift, other = confirmed(scene), confirmed(scene, what="王小明送来的", display="NAMED")
    funds.record_receipt(scene.fund, by=scene.finance, amount=Decimal("5"), text="王小明补交", giver="王小明的单位")
    entry = Entry.objects.order_by("-number").first()
    unnamed = domain.forget(
        confirmed(scene, giver_name="", giver=None, display="ANONYMOUS"), by=scene.finance, reason="x"
    )
    gift = domain.forget(gift, by=scene.finance, reason="本人要求")
    assert [place[0] for place in unnamed.name_left] == ["paper"]
    here = gift.get_absolute_url()
    assert gift.name_left == [["paper", here], ["entry", entry.get_absolute_url()], ["gift", other.get_absolute_url()], ["other", other.get_absolute_url()]]  # fmt: skip
    reader = Client()
    reader.force_login(scene.finance.user)
    page = reader.get(here).content.decode()
    assert "姓名仍出现之处" in page and entry.get_absolute_url() in page and "王小明" not in page
    assert "姓名仍出现之处" not in Client().get(here).content.decode()
    erase(scene.giver, by=scene.by_giver)
    assert ["entry", entry.get_absolute_url()] in scene.fresh(other).name_left


def test_erasing_the_account_leaves_the_books(scene):
    from marketplace.core.erasure import erase

    gift = confirmed(scene, display="NAMED")
    head = Entry.objects.get().hash
    erase(scene.giver, by=scene.by_giver)
    gift = scene.fresh(gift)
    assert (gift.giver_name, gift.giver_contact, gift.secret, gift.display) == ("", "", "", "ANONYMOUS")
    assert (Entry.objects.get().hash, gift.amount) == (head, Decimal("100.00")) and verify.verify().ok


def test_a_booked_gift_is_a_fact_to_the_database(scene):
    from django.db import DatabaseError, transaction

    gift = confirmed(scene)
    for change in ({"amount": Decimal("1")}, {"number": "X"}, {"commitment": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Gift.objects.filter(pk=gift.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        gift.movements.all().delete()


def test_sums_are_yuan_and_returns_are_taken_off(scene):
    from marketplace.funds.giving.queries import totals

    gift = confirmed(scene)
    confirmed(scene, "300.00", kind="THINGS", what="书", way="OTHER")
    domain.refund(gift, by=scene.finance, amount=Decimal("0.01"), reason="x")
    found = totals(Gift.objects.filter(fund=scene.fund))
    assert (found.gifts, found.money, found.things) == (2, Decimal("99.99"), Decimal("300.00"))
