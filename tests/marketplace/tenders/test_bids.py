"""Writing, sealing, replacing, withdrawing a bid."""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.tenders import domain, envelopes
from marketplace.tenders.models import Bid, SealedSubmission

from .builders import content_for, draft_bid, open_call, sealed_bid
from .test_calls import refused

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%abc\ntrailer\n%%EOF\n"


def test_only_a_bid_writer_of_an_organisation_that_may_bid(street):
    call = open_call(street)
    first, second = street.organisations[0], street.organisations[1]
    refused("tenders.bid_writer", domain.start, call, by=street.actor("o1"), organisation=first)
    refused("tenders.bid_writer", domain.start, call, by=street.actor("w1"), organisation=second)
    first.documents.update(valid_to=clock.today() - timedelta(days=1))
    error = refused("tenders.may_not_bid", domain.start, call, by=street.actor("w1"), organisation=first)
    assert str((clock.today() - timedelta(days=1)).isoformat()) in error.sentence
    second.state = "suspended"
    second.save()
    refused("tenders.may_not_bid", domain.start, call, by=street.actor("w2"), organisation=second)


def test_there_is_one_bid_each(street):
    call = open_call(street)
    bid = draft_bid(street, call)
    assert domain.start(call, by=street.actor("w1"), organisation=street.organisations[0]) == bid
    assert Bid.objects.count() == 1


def test_an_incomplete_or_too_dear_bid_is_not_sealed(street, media):
    call = open_call(street)
    bid = draft_bid(street, call, unit_price="99.95")
    error = refused("tenders.bid_incomplete", domain.seal, bid, by=street.actor("w1"))
    assert "六十三" in error.clause
    for missing in ("answers", "conditions", "lines", "statement"):
        domain.save(
            bid, by=street.actor("w1"), content={**content_for(call), missing: False if missing == "statement" else []}
        )
        refused("tenders.bid_incomplete", domain.seal, bid, by=street.actor("w1"))
    bid.refresh_from_db()
    assert (bid.state, bid.submissions.count()) == ("draft", 0)
    assert not list(media.rglob("sealed/*/*"))


def test_sealing_erases_the_draft_and_gives_a_receipt(street, media):
    call = open_call(street)
    bid = draft_bid(street, call)
    domain.add_file(bid, SimpleUploadedFile("证书.pdf", PDF), by=street.actor("w1"))
    assert len(list((media / "drafts").rglob("*"))) == 2
    receipt = domain.seal(bid, by=street.actor("w1"))
    bid.refresh_from_db()
    assert (bid.state, bid.draft, bid.content, bid.price) == ("sealed", None, None, None)
    stored = (media / receipt.path).read_bytes()
    assert hashlib.sha256(stored).hexdigest() == receipt.sha256 and len(stored) == receipt.size
    assert not [p for p in (media / "drafts").rglob("*") if p.is_file()]


@pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed")
def test_the_age_tool_opens_what_the_portal_sealed(street, media, tmp_path):
    call = open_call(street)
    bid = draft_bid(street, call, text="第二意见")
    domain.add_file(bid, SimpleUploadedFile("证书.pdf", PDF), by=street.actor("w1"))
    receipt = domain.seal(bid, by=street.actor("w1"))
    key = tmp_path / "key.txt"
    key.write_text(envelopes.opening_identity(call))
    done = subprocess.run(["age", "-d", "-i", str(key), str(media / receipt.path)], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        body = json.loads(tar.extractfile("bid.json").read())
        assert tar.getnames() == ["bid.json", "files/01-证书.pdf"]
        assert tar.extractfile("files/01-证书.pdf").read() == PDF
    assert body["answers"][0]["text"] == "第二意见"
    assert body["price"] == "44967.25"  # 44.50 x 1000 + 44.50 x 10.5
    assert body["price_capitals"] == "肆万肆仟玖佰陆拾柒元贰角伍分"


def test_the_receipt_is_append_only(street):
    sealed_bid(street, open_call(street))
    for spoil in (lambda: SealedSubmission.objects.update(size=1), lambda: SealedSubmission.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, True), (1, False)])
def test_the_deadline_to_the_second(street, media, seconds, taken):
    call = open_call(street)
    bid = draft_bid(street, call)
    with clock.fixed(call.deadline + timedelta(seconds=seconds)):
        if taken:
            domain.seal(bid, by=street.actor("w1"))
        else:
            error = refused("tenders.late", domain.seal, bid, by=street.actor("w1"))
            assert "三十三" in error.clause
            refused("tenders.late", domain.save, bid, by=street.actor("w1"), content={})
    assert SealedSubmission.objects.count() == int(taken)
    assert len(list(media.glob("sealed/*/*"))) == int(taken)


def test_replace_and_withdraw_until_the_deadline(street):
    call = open_call(street)
    bid = sealed_bid(street, call)
    refused("tenders.no_draft", domain.seal, bid, by=street.actor("w1"))
    domain.save(bid, by=street.actor("w1"), content=content_for(call, "40.00"))
    assert bid.state == "sealed"
    second = domain.seal(bid, by=street.actor("w1"))
    assert (second.number, bid.submissions.count()) == (2, 2)
    with clock.fixed(call.deadline + timedelta(seconds=1)):
        refused("tenders.late", domain.withdraw, bid, by=street.actor("w1"))
    domain.withdraw(bid, by=street.actor("w1"))
    assert bid.state == "withdrawn"
    domain.save(bid, by=street.actor("w1"), content=content_for(call))
    assert domain.seal(bid, by=street.actor("w1")).number == 3


def test_a_draft_changed_meanwhile_is_not_sealed(street, monkeypatch, media):
    call = open_call(street)
    bid = draft_bid(street, call)
    real = envelopes.seal

    def meanwhile(*args):
        found = real(*args)
        Bid.objects.filter(pk=bid.pk).update(draft=envelopes.lock_draft(bid.code, content_for(call, "1.00")))
        return found

    monkeypatch.setattr(envelopes, "seal", meanwhile)
    refused("tenders.draft_changed", domain.seal, bid, by=street.actor("w1"))
    assert not list(media.glob("sealed/*/*"))


@pytest.mark.parametrize("bad", [b"MZ\x90\x00exe", b"<script>alert(1)</script>", b""])
def test_files_of_the_wrong_kind_are_refused(street, bad):
    bid = draft_bid(street, open_call(street))
    with pytest.raises(Refused) as caught:
        domain.add_file(bid, SimpleUploadedFile("看起来.pdf", bad), by=street.actor("w1"))
    assert caught.value.field == "file"


def test_at_most_so_many_files(street):
    bid = draft_bid(street, open_call(street))
    for number in range(envelopes.MAX_FILES):
        domain.add_file(bid, SimpleUploadedFile(f"{number}.pdf", PDF + str(number).encode()), by=street.actor("w1"))
    refused("tenders.too_many_files", domain.add_file, bid, SimpleUploadedFile("x.pdf", PDF), by=street.actor("w1"))
    kept = envelopes.read_draft(bid)["files"]
    domain.remove_file(bid, kept[0]["sha256"], by=street.actor("w1"))
    assert len(envelopes.read_draft(bid)["files"]) == envelopes.MAX_FILES - 1
