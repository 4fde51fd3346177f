"""Bids from the first line to the sealed envelope (M5). Plain content lives in memory only.

Lock order in this room: the call, then the bid. Whoever submits shares the call's row; whoever opens,
amends or cancels holds it alone; so nothing slips in while the envelopes are being opened.
"""

import hashlib

from django.db import IntegrityError, connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from marketplace.core import clock, files
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.verbs import act, creating, new_code, verb

from .. import bidding, envelopes
from ..models import Bid, Call, SealedSubmission
from ..states import BidState
from .records import put_on_record


def share(call_id: int):
    """Hold the call as it is until this transaction ends, together with other bidders (SQLite: the write lock does)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM tenders_call WHERE id = %s FOR SHARE", [call_id])


def start(call: Call, *, by: Actor, organisation) -> Bid:
    """Begin the organisation's bid, or find the one that was begun: there is one bid each."""
    with act():
        share(call.pk)
        bid = Bid.objects.filter(call=call, organisation=organisation).first()
        if bid is not None:
            if not by.has("BID_WRITER", body="organisation", body_id=organisation.pk):
                raise TABLES["tenders.bid"].refusal("start", by, bid)
            return bid
        bid = Bid(call=call, organisation=organisation, code=new_code(), writer=by.user)
        try:
            with transaction.atomic(), creating(bid, by=by, verb="start") as bid:
                pass
        except IntegrityError:  # a colleague began at the same moment
            return Bid.objects.get(call=call, organisation=organisation)
    return bid


@sensitive_variables()
def save(bid: Bid, *, by: Actor, content: dict) -> Bid:
    """Keep what is written so far, encrypted. Files stay as they are: see `add_file`."""
    with act():
        share(bid.call_id)
        with verb("save", bid, by=by) as bid:
            kept = envelopes.read_draft(bid).get("files", [])
            _write(bid, {**content, "v": bidding.VERSION, "files": kept})
    return bid


@sensitive_variables()
def add_file(bid: Bid, upload, *, by: Actor) -> Bid:
    """Add a file to the draft. It lies encrypted in storage until it goes into the envelope.

    Raises:
        Refused: wrong type or size, too many files.
    """
    name, media_type, data = files.examine(upload, purpose="tenders.bid_file")
    with act():
        share(bid.call_id)
        with verb("save", bid, by=by) as bid:
            content = envelopes.read_draft(bid)
            kept = content.get("files", [])
            if len(kept) >= envelopes.MAX_FILES:
                raise Refused(
                    "tenders.too_many_files",
                    _("At most %(count)s files."),
                    field="file",
                    values={"count": envelopes.MAX_FILES},
                )
            if sum(f["size"] for f in kept) + len(data) > envelopes.MAX_TOTAL_MB * 2**20:
                raise Refused(
                    "tenders.files_too_big",
                    _("All files together: at most %(mb)s MB."),
                    field="file",
                    values={"mb": envelopes.MAX_TOTAL_MB},
                )
            path = envelopes.keep_draft_file(bid.code, data)
            row = {
                "name": name,
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "media_type": media_type,
                "path": path,
            }
            _write(bid, {**content, "files": [*kept, row]})
    return bid


@sensitive_variables()
def remove_file(bid: Bid, sha256: str, *, by: Actor) -> Bid:
    """Take a file out of the draft and erase it."""
    with act():
        share(bid.call_id)
        with verb("save", bid, by=by) as bid:
            content = envelopes.read_draft(bid)
            gone = [f["path"] for f in content.get("files", []) if f["sha256"] == sha256]
            _write(bid, {**content, "files": [f for f in content.get("files", []) if f["sha256"] != sha256]})
            transaction.on_commit(lambda: envelopes.erase_draft_files(gone))
    return bid


@sensitive_variables()
def _write(bid, content):
    bid.draft = envelopes.lock_draft(bid.code, content)
    bid.draft_saved_at = clock.now()


