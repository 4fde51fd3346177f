"""Receipts of sealed bids in the transparency log: provable by the bidder, counted by nobody before the opening."""

import json

import pytest
from django.urls import reverse

from marketplace.core import clock
from marketplace.funds import domain as funds
from marketplace.funds.models import Checkpoint, LogRecord, SealedReceipt
from marketplace.tenders import domain, reads
from tests.marketplace.funds.test_proofs import script  # noqa: F401  (a fixture)

from .builders import after_deadline, open_call, sealed_bid

pytestmark = pytest.mark.django_db


def test_a_bidder_proves_the_own_receipt(street, client, script):  # noqa: F811
    bid = sealed_bid(street, open_call(street))
    sha256 = bid.submissions.get().sha256
    address = reverse("tenders:receipt_proof", args=[sha256])
    client.force_login(bid.writer)
    page = reverse("tenders:receipt", args=[bid.code])
    assert client.get(address).status_code == 404
    assert address not in client.get(page).content.decode()
    funds.make_checkpoint()
    assert address in client.get(page).content.decode()
    assert address in client.get(reverse("tenders:receipts"), {"sha256": sha256}).content.decode()
    given = client.get(address).json()
    assert json.loads(given["body"])["sha256"] == sha256
    assert script(given)
    assert client.get(reverse("tenders:receipt_proof", args=["ab" * 32])).status_code == 404


def test_the_log_does_not_count_bids(street, client):
    """What everybody may read of the log is the same in form with no bid and with three."""
    call, seen = open_call(street), []
    for numbers in ((), (1, 2, 3)):
        for number in numbers:
            sealed_bid(street, call, number)
        checkpoint = funds.make_checkpoint()
        record = LogRecord.objects.order_by("-position").first()
        seen.append((checkpoint.size - checkpoint.entries, len(record.body), sorted(json.loads(record.body))))
        page = client.get(checkpoint.get_absolute_url()).content.decode()
        for receipt in SealedReceipt.objects.all():
            assert receipt.salt not in page and json.loads(receipt.body)["sha256"] not in page
    assert seen[0][0] + 1 == seen[1][0]
    assert seen[0][1:] == seen[1][1:]


def test_on_record_after_the_deadline(street):
    call = open_call(street)
    sealed_bid(street, call)
    funds.make_checkpoint()
    assert not funds.checkpoint_is_due()
    with clock.fixed(call.deadline):
        funds.make_checkpoint() if funds.checkpoint_is_due() else None
        assert not funds.checkpoint_is_due()


def test_the_opening_puts_all_on_record_first(street):
    call = open_call(street)
    bids = [sealed_bid(street, call, number) for number in (1, 2, 3)]
    before = Checkpoint.objects.count()
    with after_deadline(call):
        for name in ("opener", "opener2"):
            domain.confirm_opening(call, by=street.actor(name))
    assert Checkpoint.objects.count() == before + 1
    for bid in bids:
        assert reads.proof_of_receipt(bid.submissions.get().sha256) is not None
