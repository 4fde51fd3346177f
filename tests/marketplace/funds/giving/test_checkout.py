"""Gifts through the payment service, from the form to the books: once, every month, by a kept card, reserved first."""

import itertools
from decimal import Decimal

import pytest
from django.urls import reverse

from marketplace.core import outbox
from marketplace.core.refusals import Refused
from marketplace.funds import verify
from marketplace.funds.giving import domain, service, tasks
from marketplace.funds.giving.models import Gift, Monthly, Movement, PaymentEvent, Pledge
from marketplace.funds.models import Entry

from .builders import PORTAL, reachable, started
from .post import give, press

BACK = {"success_url": "http://testserver/thanks", "cancel_url": "http://testserver/back"}


def test_a_gift_from_the_form_to_the_receipt(scene, browser, peer, post):
    answer = give(browser, scene.fund, display="INITIALS")
    gift = Gift.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, gift.session_url) and gift.session_url.startswith(peer.url)
    assert (gift.state, gift.directed, Entry.objects.count()) == ("started", True, 0)
    back = press(answer["Location"])
    assert "Thank you" in browser.get(back, headers={"Accept-Language": "en"}).content.decode() or "谢谢" in browser.get(back).content.decode()  # fmt: skip
    assert post.carry().count("BOOKED") == 1
    gift.refresh_from_db()
    assert (gift.state, gift.amount, scene.balance()) == ("confirmed", Decimal("100.00"), Decimal("100.00"))
    assert gift.payment_ref.startswith("pi_") and gift.charge_ref.startswith("ch_") and gift.number
    page = browser.get(back).content.decode()
    assert gift.number in page and verify.verify().ok
    assert browser.get(reverse("giving:receipt", args=[gift.code])).content.startswith(b"%PDF")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_messages_in_any_order_and_twice_book_once(scene, peer, post, order):
    gift = started(scene)
    press(domain.begin_payment(gift, **BACK))
    said = post.carry(order, times=2)
    assert said[1::2] == ["heard before"] * 3 and said.count("BOOKED") == 1
    assert (Entry.objects.count(), PaymentEvent.objects.count(), scene.balance()) == (1, 3, Decimal("100.00"))
    gift.refresh_from_db()
    assert gift.charge_ref in peer.things and gift.payment_ref in peer.things


def test_the_page_is_made_once_for_a_gift(scene, peer):
    gift = started(scene)
    assert domain.begin_payment(gift, **BACK) == domain.begin_payment(gift, **BACK)
    assert [path for _m, path, _p in peer.asked] == ["/v1/checkout/sessions"] * 2
    assert len([t for t in peer.things.values() if t["object"] == "checkout.session"]) == 1


def test_the_version_of_the_api_is_pinned(scene, peer):
    domain.begin_payment(started(scene), **BACK)
    assert peer.versions == {service.API_VERSION} == {"2026-10-28.endive"}


def test_what_the_page_shows_is_what_was_asked(scene, peer):
    gift = started(scene, "12.30")
    domain.begin_payment(gift, **BACK)
    session = peer.things[Gift.objects.get().session_ref]
    assert (session["amount_total"], session["currency"], session["asked"]["metadata"]) == (
        1230,
        "cny",
        {"gift": gift.code},
    )
    assert "王小明" not in str(session["asked"]) and session["asked"]["submit_type"] == "donate"


def test_a_declined_card_leaves_the_giver_on_the_page_and_nothing_booked(scene, peer, post):
    gift = started(scene)
    page = domain.begin_payment(gift, **BACK)
    assert press(page, "declined") == page
    assert post.carry() == [] and Entry.objects.count() == 0
    press(page)
    post.carry()
    assert scene.fresh(gift).state == "confirmed"


def test_nobody_answers_is_said_and_nothing_is_lost(scene, browser, peer):
    peer.spoil = "down"
    answer = give(browser, scene.fund, "55.00")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "支付服务" in page and 'value="55.00"' in page and not Entry.objects.exists()


def test_what_was_never_paid_lapses_and_a_late_payment_is_still_booked(scene, peer, post, clock):
    with clock("2026-03-02 09:00"):
        gift = started(scene)
        page = domain.begin_payment(gift, **BACK)
    with clock("2026-03-05 09:00"):
        assert tasks.lapse(PORTAL) == 1 and scene.fresh(gift).state == "lapsed"
        press(page)
        post.carry()
    assert scene.fresh(gift).state == "confirmed" and scene.balance() == Decimal("100.00")


def test_a_fund_that_was_closed_meanwhile_still_books_what_arrived(scene, peer, post):
    gift = started(scene)
    page = domain.begin_payment(gift, **BACK)
    type(scene.fund).objects.filter(pk=scene.fund.pk).update(state="frozen")
    press(page)
    post.carry()
    assert scene.fresh(gift).state == "confirmed"


# ---- every month ------------------------------------------------------------------------------
@pytest.fixture
def monthly(scene, browser, peer, post):
    press(give(browser, scene.fund, "20.00", every="monthly")["Location"])
    return Monthly.objects.get()


