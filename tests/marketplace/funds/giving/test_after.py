"""After the gift: returns in part and whole, disputes, fees; and the night's comparison with the service's own list."""

import itertools
from decimal import Decimal

import pytest

from marketplace.core import outbox
from marketplace.core.refusals import Refused
from marketplace.funds import domain as funds
from marketplace.funds import queries, queries_lineage, verify
from marketplace.funds.giving import domain, service, tasks
from marketplace.funds.giving.differences import sentence_of
from marketplace.funds.giving.models import Movement, Reconciliation
from marketplace.funds.models import Entry
from tests.marketplace.funds.builders import make_cause

from .builders import PORTAL, confirmed, started, succeeded
from .post import press
from .test_checkout import BACK

NO_FEE = (0, 0)


@pytest.fixture
def paid(scene, peer, post):
    """A gift of 100 yuan that was paid at the service."""
    gift = started(scene)
    press(domain.begin_payment(gift, **BACK))
    post.carry()
    return scene.fresh(gift)


def kinds():
    """Of the entries, without what is set aside for a return and taken out for it again."""
    return [e.kind for e in Entry.objects.order_by("number") if e.kind not in ("COMMITMENT", "RELEASE")]


def returned(gift, scene, amount=None):
    domain.refund(scene.fresh(gift), by=scene.finance, amount=amount, reason="重复付款")
    outbox.deliver()


# ---- returns ----------------------------------------------------------------------------------
def test_two_equal_parts_and_the_rest(scene, paid, peer, post):
    for _turn in range(2):
        returned(paid, scene, Decimal("30"))
    post.carry(times=2)
    gift = scene.fresh(paid)
    assert (gift.state, gift.returned, scene.balance()) == ("confirmed", Decimal("60.00"), Decimal("40.00"))
    returned(paid, scene)
    post.carry(times=2)
    gift = scene.fresh(paid)
    assert (gift.state, gift.returned, scene.balance()) == ("returned", Decimal("100.00"), 0)
    assert kinds() == ["RECEIPT", "RETURN", "RETURN", "RETURN"] and verify.verify().ok
    assert peer.things[gift.charge_ref]["amount_refunded"] == 10000


def test_what_a_return_will_take_is_set_aside_until_it_is_done(scene, paid, peer):
    domain.refund(paid, by=scene.finance, amount=Decimal("30"), reason="x")
    assert (scene.balance(), scene.balance("COMMITMENT")) == (Decimal("70.00"), Decimal("30.00"))
    with pytest.raises(Refused) as caught:
        funds.commit(scene.fund, Decimal("70.01"), cause=make_cause(scene.house, "X"), by=scene.finance)
    assert caught.value.code == "not_covered"
    funds.commit(scene.fund, Decimal("70"), cause=make_cause(scene.house, "Y"), by=scene.finance)
    outbox.deliver()
    assert (scene.fresh(paid).returned, funds_left(scene, paid)) == (Decimal("30.00"), 0)
    assert scene.balance() == 0 and verify.verify().ok
    became = queries_lineage.became(Entry.objects.get(kind="RECEIPT"), scene.finance)
    assert (became.gone, became.amount) == (Decimal("30.00"), Decimal("100.00"))


def test_of_two_returns_that_wait_each_keeps_its_own(scene, paid, peer, post):
    peer.spoil = "down"
    for amount in ("30", "20"):
        domain.refund(scene.fresh(paid), by=scene.finance, amount=Decimal(amount), reason="x")
    assert funds_left(scene, paid) == Decimal("50.00")
    peer.spoil = ""
    peer.refund(
        {"payment_intent": paid.payment_ref, "amount": "1000"}
    )  # on the service's own page: nothing was set aside
    post.carry()
    assert (funds_left(scene, paid), scene.balance()) == (Decimal("50.00"), Decimal("40.00"))
    outbox.deliver()
    post.carry()
    assert (funds_left(scene, paid), scene.fresh(paid).returned) == (0, Decimal("60.00")) and verify.verify().ok


def test_a_refused_return_frees_what_was_set_aside(scene, paid, peer):
    domain.refund(paid, by=scene.finance, reason="x")
    peer.things[paid.charge_ref]["amount_refunded"] = 10000  # somebody was faster there
    outbox.deliver()
    assert (funds_left(scene, paid), scene.balance(), scene.fresh(paid).kept) == (
        0,
        Decimal("100.00"),
        Decimal("100.00"),
    )
    assert not Movement.objects.filter(entry=None).exists() and verify.verify().ok


