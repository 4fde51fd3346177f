"""Gifts in another currency (GIVING_CURRENCY): asked for and charged in it, booked in the yuan that the balance transaction names."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.core import clock as portal_clock
from marketplace.core import outbox
from marketplace.core.refusals import Refused
from marketplace.funds import queries, verify
from marketplace.funds.giving import booking, currencies, domain, tasks
from marketplace.funds.giving.models import Gift, Monthly, Movement
from marketplace.funds.models import Entry

from .builders import PORTAL
from .post import give, press

RATE = Decimal("7.20")


@pytest.fixture
def dollars(settings):
    settings.GIVING_CURRENCY = "usd"


def settle(peer, rate=RATE):
    """The service settles in yuan: its balance transactions of foreign charges and returns say how many."""
    for line in peer.lines:
        thing = peer.things[line["source"]]
        if thing["currency"] != "cny" and line["exchange_rate"] is None:
            amount = int(line["amount"] * rate)
            line.update(currency="cny", amount=amount, fee=300 if amount > 0 else 0, exchange_rate=str(rate))
            line["net"] = line["amount"] - line["fee"]


@pytest.fixture
def gift(scene, browser, peer, post, dollars):
    """Fifty dollars, paid; their yuan are not known yet."""
    press(give(browser, scene.fund, "50.00", display="INITIALS")["Location"])
    post.carry(times=2)
    return Gift.objects.get()


def test_the_page_asks_in_the_currency_with_its_sign_and_places(scene, browser, peer, dollars, settings):
    page = browser.get(f"/en/giving/to/{scene.fund.code}/").content.decode()
    assert "How much (US dollars)" in page and "US$" in page and "yuan that arrive" in page
    answer = browser.post(
        f"/en/giving/to/{scene.fund.code}/", {"amount": "US$1,012.345", "every": "once", "display": "ANONYMOUS"}
    )
    assert answer.status_code == 422 and "2 decimal places" in answer.content.decode()
    settings.GIVING_CURRENCY = "jpy"
    answer = browser.post(
        f"/en/giving/to/{scene.fund.code}/", {"amount": "500.5", "every": "once", "display": "ANONYMOUS"}
    )
    assert answer.status_code == 422 and not Gift.objects.exists()
    press(give(browser, scene.fund, "５，０００")["Location"])
    gift = Gift.objects.get()
    assert (gift.given, gift.currency, gift.as_given) == (5000, "jpy", "JP¥5,000")
    assert peer.things[gift.session_ref]["amount_total"] == 5000 and peer.things[gift.session_ref]["currency"] == "jpy"


@pytest.mark.parametrize("amount", ["0", "-1", "0.001", "10000000000000", "", "x"])
def test_bad_amounts_get_a_sentence_and_begin_nothing(scene, browser, peer, dollars, amount):
    answer = give(browser, scene.fund, amount)
    assert answer.status_code == 422 and not Gift.objects.exists() and not peer.asked


def test_it_waits_for_its_balance_transaction_and_is_booked_in_yuan(scene, browser, gift, peer, post):
    assert (gift.state, gift.amount, gift.currency, gift.given) == ("started", 0, "usd", 5000)
    assert not Entry.objects.exists() and Movement.objects.get().entry_id is None
    page = browser.get(f"/en/giving/gifts/{gift.code}/?thanks=1").content.decode()
    assert "US$50.00" in page and "how many yuan arrived" in page and "0.00 yuan" not in page
    assert "US$50.00" in browser.get("/en/giving/mine/").content.decode()
    domain.reconcile(portal=PORTAL)
    assert scene.fresh(gift).state == "started", "not settled in yuan yet"
    settle(peer)
    row = domain.reconcile(portal=PORTAL)
    gift.refresh_from_db()
    assert (gift.state, gift.amount, scene.balance()) == ("confirmed", Decimal("360.00"), Decimal("357.00"))
    assert (
        row.differences == []
        and row.agreed == 1
        and [e.kind for e in Entry.objects.order_by("number")] == ["RECEIPT", "FEE"]
    )
    domain.reconcile(portal=PORTAL)
    post.carry()
    assert Entry.objects.count() == 2 and not Movement.objects.filter(entry=None).exists() and verify.verify().ok
    page = Client().get(f"/en/giving/gifts/{gift.code}/").content.decode()
    assert "360.00 yuan" in page and "US$50.00" in page
    assert browser.get(reverse("giving:receipt", args=[gift.code])).content.startswith(b"%PDF")


def test_what_is_charged_does_not_lapse_while_its_yuan_are_not_known(scene, gift):
    with portal_clock.fixed(portal_clock.now() + timedelta(days=3)):
        assert tasks.lapse(PORTAL) == 0
    assert scene.fresh(gift).state == "started"


def test_settled_in_no_yuan_is_named_every_night_and_never_booked(scene, gift, peer):
    rows = [domain.reconcile(portal=PORTAL) for _night in range(2)]
    assert [[d["what"] for d in row.differences] for row in rows] == [["settled_in_other_currency"]] * 2
    assert not Entry.objects.exists()


def test_a_return_is_asked_for_in_the_gifts_own_currency_and_booked_in_yuan(scene, gift, peer, post):
    settle(peer)
    domain.reconcile(portal=PORTAL)
    gift.refresh_from_db()
    domain.refund(gift, by=scene.finance, amount=Decimal("72.00"), reason="x")
    outbox.deliver()
    post.carry(times=2)
    assert peer.things[gift.charge_ref]["amount_refunded"] == 1000
    movement = Movement.objects.get(kind="RETURN")
    assert (movement.entry_id, movement.amount, queries.committed_for(scene.fund, gift)) == (
        None,
        Decimal("72.00"),
        Decimal("72.00"),
    )
    with pytest.raises(Refused) as caught:
        domain.refund(scene.fresh(gift), by=scene.finance, amount=Decimal("288.01"), reason="x")
    assert caught.value.code == "more_than_left"
    settle(peer, Decimal("7.10"))  # the rate has moved
    domain.reconcile(portal=PORTAL)
    gift.refresh_from_db()
    assert (gift.returned, queries.committed_for(scene.fund, gift), scene.balance()) == (
        Decimal("71.00"),
        0,
        Decimal("286.00"),
    )
    assert not Movement.objects.filter(entry=None).exists() and verify.verify().ok


def test_every_month_in_another_currency(scene, browser, peer, post, dollars):
    press(give(browser, scene.fund, "20.00", every="monthly")["Location"])
    post.carry(times=2)
    monthly = Monthly.objects.get()
    assert (monthly.as_given, monthly.state, Entry.objects.count()) == ("US$20.00", "running", 0)
    settle(peer)
    domain.reconcile(portal=PORTAL)
    gift = Gift.objects.get()
    assert (gift.state, gift.amount, gift.as_given, gift.monthly) == (
        "confirmed",
        Decimal("144.00"),
        "US$20.00",
        monthly,
    )
    assert verify.verify().ok


def test_promises_and_transfers_stay_in_yuan(scene, browser, dollars):
    page = browser.get(f"/en/giving/to/{scene.fund.code}/").content.decode()
    assert "How much (yuan)" in page, "no payment service: a transfer"


def test_the_settings_know_the_same_currencies():
    from pathlib import Path

    from django.conf import settings

    text = (Path(settings.BASE_DIR) / "marketplace" / "settings.py").read_text()
    line = next(line for line in text.splitlines() if line.startswith("if GIVING_CURRENCY not in"))
    assert {code for code in currencies.ALL if f'"{code}"' in line} == set(currencies.ALL) and line.count(
        '"'
    ) == 2 * len(currencies.ALL)


@pytest.mark.parametrize(
    ("code", "units", "text"), [("usd", 5, "US$0.05"), ("jpy", 1500, "JP¥1,500"), ("xyz", 100, "XYZ 1.00")]
)
def test_units_as_text(code, units, text):
    assert currencies.of(code).text(units) == text


def test_sums_without_a_given_are_refused():
    for given in (None, 0, -5, 10**12):
        with pytest.raises(Refused):
            booking.sums_of(None, given, "usd")
