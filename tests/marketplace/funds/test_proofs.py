"""The log over the books: checkpoints, proofs, tiles, witnesses, and what those find who keep a checkpoint."""

import io
import json
import re
import struct
import subprocess
import sys
from base64 import b64decode
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.urls import reverse

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.core.refusals import Refused
from marketplace.core.registry import periodic_jobs
from marketplace.funds import domain, log, merkle, notes, queries_proofs
from marketplace.funds.models import Checkpoint, Entry, LogLeaf, LogRecord, SealedReceipt
from marketplace.funds.verify import body_of
from marketplace.funds.verify_log import verify_log

pytestmark = pytest.mark.django_db


def book(house, fund, count=1):
    for n in range(count):
        domain.record_receipt(fund, by=house.finance, amount=Decimal(n + 1), text=f"收款 {n}")


def leaves():
    return [body for _index, body in log.bodies(0, log.size())]


# ---- the log --------------------------------------------------------------------------------
def test_every_entry_is_a_leaf(house, fund):
    book(house, fund, 3)
    assert leaves() == [body_of(entry) for entry in Entry.objects.order_by("number")]
    assert [bytes(row.hash) for row in LogLeaf.objects.order_by("id")] == [merkle.leaf_hash(body) for body in leaves()]


def test_records_stand_between_entries(house, fund):
    book(house, fund)
    domain.make_checkpoint()
    domain.make_checkpoint()
    book(house, fund, 2)
    last = domain.make_checkpoint()
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert [log.index_of(number) for number in numbers] == [0, 1, 4, 5]
    assert [json.loads(body).get("number", "-") for body in leaves()] == [1, 2, "-", "-", 3, 4, "-"]
    assert (last.size, last.entries) == (7, 4)


def test_upper_tiles_are_kept(house, fund, monkeypatch):
    monkeypatch.setattr(log, "WIDTH", 4)
    monkeypatch.setattr(log, "HEIGHT", 2)
    monkeypatch.setattr(merkle, "WIDTH", 4)
    monkeypatch.setattr(merkle, "HEIGHT", 2)
    book(house, fund, 21)
    domain.make_checkpoint()
    hashes = [bytes(row.hash) for row in LogLeaf.objects.order_by("id")]
    assert [len(log.tile(level, 0)) for level in (1, 2, 3)] == [4, 1, 0]
    size = len(hashes)
    assert bytes(Checkpoint.objects.get().root) == merkle.tree_over(hashes).root()
    for index in range(size):
        proof = log.tree(size).inclusion(index)
        assert merkle.is_included(hashes[index], index, size, proof, merkle.tree_over(hashes).root())


def test_a_refused_entry_leaves_no_leaf(house, fund):
    before = log.size()
    with pytest.raises(Refused):
        domain.refund(fund, by=house.finance, amount=Decimal("1.00"), text="x")
    assert log.size() == before == Entry.objects.count()


# ---- checkpoints -----------------------------------------------------------------------------
def test_a_checkpoint_is_a_signed_note(house, fund):
    found = domain.make_checkpoint()
    read = notes.read(found.note)
    assert notes.signature_of(read, log.key())
    assert found.note.split("\n")[:2] == ["testserver/log", "2"]
    hashes = [merkle.leaf_hash(body) for body in leaves()]
    assert read.root == merkle.tree_over(hashes).root() == bytes(found.root)
    other = notes.public_of(Ed25519PrivateKey.generate(), "testserver/log")
    assert notes.signature_of(read, other) is None


def test_one_a_day(house, fund):
    domain.make_checkpoint()
    assert not domain.checkpoint_is_due()
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert domain.checkpoint_is_due()
        periodic_jobs()["funds.checkpoints"](system("funds.checkpoints"))
        assert Checkpoint.objects.count() == 2
        assert not domain.checkpoint_is_due()


def test_none_before_anything_is_booked(db):
    assert not domain.checkpoint_is_due()


# ---- proofs ----------------------------------------------------------------------------------
def test_an_entry_and_its_proof(house, fund, client):
    book(house, fund, 5)
    assert queries_proofs.proof_of_entry(Entry.objects.get(number=3)) is None
    assert client.get("/log/entry/3.json").status_code == 404
    page = client.get(reverse("funds:entry", args=[3])).content.decode()
    assert "/log/entry/3.json" not in page
    checkpoint = domain.make_checkpoint()
    found = client.get("/log/entry/3.json").json()
    assert found["body"] == body_of(Entry.objects.get(number=3)).decode()
    path = [b64decode(step) for step in found["proof"]]
    leaf = merkle.leaf_hash(found["body"].encode())
    assert merkle.is_included(leaf, found["index"], checkpoint.size, path, bytes(checkpoint.root))
    page = client.get(reverse("funds:entry", args=[3])).content.decode()
    assert "/log/entry/3.json" in page and checkpoint.get_absolute_url() in page
    text = client.get("/log/entry/3.tlog-proof").content.decode()
    head, _empty, note = text.partition("\n\n")
    assert head.split("\n") == ["c2sp.org/tlog-proof@v1", "index 2", *found["proof"]]
    assert note == checkpoint.note


