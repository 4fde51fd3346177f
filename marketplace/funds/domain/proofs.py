"""Verbs of the transparency log: checkpoints, receipts that nobody may count yet, the lines of witnesses."""

import json
import os
import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from .. import canonical, ledger, log, merkle, notes
from ..models import Checkpoint, Cosignature, Entry, LogRecord, SealedReceipt, SigningKey

HIDDEN = 1024  # places of a hidden tree, whatever stands in it
_due: list = []


def checkpoint_when(fn):
    """Decorate `fn(since, now) -> bool`: a moment has passed that asks for a checkpoint, such as a public deadline.

    The moment must be public itself: that a checkpoint is made tells that it has come.
    """
    _due.append(fn)
    return fn


def checkpoint_is_due() -> bool:
    """A day has begun since the newest one, or a moment has passed that asks for one."""
    newest, now = Checkpoint.objects.order_by("-size").first(), clock.now()
    if newest is None:
        return Entry.objects.exists() or SealedReceipt.objects.exists()
    if timezone.localdate(newest.at) < timezone.localdate(now):
        return True
    return any(fn(newest.at, now) for fn in _due)


def make_checkpoint() -> Checkpoint:
    """Sign the state of the log. Receipts that wait go on record before it, hidden, and so does their absence."""
    with act(), connection.cursor() as cursor:
        ledger.hold(cursor)
        _record_sealed(cursor)
        _record_key(cursor)
        size = log.next_index(cursor)
        root = log.tree(size).root()
        text = notes.checkpoint_text(settings.LOG_ORIGIN, size, root)
        note = notes.sign(text, log.private_key(), settings.LOG_ORIGIN)
        entries = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
        made = Checkpoint.objects.create(size=size, root=root, entries=entries, at=clock.now(), note=note)
        _keep_key(log.key())
        return made


def _record_key(cursor):
    """Another key than before goes on record before it signs: a change of key cannot be denied later."""
    known = set(SigningKey.objects.values_list("text", flat=True))
    if known and str(log.key()) not in known:
        at = canonical.at_text(clock.now())
        log.append_record(cursor, json.dumps({"at": at, "key": str(log.key()), "kind": "KEY", "v": 1}, separators=(",", ":")).encode())  # fmt: skip


def _keep_key(key: notes.Key) -> SigningKey | None:
    """Keep a public key from the first checkpoint on that it signed; None where it has signed none."""
    found = SigningKey.objects.filter(text=str(key)).first()
    if found:
        return found
    for one in Checkpoint.objects.order_by("size").iterator():
        if notes.signature_of(notes.read(one.note), key):
            return SigningKey.objects.create(text=str(key), first=one.size, since=one.at)
    return None


def keep_former_key(text: str) -> SigningKey:
    """Keep a public key that signed before keys were kept; what it signed proves that it is ours.

    Raises:
        Refused: no key, or no checkpoint of this log bears its signature.
    """
    try:
        key = notes.Key.parse(text)
    except notes.BadNote as error:
        raise Refused("not_a_key", _("This is no public key (C2SP signed-note).")) from error
    with act():
        found = _keep_key(key)
    if found is None:
        raise Refused("not_our_key", _("No checkpoint of this log bears the signature of this key."))
    return found


def seal_receipt(key: str, about: dict) -> SealedReceipt:
    """Take a receipt that is to stand in the log without anybody learning that there is one.

    It goes on record with the next checkpoint. `about` becomes its bytes; the same key is taken once.
    """
    found = SealedReceipt.objects.filter(key=key).first()
    if found:
        return found
    body = json.dumps(about, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return SealedReceipt.objects.create(key=key, body=body, salt=secrets.token_hex(32))


def sealed_receipt(key: str) -> SealedReceipt | None:
    return SealedReceipt.objects.select_related("batch").filter(key=key).first()


def _record_sealed(cursor):
    """One record with the root of a tree of HIDDEN places: receipts that wait, the other places filled at random."""
    waiting = list(SealedReceipt.objects.filter(batch=None).order_by("pk")[:HIDDEN])
    hashes = [os.urandom(32) for _place in range(HIDDEN)]
    places = secrets.SystemRandom().sample(range(HIDDEN), len(waiting))
    for place, receipt in zip(places, waiting, strict=True):
        hashes[place] = hidden_leaf(receipt)
    tree = merkle.tree_over(hashes)
    at = canonical.at_text(clock.now())
    body = f'{{"at":"{at}","kind":"SEALED","places":{HIDDEN},"root":"{tree.root().hex()}","v":1}}'.encode()
    record = LogRecord.objects.get(pk=log.append_record(cursor, body))
    for place, receipt in zip(places, waiting, strict=True):
        receipt.batch, receipt.position = record, place
        receipt.path = [step.hex() for step in tree.inclusion(place)]
        receipt.save(update_fields=["batch", "position", "path"])


def hidden_leaf(receipt: SealedReceipt) -> bytes:
    return merkle.leaf_hash(bytes.fromhex(receipt.salt) + receipt.body.encode())


def keep_cosignature(note: str) -> list[Cosignature]:
    """Keep the lines of witnesses that we know under a checkpoint of ours. A line that is there already is kept once.

    Raises:
        Refused: no checkpoint, not ours, or no witness's line that we know and that is right.
    """
    try:
        given = notes.read(note)
    except notes.BadNote as error:
        raise Refused("not_a_note", _("This is not a signed checkpoint (C2SP tlog-checkpoint).")) from error
    ours = Checkpoint.objects.filter(size=given.size).first()
    if ours is None or notes.read(ours.note).text != given.text:
        raise Refused("not_our_checkpoint", _("This is not a checkpoint of this log."))
    with act():
        found = [
            Cosignature.objects.get_or_create(
                checkpoint=ours, witness=name,
                defaults={"at": datetime.fromtimestamp(notes.moment_of(line), UTC), "line": line.line},
            )[0]
            for name, key in sorted(log.witnesses().items())
            if (line := notes.signature_of(given, key)) and _is_timely(line)
        ]  # fmt: skip
    if not found:
        raise Refused("no_known_witness", _("No witness that this portal knows has signed this checkpoint."))
    return found


def _is_timely(line) -> bool:
    """A witness's clock may run a little ahead of ours; what it says must be a moment at all."""
    return 0 < notes.moment_of(line) <= (clock.now() + timedelta(days=1)).timestamp()
