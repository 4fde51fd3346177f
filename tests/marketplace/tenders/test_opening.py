"""The opening: two openers, one transaction, minutes; or nothing at all."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.core import clock, files
from marketplace.funds.queries import committed_for
from marketplace.tenders import domain, envelopes, procedures

from .builders import after_deadline, draft_bid, open_call, opened_call, sealed_bid
from .test_bids import PDF
from .test_calls import refused

pytestmark = pytest.mark.django_db


def confirm(call, street, *names):
    for name in names:
        call = domain.confirm_opening(call, by=street.actor(name))
    call.refresh_from_db()
    return call


def test_not_before_the_grace_has_passed(street):
    call = open_call(street)
    for moment in (
        call.deadline - timedelta(seconds=1),
        call.deadline + procedures.OPENING_GRACE - timedelta(seconds=1),
    ):
        with clock.fixed(moment):
            error = refused("tenders.still_open", domain.confirm_opening, call, by=street.actor("opener"))
            assert "三十三" in error.clause


def test_two_different_openers_with_fresh_second_factors(street):
    call = open_call(street)
    with after_deadline(call):
        refused("tenders.opener", domain.confirm_opening, call, by=street.actor("leader"))
        refused("second_factor", domain.confirm_opening, call, by=street.actor("opener", fresh=False))
        confirm(call, street, "opener")
        assert call.state == "open"
        refused("tenders.confirmed_already", domain.confirm_opening, call, by=street.actor("opener"))


def test_everything_opens_at_once(street):
    call = open_call(street)
    for number, price in enumerate(("44.50", "43.00", "46.00"), start=1):
        bid = draft_bid(street, call, number, unit_price=price)
        if number == 1:
            domain.add_file(bid, SimpleUploadedFile("证书.pdf", PDF), by=street.actor("w1"))
        domain.seal(bid, by=street.actor(f"w{number}"))
    with after_deadline(call):
        confirm(call, street, "opener", "opener2")
    bids = list(call.bids.order_by("organisation__code"))
    assert call.state == "evaluating"
    assert [(b.state, b.price) for b in bids] == [
        ("opened", Decimal("44967.25")),
        ("opened", Decimal("43451.50")),
        ("opened", Decimal("46483.00")),
    ]
    rows = call.minutes["bids"]
    assert [(r["price"], r["sha256"]) for r in rows] == [(str(b.price), b.submissions.get().sha256) for b in bids]
    stored = files.files_of(bids[0], "tenders.bid_file").get()
    assert files.open_file(stored).read() == PDF
    assert "contact" not in str(rows) and "answers" not in str(rows)


def test_only_the_latest_envelope_counts_and_withdrawn_bids_stay_closed(street):
    call = open_call(street)
    bids = [sealed_bid(street, call, n) for n in (1, 2, 3)]
    from .builders import content_for

    domain.save(bids[0], by=street.actor("w1"), content=content_for(call, "40.00"))
    domain.seal(bids[0], by=street.actor("w1"))
    domain.withdraw(bids[1], by=street.actor("w2"))
    with after_deadline(call):
        confirm(call, street, "opener", "opener2")
    assert call.state == "failed"
    assert [b.content for b in call.bids.all()] == [None, None, None]


def test_fewer_than_the_minimum_opens_nothing(street):
    call = open_call(street)
    for number in (1, 2):
        sealed_bid(street, call, number)
    draft = draft_bid(street, call, 3)
    with after_deadline(call):
        confirm(call, street, "opener", "opener2")
    draft.refresh_from_db()
    assert (call.state, call.identity, draft.draft) == ("failed", "", None)
    assert sorted(call.bids.values_list("state", "price")) == [("draft", None), ("returned", None), ("returned", None)]
    assert call.minutes["received"] == 2 and "四十一" in call.minutes["clause_zh"] and "bids" not in call.minutes
    assert committed_for(street.fund, call) == 0


def test_a_bid_that_does_not_open_is_recorded_and_the_others_go_on(street, media):
    call = open_call(street)
    bids = [sealed_bid(street, call, n) for n in (1, 2, 3)]
    spoiled = media / bids[0].submissions.get().path
    kept = spoiled.read_bytes()
    spoiled.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    with after_deadline(call):
        confirm(call, street, "opener", "opener2")
    assert [r["readable"] for r in call.minutes["bids"]] == [False, True, True]
    assert [b.state for b in call.bids.order_by("organisation__code")] == ["returned", "opened", "opened"]


def test_a_failure_in_the_middle_leaves_nothing_open(street, media, monkeypatch):
    call = open_call(street)
    for number in (1, 2, 3):
        bid = draft_bid(street, call, number)
        domain.add_file(bid, SimpleUploadedFile("证书.pdf", PDF + bytes([number])), by=street.actor(f"w{number}"))
        domain.seal(bid, by=street.actor(f"w{number}"))
    before = {p for p in media.rglob("*") if p.is_file()}
    real, seen = envelopes.unseal, []

    def breaks(*args):
        seen.append(1)
        if len(seen) == 3:
            raise RuntimeError("power cut")
        return real(*args)

    monkeypatch.setattr(envelopes, "unseal", breaks)
    with after_deadline(call):
        confirm(call, street, "opener")
        with pytest.raises(RuntimeError):
            domain.confirm_opening(call, by=street.actor("opener2"))
    call.refresh_from_db()
    assert (call.state, call.minutes, call.opening_confirmations.count()) == ("open", {}, 1)
    assert {b.state for b in call.bids.all()} == {"sealed"}
    assert {p for p in media.rglob("*") if p.is_file()} == before


def test_nobody_else_reads_a_bid_after_the_opening(street):
    call = opened_call(street)
    from marketplace.tenders.models import Bid

    readers = {name: Bid.objects.visible_to(actor).filter(call=call).count() for name, actor in street.roles().items()}
    assert readers == {
        "buyer": 3, "buyer2": 3, "leader": 3, "opener": 3, "opener2": 3, "secretary": 3, "finance": 3, "auditor": 3,
        "evaluator": 0, "editor": 0, "stranger": 0, "w1": 1, "w2": 1, "w3": 1, "o1": 1,
    }  # fmt: skip