def test_tiles(house, fund, client):
    book(house, fund, 4)
    domain.make_checkpoint()
    hashes = [merkle.leaf_hash(body) for body in leaves()]
    assert client.get("/log/tile/0/000.p/6").content == b"".join(hashes)
    assert client.get("/log/tile/0/000.p/2").content == b"".join(hashes[:2])
    bundle, found = client.get("/log/tile/entries/000.p/6").content, []
    while bundle:
        (length,) = struct.unpack(">H", bundle[:2])
        found.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    assert found == leaves()
    book(house, fund)  # not signed yet
    for path in ("0/000", "0/000.p/7", "0/001.p/1", "1/000.p/1", "0/x000/001", "0/0000", "0/000.p/256", "0/000.p/0", "0/000.p/06", "9/000.p/1", "entries/000.p/7", "entries/a"):  # fmt: skip
        assert client.get(f"/log/tile/{path}").status_code == 404, path


def test_the_files(house, fund, client):
    assert client.get("/log/checkpoint").status_code == 404
    first = domain.make_checkpoint()
    book(house, fund)
    second = domain.make_checkpoint()
    assert client.get("/log/checkpoint").content.decode() == second.note
    assert client.get(f"/log/checkpoint/{first.size}").content.decode() == first.note
    kept = notes.read_all(client.get("/log/checkpoints.txt").content.decode())
    assert [(one.size, one.root) for one in kept] == [(row.size, bytes(row.root)) for row in (first, second)]
    assert notes.Key.parse(client.get("/log/key").content.decode()) == log.key()
    assert client.get("/log/consistency/1/2.json").status_code == 404
    assert client.get(f"/log/consistency/{second.size}/{first.size}.json").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_pages(house, fund, client, rows, django_assert_max_num_queries):
    for _n in range(rows):
        domain.make_checkpoint()
    with django_assert_max_num_queries(12):
        page = client.get(reverse("funds:checkpoints"))
    newest = Checkpoint.objects.last()
    assert newest.get_absolute_url() in page.content.decode()
    assert notes.read(newest.note).text.split("\n")[2] in page.content.decode().replace("&#x2B;", "+")
    for one in (Checkpoint.objects.first(), newest):
        for language in ("", "/en"):
            assert client.get(f"{language}/funds/checkpoints/{one.size}/").status_code == 200
    feed = client.get(reverse("funds:checkpoint_feed")).content.decode()
    assert feed.count("<entry>") == min(rows, 50)


def test_pages_before_the_first(client, db):
    assert client.get(reverse("funds:checkpoints")).status_code == 200
    assert client.get("/funds/checkpoints/9/").status_code == 404
    assert client.get(f"/funds/checkpoints/{2**40}/").status_code == 404


# ---- witnesses ---------------------------------------------------------------------------------
@pytest.fixture
def witness(settings):
    private = Ed25519PrivateKey.generate()
    settings.LOG_WITNESSES = [str(notes.public_of(private, "witness.example/w1", notes.COSIGNS))]
    return private


def hand_in(client, note):
    return client.post("/log/cosign", note.encode(), content_type="text/plain")


def test_a_witness_co_signs(house, fund, client, witness):
    checkpoint = domain.make_checkpoint()
    moment = int(clock.now().timestamp())
    line = notes.cosign(notes.read(checkpoint.note).text, witness, "witness.example/w1", moment)
    answer = hand_in(client, f"{checkpoint.note}{line}\n")
    assert (answer.status_code, answer.json()) == (200, {"kept": ["witness.example/w1"]})
    assert hand_in(client, f"{checkpoint.note}{line}\n").status_code == 200
    assert checkpoint.cosignatures.count() == 1
    assert client.get("/log/checkpoint").content.decode() == f"{checkpoint.note}{line}\n"
    assert "witness.example/w1" in client.get(checkpoint.get_absolute_url()).content.decode()


def test_lines_that_are_not_kept(house, fund, client, witness, settings):
    checkpoint = domain.make_checkpoint()
    text, moment = notes.read(checkpoint.note).text, int(clock.now().timestamp())
    stranger = notes.cosign(text, Ed25519PrivateKey.generate(), "witness.example/w1", moment)
    forged = notes.cosign(text.replace("\n2\n", "\n3\n"), witness, "witness.example/w1", moment)
    future = notes.cosign(text, witness, "witness.example/w1", moment + 10**7)
    tries = [
        ("not_a_note", ""), ("not_a_note", "x" * 100_000), ("not_a_note", text), ("not_a_note", f"{text}\nx"),
        ("no_known_witness", checkpoint.note), ("no_known_witness", f"{checkpoint.note}{stranger}\n"),
        ("no_known_witness", f"{checkpoint.note}{forged}\n"), ("no_known_witness", f"{checkpoint.note}{future}\n"),
        ("not_our_checkpoint", checkpoint.note.replace("\n2\n", "\n3\n")), ("not_our_checkpoint", checkpoint.note.replace("testserver", "other")),
    ]  # fmt: skip
    for code, note in tries:
        answer = hand_in(client, note)
        assert (answer.status_code, answer.json()["code"]) == (422, code), note[:80]
    assert client.post("/log/cosign", b"\xff\xfe", content_type="text/plain").json()["code"] == "not_a_note"
    assert not checkpoint.cosignatures.exists()