def funds_left(scene, gift):
    """What is set aside for returns of a gift."""
    return queries.committed_for(scene.fund, gift)


def test_asking_twice_returns_once(scene, paid, peer):
    domain.refund(paid, by=scene.finance, amount=Decimal("30"), reason="x")
    event = outbox.OutboxEvent.objects.get(kind="giving.refund_asked")
    from marketplace.funds.giving.receivers import ask_for_refund

    ask_for_refund(event)
    Movement.objects.filter(kind="RETURN").update(note="")
    ask_for_refund(event)
    assert peer.things[paid.charge_ref]["amount_refunded"] == 3000 and kinds() == ["RECEIPT", "RETURN"]


def test_more_than_the_gift_is_refused_and_nothing_is_asked(scene, paid, peer):
    returned(paid, scene, Decimal("60"))
    for amount, code in (
        ("40.01", "more_than_left"),
        ("0", "not_positive"),
        ("0.001", "part_of_a_fen"),
        ("-5", "not_positive"),
    ):
        with pytest.raises(Refused) as caught:
            domain.refund(scene.fresh(paid), by=scene.finance, amount=Decimal(amount), reason="x")
        assert caught.value.code == code
    assert peer.things[paid.charge_ref]["amount_refunded"] == 6000


def test_what_was_asked_for_is_not_asked_for_again(scene, paid):
    domain.refund(paid, by=scene.finance, reason="x")
    with pytest.raises(Refused) as caught:
        domain.refund(scene.fresh(paid), by=scene.finance, reason="x")
    assert caught.value.code == "nothing_left"


def test_a_return_made_on_the_services_own_page_is_booked_too(scene, paid, peer, post):
    peer.refund({"payment_intent": paid.payment_ref, "amount": "2500"})
    post.carry()
    assert (scene.fresh(paid).returned, kinds()) == (Decimal("25.00"), ["RECEIPT", "RETURN"])


def test_a_return_that_the_service_refuses_is_not_owed_any_more(scene, paid, peer, post):
    peer.refund({"payment_intent": paid.payment_ref})  # on the service's own page; its message is late
    returned(paid, scene)
    assert not Movement.objects.filter(key__startswith="asked:").exists() and scene.fresh(paid).returned == 0
    post.carry()
    assert (scene.fresh(paid).state, kinds()) == ("returned", ["RECEIPT", "RETURN"])


def test_a_return_waits_while_the_service_is_silent(scene, paid, peer, post):
    peer.spoil = "down"
    returned(paid, scene, Decimal("10"))
    event = outbox.OutboxEvent.objects.get(kind="giving.refund_asked")
    assert event.delivered_at is None and "service_silent" in event.error or "支付服务" in event.error
    peer.spoil = ""
    outbox.OutboxEvent.objects.update(not_before=event.created_at)
    outbox.deliver()
    assert scene.fresh(paid).returned == Decimal("10.00")


def test_a_return_before_its_gift_waits_for_it(scene, peer, post):
    gift = started(scene)
    press(domain.begin_payment(gift, **BACK))
    intent = next(t for t in peer.things.values() if t["object"] == "payment_intent")
    peer.refund({"payment_intent": intent["id"], "amount": "4000"})
    messages = post.fresh()
    said = [post.send(m).json()["outcome"] for m in reversed(messages)]
    assert "WAITING" in said and scene.fresh(gift).returned == Decimal("40.00")
    assert scene.balance() == Decimal("60.00") and kinds() == ["RECEIPT", "RETURN"]


def test_a_failed_return_comes_back(scene, paid, peer, post):
    made = peer.refund({"payment_intent": paid.payment_ref, "amount": "2500"})
    post.carry()
    made["status"] = "failed"
    peer.tell("refund.failed", made)
    post.carry(times=2)
    assert (scene.fresh(paid).returned, scene.balance(), kinds()) == (
        0,
        Decimal("100.00"),
        ["RECEIPT", "RETURN", "RECEIPT"],
    )


