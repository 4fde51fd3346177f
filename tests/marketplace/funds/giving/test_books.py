"""Fees, returns and what stands beside the cash, in the lineage and in a fund's year."""

from decimal import Decimal

import pytest
from django.test import Client

from marketplace.core import clock as core_clock
from marketplace.funds import domain as funds
from marketplace.funds import queries_purposes, reports, verify
from marketplace.funds.giving import domain
from marketplace.funds.models import Allocation, Entry
from tests.marketplace.funds.builders import make_cause

from .builders import PORTAL, confirmed, started
from .post import press
from .test_checkout import BACK


@pytest.fixture
def lived(scene, peer, post):
    """100 by card (fee 3.20), 50 by hand of which 10 go back, things for 300, two hours; 60 promised and 40 of it paid."""
    press(domain.begin_payment(started(scene), **BACK))
    post.carry()
    domain.reconcile(portal=PORTAL)
    hand = confirmed(scene, "50.00")
    domain.refund(hand, by=scene.finance, amount=Decimal("10"), reason="x")
    confirmed(scene, "300.00", kind="THINGS", what="书", way="OTHER")
    confirmed(scene, kind="TIME", what="义诊", hours=Decimal(2), hour_value=Decimal(30), way="OTHER", evidence=None)
    cause = make_cause(scene.house, "X")
    funds.commit(scene.fund, Decimal("60"), cause=cause, by=scene.finance)
    funds.pay(scene.fund, Decimal("40"), cause=cause, by=scene.finance, text="x", key="x")
    return scene


def test_the_year_adds_up_with_fees_and_returns(lived):
    year = Entry.objects.first().at.year
    one = reports.year_of(lived.fund, year)
    assert (one.came_in, one.returned, one.fees, one.paid) == (
        Decimal("150.00"),
        Decimal("10.00"),
        Decimal("3.20"),
        Decimal("40.00"),
    )
    assert (
        one.opening + one.came_in + one.from_others - one.returned - one.fees - one.paid
        == one.closing
        == Decimal("96.80")
    )
    assert (one.free, one.promised) == (Decimal("76.80"), Decimal("20.00"))
    assert [amount for _label, amount in one.sources] == [Decimal("150.00")]
    page = Client().get(f"/funds/{lived.fund.code}/report/{year}/").content.decode()
    assert "退还捐赠人" in page and "3.20" in page and "360.00" not in page
    assert reports.as_pdf(one).startswith(b"%PDF")
    told = Client().get(f"/api/funds/funds/{lived.fund.code}/report/{year}").json()
    assert (told["returned"], told["fees"], told["closing"]) == ("10.00", "3.20", "96.80")


def test_every_fen_is_somewhere_and_things_are_in_no_stream(lived):
    assert verify.verify().ok
    memo = Entry.objects.filter(kind="MEMO").values("pk")
    assert not Allocation.objects.filter(entry__in=memo).exists()

    def moved(kind):
        rows = Allocation.objects.filter(entry__kind=kind, from_account__kind="FREE")
        return sum(row.stop - row.start for row in rows)

    came = Allocation.objects.filter(from_account=None, entry__kind="RECEIPT")
    assert sum(row.stop - row.start for row in came) == 15000
    assert (moved("FEE"), moved("RETURN"), moved("COMMITMENT")) == (320, 1000, 6000)


def test_a_return_takes_fen_out_of_the_fund_and_a_win_brings_them_back(scene, peer, post):
    press(domain.begin_payment(started(scene), **BACK))
    post.carry()
    charge = next(t for t in peer.things.values() if t["object"] == "charge")
    peer.dispute(charge["id"], "won")
    post.carry()
    rows = [
        (a.entry.kind, a.from_account_id is None, a.to_account_id is None, a.stop - a.start)
        for a in Allocation.objects.order_by("pk")
    ]
    assert [row[0] for row in rows] == ["RECEIPT", "RETURN", "RECEIPT"] and {row[3] for row in rows} == {10000}
    assert verify.verify().ok


def test_a_funds_page_and_its_yearly_report_call_a_gift_a_gift(scene):
    confirmed(scene, "100.00")
    (row,) = queries_purposes.sources(scene.fund)
    assert (row.source, row.amount) == ("GIFT", Decimal("100.00"))
    assert reports.year_of(scene.fund, core_clock.today().year).sources == [(row.label, row.amount)]
