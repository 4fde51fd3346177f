"""The opening: two openers, one transaction, public minutes; or nothing is opened at all (Order 87, art. 39 to 41)."""

from django.views.decorators.debug import sensitive_variables

from marketplace.core import clock, files, money, sealing
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, verb
from marketplace.funds import domain as funds

from .. import envelopes
from ..models import Bid, Call, OpeningConfirmation
from ..states import BidState
from .bids import erase_drafts, return_sealed
from .records import close_the_record


def confirm_opening(call: Call, *, by: Actor) -> Call:
    """One opener confirms with a fresh second factor; the second confirmation opens all bids at once.

    Fewer bids than the procedure's minimum: nothing is opened, the call has failed, the promise in the fund is
    released, the bids go back sealed and the key is destroyed.

    Raises:
        Refused: too early, not an opener, confirmed already.
    """
    with act():
        with verb("confirm_opening", call, by=by) as call:
            OpeningConfirmation.objects.create(call=call, opener=by.user, at=clock.now())
        if call.opening_confirmations.count() >= 2:
            _open_or_fail(call, by=by)
    return call


def _open_or_fail(call, *, by):
    sealed = list(
        Bid.objects.filter(call=call, state=BidState.SEALED)
        .select_related("organisation")
        .order_by("organisation__code", "pk")
    )
    if len(sealed) < int(call.procedure.switch("min_bids").value):
        _fail(call, len(sealed), by=by)
    else:
        _open(call, sealed, by=by)


def _fail(call, count, *, by):
    least = call.procedure.switch("min_bids")
    with verb("fail", call, by=by) as call:
        return_sealed(call, by=by)
        funds.release(call.fund, cause=call, by=by)
        call.identity = ""
        call.minutes = {
            "result": "failed",
            "at": clock.now().isoformat(timespec="seconds"),
            "received": count,
            "least": least.value,
            "clause_zh": least.clause_zh,
            "clause_en": least.clause_en,
        }


@sensitive_variables()
def _open(call, sealed, *, by):
    identity = envelopes.opening_identity(call)
    stored = []
    try:
        with verb("open_bids", call, by=by) as call:
            close_the_record()
            rows = [_open_one(bid, identity, stored, by=by) for bid in sealed]
            erase_drafts(call)
            call.opened_at = clock.now()
            call.minutes = {
                "result": "opened",
                "at": clock.now().isoformat(timespec="seconds"),
                "recipient": call.recipient,
                "amendments": call.amendments.count(),
                "bids": rows,
            }
    except BaseException:
        # The database forgets what was opened; so must the storage.
        for path in stored:
            files.forget(path)
        raise


@sensitive_variables()
def _open_one(bid, identity, stored, *, by) -> dict:
    """Open one bid and return its line of the minutes; one that does not open is recorded, and the others go on."""
    receipt = bid.submissions.order_by("-number").first()
    row = {
        "organisation": {"code": bid.organisation.code, "zh": bid.organisation.name_zh, "en": bid.organisation.name_en},
        "sha256": receipt.sha256,
        "size": receipt.size,
        "received_at": receipt.received_at.isoformat(timespec="seconds"),
        "confirmed_amendment": bid.confirmed_amendment,
        "bid": bid.code,
    }
    try:
        opened = envelopes.unseal(receipt.path, receipt.sha256, identity)
        price = money.yuan(opened.content["price"])
    except (sealing.Unreadable, KeyError, ValueError) as error:
        with verb("hand_back", bid, by=by, note=f"unreadable: {error}"):
            pass
        return {**row, "readable": False, "price": None, "files": 0}
    with verb("open", bid, by=by) as bid:
        bid.content = opened.content
        bid.price = price
        bid.opened_at = clock.now()
    kept = [_keep(bid, name, data, stored, by=by) for name, data in opened.files]
    return {**row, "readable": True, "price": str(price), "files": sum(kept), "files_refused": len(kept) - sum(kept)}


@sensitive_variables()
def _keep(bid, name, data, stored, *, by) -> bool:
    try:
        kept = files.store(data, purpose="tenders.bid_file", by=by, name=name, owner=bid)
    except Refused:
        return False
    stored.append(kept.path)
    return True