def test_money_that_is_promised_meanwhile_waits_to_be_booked(scene, paid, peer, post):
    funds.commit(scene.fund, Decimal("80"), cause=make_cause(scene.house, "X"), by=scene.finance)
    peer.refund({"payment_intent": paid.payment_ref})
    post.carry()
    movement = Movement.objects.get(kind="RETURN")
    assert movement.entry is None and movement.note and scene.balance() == Decimal("20.00")
    confirmed(scene, "80.00")
    assert tasks.waiting(PORTAL) == 1
    movement.refresh_from_db()
    assert movement.entry.kind == "RETURN" and scene.fresh(paid).state == "returned" and verify.verify().ok


# ---- disputes -----------------------------------------------------------------------------------
@pytest.mark.parametrize(("end", "state", "balance"), [("won", "confirmed", "100.00"), ("lost", "lost", "0.00")])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_dispute_ends(scene, paid, peer, post, end, state, balance, backwards):
    peer.dispute(paid.charge_ref, end)
    count = len(peer.sent) - post.read
    post.carry(tuple(reversed(range(count))) if backwards else tuple(range(count)), times=2)
    gift = scene.fresh(paid)
    assert (gift.state, gift.dispute_end, scene.balance()) == (state, end, Decimal(balance))
    assert verify.verify().ok


def test_while_it_is_disputed_nothing_is_returned(scene, paid, peer, post):
    peer.dispute(paid.charge_ref)
    post.carry()
    gift = scene.fresh(paid)
    assert (gift.state, gift.returned, scene.balance()) == ("disputed", Decimal("100.00"), 0)
    with pytest.raises(Refused) as caught:
        domain.refund(gift, by=scene.finance, reason="x")
    assert caught.value.code == "wrong_state"


# ---- the night's comparison -----------------------------------------------------------------------
def what(row):
    return sorted(one["what"] for one in row.differences)


def test_all_agrees_and_fees_are_lines_of_their_own(scene, paid):
    row = domain.reconcile(portal=PORTAL)
    assert (row.read, row.agreed, row.fees_booked, row.differences) == (1, 1, 1, [])
    assert (scene.balance(), scene.balance("FEE"), scene.balance("SOURCE")) == (
        Decimal("96.80"),
        Decimal("3.20"),
        Decimal("-100.00"),
    )
    assert kinds() == ["RECEIPT", "FEE"] and scene.fresh(paid).kept == Decimal("100.00")
    again = domain.reconcile(portal=PORTAL)
    assert (again.fees_booked, again.differences, Entry.objects.count()) == (0, [], 2) and verify.verify().ok


def test_a_charge_whose_messages_never_came_is_named(scene, peer):
    gift = started(scene)
    press(domain.begin_payment(gift, **BACK))
    row = domain.reconcile(portal=PORTAL)
    assert what(row) == ["not_booked"] and Entry.objects.count() == 0
    assert "100.00" in sentence_of(row.differences[0])


def test_every_difference_is_named(scene, paid, peer, post, clock):
    unknown = peer.make("ch", "charge", amount=700, payment_intent=None, metadata={})
    peer.line("charge", unknown["id"], 700, 0)
    peer.line(
        "refund", peer.make("re", "refund", charge=paid.charge_ref, payment_intent=paid.payment_ref)["id"], -500, 0
    )
    peer.line("stripe_fee", None, -200, 0)
    peer.line("something_new", unknown["id"], 1, 0)
    peer.line("payout", "po_1", -10000, 0)
    peer.lines[0]["amount"] = 9900
    row = domain.reconcile(portal=PORTAL)
    assert what(row) == ["fee_of_account", "other_amount", "unknown_charge", "unknown_kind", "unknown_movement"]
    sentences = [sentence_of(one) for one in row.differences]
    assert len(set(sentences)) == 5 and not any("%(" in one for one in sentences)


def test_what_only_the_books_name_is_named_after_the_service_was_asked(scene, paid, peer, clock):
    from datetime import timedelta

    from marketplace.core import clock as core_clock

    domain.hear(succeeded(started(scene, "5.00"), ref="pi_made_up"), by=PORTAL)
    peer.lines.clear()  # the list begins later than both; one of the charges is known when it is asked for
    with core_clock.fixed(core_clock.now() + timedelta(hours=2)):
        row = domain.reconcile(portal=PORTAL)
    assert [(one["what"], one["key"]) for one in row.differences] == [("ours_alone", "pi_made_up")]