@sensitive_variables()
def seal(bid: Bid, *, by: Actor) -> SealedSubmission:
    """Seal the draft and hand it in; a bid that is sealed already is replaced. Returns the receipt.

    The envelope is made before the transaction begins, so that a big file never holds a lock; whether it is in
    time is what the transaction's clock says. The plain draft is erased with the same transaction.

    Raises:
        Refused: late, incomplete, the organisation may not bid. The draft stays then.
    """
    table = TABLES["tenders.bid"]
    bid.refresh_from_db()
    prefetch_related_objects([bid], "organisation", "call__lines__item", "call__criteria", "call__conditions")
    name = "replace" if bid.state == BidState.SEALED else "seal"
    refusal = table.refusal(name, by, bid)
    if refusal:
        raise refusal
    locked = bytes(bid.draft)
    content = envelopes.read_draft(bid)
    _refuse_gaps(bid.call, content)
    number = bid.submissions.count() + 1
    loaded = [(f["name"], envelopes.read_draft_file(bid.code, f["path"])) for f in content.get("files", [])]
    envelope = envelopes.seal(
        bidding.final(bid.call, bid, content, number=number, moment=clock.now()), loaded, bid.call.recipient
    )
    try:
        receipt = _record(bid, name, by=by, locked=locked, envelope=envelope, number=number)
    except BaseException:
        envelopes.discard(envelope)
        raise
    envelopes.erase_draft_files([f["path"] for f in content.get("files", [])])
    return receipt


def _refuse_gaps(call, content):
    found = bidding.gaps(call, content)
    if found:
        raise Refused("tenders.bid_incomplete", "%(what)s", clause=found[0].clause, values={"what": found[0].sentence})


def _record(bid, name, *, by, locked, envelope, number) -> SealedSubmission:
    with act():
        share(bid.call_id)
        with verb(name, bid, by=by, note=envelope.sha256) as bid:
            if bytes(bid.draft) != locked or bid.submissions.count() + 1 != number:
                raise Refused(
                    "tenders.draft_changed",
                    _("A colleague changed the bid meanwhile. Please check it and seal again."),
                    kind="when",
                )
            receipt = SealedSubmission.objects.create(
                bid=bid,
                number=number,
                sha256=envelope.sha256,
                size=envelope.size,
                path=envelope.path,
                received_at=clock.now(),
            )
            put_on_record(receipt, bid.call)
            bid.draft = None
            bid.draft_saved_at = None
            bid.sealed_at = receipt.received_at
            bid.confirmed_amendment = _latest_amendment(bid.call)
    return receipt


def _latest_amendment(call) -> int:
    return call.amendments.order_by("-number").values_list("number", flat=True).first() or 0


def withdraw(bid: Bid, *, by: Actor) -> Bid:
    """Take the sealed bid back before the deadline; it is never opened."""
    with act():
        share(bid.call_id)
        with verb("withdraw", bid, by=by) as bid:
            bid.sealed_at = None
    return bid


def confirm_amendment(bid: Bid, *, by: Actor) -> Bid:
    """The sealed bid stands as it is after the amendment."""
    with act():
        share(bid.call_id)
        with verb("confirm_amendment", bid, by=by) as bid:
            bid.confirmed_amendment = _latest_amendment(bid.call)
    return bid


def return_sealed(call: Call, *, by: Actor) -> int:
    """Give every sealed bid back unopened and erase the drafts: part of failing and cancelling. Returns how many."""
    back = list(Bid.objects.filter(call=call, state=BidState.SEALED).order_by("organisation__code"))
    for bid in back:
        with verb("hand_back", bid, by=by):
            pass
    erase_drafts(call)
    return len(back)


@sensitive_variables()
def erase_drafts(call: Call):
    """Drafts that were never sealed are nobody's business after the deadline."""
    for bid in Bid.objects.filter(call=call).exclude(draft=None):
        paths = [f["path"] for f in envelopes.read_draft(bid).get("files", [])]
        transaction.on_commit(lambda paths=paths: envelopes.erase_draft_files(paths))
    Bid.objects.filter(call=call).exclude(draft=None).update(draft=None, draft_saved_at=None)