# ---- sealed receipts ---------------------------------------------------------------------------
def test_receipts_cannot_be_counted(house, fund):
    """With none, one or many receipts the log grows by the same one record, of the same length."""
    bodies = []
    for count in (0, 1, 7):
        for n in range(count):
            domain.seal_receipt(f"bid:{count}:{n}", {"sha256": "ab" * 32, "n": n})
        before = log.size()
        domain.make_checkpoint()
        assert log.size() == before + 1
        bodies.append(LogRecord.objects.last().body)
    assert len({len(body) for body in bodies}) == 1
    assert len({json.loads(body)["root"] for body in bodies}) == 3
    places = set(SealedReceipt.objects.values_list("batch", "position"))
    assert len(places) == 8


def test_a_sealed_receipt_has_its_proof(house, fund):
    receipt = domain.seal_receipt("bid:1", {"sha256": "ab" * 32})
    assert domain.seal_receipt("bid:1", {"sha256": "other"}).pk == receipt.pk
    assert queries_proofs.proof_of_receipt(receipt) is None
    domain.make_checkpoint()
    receipt.refresh_from_db()
    found = queries_proofs.proof_of_receipt(receipt).as_json
    inner = json.loads(found["record"]["body"])
    leaf = merkle.leaf_hash(bytes.fromhex(found["salt"]) + found["body"].encode())
    path = [b64decode(step) for step in found["path"]]
    assert merkle.is_included(leaf, found["place"], inner["places"], path, bytes.fromhex(inner["root"]))


# ---- the script of docs/verify.md ------------------------------------------------------------------
@pytest.fixture
def script(tmp_path, settings):
    text = Path(settings.BASE_DIR, "docs/verify.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.S)[1]
    assert len(code.splitlines()) < 100
    (tmp_path / "verify.py").write_text(code, encoding="utf-8")

    def run(given, kept=None, key=None):
        (tmp_path / "given.json").write_text(json.dumps(given), encoding="utf-8")
        arguments = ["verify.py", key or str(log.key()), "given.json"]
        if kept:
            (tmp_path / "kept.txt").write_text(kept, encoding="utf-8")
            arguments.append("kept.txt")
        done = subprocess.run([sys.executable, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        assert (done.returncode == 0) == done.stdout.startswith("RIGHT")
        return done.returncode == 0

    return run


def test_the_script(house, fund, client, script):
    book(house, fund, 6)
    domain.seal_receipt("bid:1", {"sha256": "ab" * 32})
    first = domain.make_checkpoint()
    book(house, fund, 9)
    second = domain.make_checkpoint()
    entry = client.get("/log/entry/4.json").json()
    assert script(entry) and script(entry, kept=second.note)
    assert not script(entry, kept=first.note)
    assert not script(entry | {"body": entry["body"].replace("收款", "退款")})
    assert not script(entry | {"index": entry["index"] + 1})
    assert not script(entry | {"proof": entry["proof"][:-1]})
    assert not script(entry, key=str(notes.public_of(Ed25519PrivateKey.generate(), "testserver/log")))
    both = client.get(f"/log/consistency/{first.size}/{second.size}.json").json()
    assert script(both) and script(both, kept=first.note)
    assert not script(both, kept=second.note)
    assert not script(both | {"proof": both["proof"][::-1]})
    assert not script(both | {"old": both["new"], "new": both["old"]})
    sealed = queries_proofs.proof_of_receipt(SealedReceipt.objects.get()).as_json
    assert script(sealed)
    assert not script(sealed | {"body": sealed["body"].replace("ab", "cd")})


# ---- against checkpoints that were kept ----------------------------------------------------------
def test_books_that_are_right(house, fund, tmp_path, client):
    book(house, fund, 3)
    domain.make_checkpoint()
    book(house, fund, 3)
    domain.make_checkpoint()
    (tmp_path / "kept.txt").write_bytes(client.get("/log/checkpoints.txt").content)
    out = io.StringIO()
    call_command("ledger", "verify", "--against", str(tmp_path / "kept.txt"), stdout=out)
    assert "9 leaves of the log, 4 checkpoints: all right." in out.getvalue()


def test_a_checkpoint_of_somebody_else(house, fund):
    domain.make_checkpoint()
    private = Ed25519PrivateKey.generate()
    forged = notes.read(notes.sign(notes.checkpoint_text("testserver/log", 2, b"x" * 32), private, "testserver/log"))
    assert "does not bear the signature" in verify_log([forged]).broken
    key = notes.public_of(private, "testserver/log")
    assert "differs from the books" in verify_log([forged], key).broken