def test_a_fee_waits_until_the_fund_has_money(scene, paid):
    funds.commit(scene.fund, Decimal("100"), cause=make_cause(scene.house, "X"), by=scene.finance)
    assert what(domain.reconcile(portal=PORTAL)) == ["fee_waits_for_cover"]
    confirmed(scene, "10.00")
    assert domain.reconcile(portal=PORTAL).differences == [] and scene.balance("FEE") == Decimal("3.20")


def test_disputes_and_returns_agree_with_their_fees(scene, paid, peer, post):
    peer.refund({"payment_intent": paid.payment_ref, "amount": "1000"})
    peer.dispute(paid.charge_ref)
    peer.lines[-1]["amount"] = -9000
    peer.sent[-1]["data"]["object"]["amount"] = peer.sent[-2]["data"]["object"]["amount"] = 9000
    post.carry()
    confirmed(scene, "50.00")  # covers the fees
    row = domain.reconcile(portal=PORTAL)
    assert (row.read, row.agreed, row.fees_booked, row.differences) == (3, 3, 2, [])
    assert scene.balance("FEE") == Decimal("18.20") and verify.verify().ok


def test_nothing_is_changed_when_the_service_is_silent(scene, paid, peer):
    peer.spoil = "down"
    with pytest.raises(Refused) as caught:
        domain.reconcile(portal=PORTAL)
    assert caught.value.code == "service_silent" and not Reconciliation.objects.exists()


def test_many_pages_are_read_to_the_end(scene, paid, peer):
    for _n in range(230):
        peer.line("payout", "po_1", -1, 0)
    assert domain.reconcile(portal=PORTAL).read == 231
    asked = [p for _m, path, p in peer.asked if path == "/v1/balance_transactions"]
    assert len(asked) == 3 and all(p["limit"] == "100" for p in asked)


def test_once_a_night(scene, paid, clock):
    with clock("2026-03-03 01:30"):
        assert tasks.every_night(PORTAL) == 0
    with clock("2026-03-03 02:10"):
        assert tasks.every_night(PORTAL) == 1
    with clock("2026-03-03 04:10"):
        assert tasks.every_night(PORTAL) == 0
    assert Reconciliation.objects.count() == 1


def test_without_a_service_nothing_is_compared(scene, settings):
    assert not service.is_on() and tasks.every_night(PORTAL) == 0
    with pytest.raises(Refused) as caught:
        domain.reconcile(portal=PORTAL)
    assert caught.value.code == "service_off"


def test_the_desk_shows_what_the_night_found(scene, paid, peer):
    from django.test import Client

    unknown = peer.make("ch", "charge", amount=700, payment_intent=None, metadata={})
    peer.line("charge", unknown["id"], 700, 0)
    domain.reconcile(portal=PORTAL)
    client = Client()
    client.force_login(scene.finance.user)
    page = client.get("/giving/desk/").content.decode()
    assert unknown["id"] in page and "7.00" in page


def test_permutations_of_a_return_and_a_dispute_leave_the_same_books(scene, peer, post):
    """All orders of the messages of one gift, one return and one lost dispute."""
    gift = started(scene)
    press(domain.begin_payment(gift, **BACK))
    charge = next(t for t in peer.things.values() if t["object"] == "charge")
    peer.refund({"payment_intent": charge["payment_intent"], "amount": "4000"})
    made = peer.dispute(charge["id"], "lost")
    for message in peer.sent:
        if message["data"]["object"]["id"] == made["id"]:
            message["data"]["object"]["amount"] = 6000
    messages = [m for m in post.fresh() if m["type"] in ("payment_intent.succeeded", "refund.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed")]  # fmt: skip
    from django.db import transaction

    for order in itertools.permutations(messages):
        with transaction.atomic():
            for message in order:
                domain.hear(message, by=PORTAL)
            tasks.waiting(PORTAL)
            fresh = scene.fresh(gift)
            assert (fresh.returned, scene.balance(), sorted(kinds())) == (Decimal("100.00"), 0, ["RECEIPT", "RETURN", "RETURN"]), [m["type"] for m in order]  # fmt: skip
            assert fresh.state == "lost", [m["type"] for m in order]
            transaction.set_rollback(True)