def test_each_month_becomes_a_gift_of_its_own(scene, monthly, peer, post):
    post.carry(times=2)
    monthly.refresh_from_db()
    assert (monthly.state, monthly.gifts.count(), scene.balance()) == ("running", 1, Decimal("20.00"))
    peer.month(peer.get(monthly.subscription_ref, "subscription"))
    post.carry(times=2)
    assert (monthly.gifts.count(), scene.balance()) == (2, Decimal("40.00"))
    assert all(gift.payment_ref.startswith("pi_") and gift.directed for gift in monthly.gifts.all())


def test_a_month_whose_messages_come_backwards(scene, monthly, post):
    count = len(post.peer.sent)
    post.carry(tuple(reversed(range(count))))
    gift = Gift.objects.get()
    assert (gift.state, gift.monthly, scene.balance()) == ("confirmed", monthly, Decimal("20.00"))
    assert scene.fresh(monthly).state == "running"


def test_stopped_by_the_giver_ends_at_the_service(scene, browser, monthly, peer, post):
    post.carry()
    domain.stop_monthly(scene.fresh(monthly), by=scene.by_giver)
    outbox.deliver()
    monthly.refresh_from_db()
    assert (monthly.state, peer.things[monthly.subscription_ref]["status"]) == ("ended", "canceled")
    assert "NOTED" in post.carry() and browser.get(monthly.get_absolute_url()).status_code == 200


def test_ended_at_the_service_ends_here(scene, monthly, peer, post):
    post.carry()
    peer.end_subscription(scene.fresh(monthly).subscription_ref)
    post.carry()
    assert scene.fresh(monthly).state == "ended" and scene.fresh(monthly).ended_at


# ---- promises by a kept card ---------------------------------------------------------------------
def promised(scene, post, amount="80.00"):
    reachable(scene)
    pledge = domain.promise(scene.fund, by=scene.by_giver, amount=Decimal(amount), way="CARD", giver_name="王小明")
    press(domain.begin_promise(pledge, **BACK))
    post.carry()
    return scene.fresh(pledge)


def test_a_kept_card_is_charged_later_once(scene, peer, post):
    pledge = promised(scene, post)
    assert pledge.method_ref.startswith("pm_") and Entry.objects.count() == 0
    domain.charge(pledge, by=scene.finance)
    outbox.deliver()
    assert scene.fresh(pledge).state == "charging"
    post.carry(times=2)
    gift = Gift.objects.get()
    assert (scene.fresh(pledge).state, gift.state, gift.pledge, scene.balance()) == (
        "kept",
        "confirmed",
        pledge,
        Decimal("80.00"),
    )
    assert peer.get(gift.payment_ref, "payment_intent")["amount"] == 8000


def test_a_kept_card_that_is_refused_can_be_tried_again(scene, peer, post):
    pledge = promised(scene, post)
    peer.things[pledge.method_ref]["declines"] = True
    domain.charge(pledge, by=scene.finance)
    outbox.deliver()
    post.carry()
    pledge = scene.fresh(pledge)
    assert (pledge.state, Entry.objects.count(), Gift.objects.get().state) == ("failed", 0, "lapsed")
    assert "declined" in pledge.failure
    peer.things[pledge.method_ref]["declines"] = False
    domain.charge(pledge, by=scene.finance)
    outbox.deliver()
    post.carry()
    assert scene.fresh(pledge).state == "kept" and scene.balance() == Decimal("80.00")


def test_a_released_promise_gives_the_card_up(scene, peer, post):
    pledge = promised(scene, post)
    method = pledge.method_ref
    domain.release_pledge(pledge, by=scene.by_giver)
    outbox.deliver()
    assert ("POST", f"/v1/payment_methods/{method}/detach", {}) in peer.asked
    assert peer.things[method]["customer"] is None and scene.fresh(pledge).method_ref == ""


def test_without_a_card_nothing_is_charged(scene, peer):
    from .builders import named

    named(scene)
    pledge = domain.promise(scene.fund, by=scene.by_giver, amount=Decimal("5"), way="CARD")
    with pytest.raises(Refused) as caught:
        domain.charge(pledge, by=scene.finance)
    assert caught.value.code == "no_card" and Pledge.objects.get().state == "promised"


# ---- reserved first -------------------------------------------------------------------------------
def reserved(scene, post):
    gift = started(scene)
    press(domain.begin_payment(gift, later=True, **BACK))
    post.carry()
    return scene.fresh(gift)


def test_a_reservation_is_captured(scene, peer, post):
    gift = reserved(scene, post)
    assert (gift.state, Entry.objects.count()) == ("authorised", 0)
    domain.capture(gift, by=scene.finance)
    outbox.deliver()
    post.carry()
    assert scene.fresh(gift).state == "confirmed" and scene.balance() == Decimal("100.00")


def test_a_reservation_is_released(scene, peer, post):
    gift = reserved(scene, post)
    domain.release(gift, by=scene.finance)
    outbox.deliver()
    post.carry()
    assert scene.fresh(gift).state == "lapsed" and Movement.objects.count() == Entry.objects.count() == 0
    assert peer.things[gift.payment_ref]["status"] == "canceled"
