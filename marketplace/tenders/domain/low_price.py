"""Abnormally low prices: asked about, explained, decided (Order 87, art. 60)."""

from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb

from ..models import Bid, Call, LowPriceInquiry
from ..states import LowPriceState
from .ranking import low_price_limits, rounded
from .validity import valid_bids

SETTLED = frozenset({LowPriceState.ACCEPTED, LowPriceState.REFUSED})


def flagged(call: Call) -> list[tuple[Bid, Fraction]]:
    """Valid bids whose price lies below the procedure's share of the mean of the other valid ones, with that limit."""
    share = call.procedure.switch("low_price_share").value
    if not share or not price_counts(call):
        return []
    bids = {bid.code: bid for bid in valid_bids(call)}
    limits = low_price_limits({code: bid.price for code, bid in bids.items()}, Fraction(str(share)))
    return [(bids[code], limit) for code, limit in limits.items()]


def price_counts(call: Call) -> bool:
    """Whether the price is a criterion (a fixed price is none)."""
    return call.criteria.filter(kind="PRICE").exists()


def to_ask(call: Call) -> list[tuple[Bid, Fraction]]:
    """Flagged bids that nobody has asked about."""
    return [(bid, limit) for bid, limit in flagged(call) if not hasattr(bid, "low_price_inquiry")]


def unsettled(call: Call) -> list[Bid]:
    """Bids that must be asked about, or whose inquiry is open: no award before they are settled."""
    asked = call.bids.filter(low_price_inquiry__state__in=[LowPriceState.ASKED, LowPriceState.ANSWERED])
    return [*(bid for bid, _limit in to_ask(call)), *asked.select_related("organisation")]


def ask_low_price(call: Call, *, by: Actor, bid: Bid, answer_until: datetime) -> LowPriceInquiry:
    """Ask a bidder to explain its price by a date.

    Raises:
        Refused: the price is not flagged, was asked about already, or the date is past.
    """
    with verb("ask_low_price", call, by=by) as call:
        limits = {b.pk: limit for b, limit in to_ask(call)}
        if bid.pk not in limits:
            raise Refused(
                "tenders.not_flagged",
                _("This bid's price is not abnormally low, or it was asked about already."),
                field="bid",
            )
        if answer_until <= clock.now():
            raise Refused(
                "tenders.until_past", _("The bidder needs time to answer: give a later date."), field="answer_until"
            )
        inquiry = LowPriceInquiry(
            bid=bid, limit=rounded(limits[bid.pk], 2), asked_at=clock.now(), asked_by=by.user, answer_until=answer_until
        )
        with creating(inquiry, by=by, verb="ask"):
            pass
    return inquiry


def answer_low_price(inquiry: LowPriceInquiry, *, by: Actor, answer: str) -> LowPriceInquiry:
    """The bidder explains how it can do the work for this price."""
    if not answer.strip():
        raise Refused("tenders.answer_missing", _("Write how the price comes about."), field="answer")
    with verb("answer", inquiry, by=by) as inquiry:
        inquiry.answer, inquiry.answered_at = answer.strip(), clock.now()
    return inquiry


def accept_low_price(inquiry: LowPriceInquiry, *, by: Actor, reason: str) -> LowPriceInquiry:
    """The committee finds the price explained; the secretary writes down why."""
    return _decide(inquiry, "accept", by, reason)


def refuse_low_price(inquiry: LowPriceInquiry, *, by: Actor, reason: str) -> LowPriceInquiry:
    """Not explained, or not answered in time: the bid is invalid."""
    return _decide(inquiry, "refuse", by, reason)


def _decide(inquiry, name, by, reason):
    if not reason.strip():
        raise Refused(
            "tenders.reason_missing", _("The decision needs its reasons: the bidder reads them."), field="reason"
        )
    with act():
        lock(inquiry.bid.call)
        with verb(name, inquiry, by=by) as inquiry:
            inquiry.decision, inquiry.decided_at = reason.strip(), clock.now()
    return inquiry
