"""Which bids are valid: conditions met, price within the budget, a low price explained (Order 87, arts 44, 60, 63)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.core.money import figures

from ..models import Bid, Call, Qualification
from ..states import BidState, LowPriceState


@dataclass(frozen=True)
class Fault:
    """Why a bid is invalid: code, sentence in the active language, clause."""

    code: str
    sentence: str
    clause: str = ""


def opened_bids(call: Call) -> list[Bid]:
    """All opened bids with what decides about their validity, in the order of their codes."""
    rows = call.bids.filter(state=BidState.OPENED).select_related("organisation", "low_price_inquiry")
    return list(rows.prefetch_related("qualifications__condition").order_by("organisation__code", "pk"))


def faults(bid: Bid, call: Call) -> list[Fault]:
    """Everything that makes this bid invalid; [] for a valid one."""
    found = []
    p = call.procedure
    for check in sorted(bid.qualifications.all(), key=lambda q: q.condition.position):
        if not check.met:
            sentence = _("Condition “%(condition)s” is not met: %(reason)s") % {
                "condition": check.condition.text, "reason": check.reason,
            }  # fmt: skip
            found.append(Fault("condition", sentence, p.switch("qualification").clause))
    if bid.price is None or bid.price <= 0:
        found.append(Fault("no_price", _("The bid names no price above zero."), p.switch("over_budget").clause))
    elif bid.price > call.budget:
        sentence = _("The price %(price)s is above the highest price %(budget)s.") % {
            "price": figures(bid.price), "budget": figures(call.budget),
        }  # fmt: skip
        found.append(Fault("over_budget", sentence, p.switch("over_budget").clause))
    inquiry = getattr(bid, "low_price_inquiry", None)
    if inquiry and inquiry.state == LowPriceState.REFUSED:
        sentence = _("The abnormally low price was not explained: %(reason)s") % {"reason": inquiry.decision}
        found.append(Fault("low_price", sentence, p.switch("low_price_share").clause))
    return found


def valid_bids(call: Call) -> list[Bid]:
    """Bids that are evaluated."""
    return [bid for bid in opened_bids(call) if not faults(bid, call)]


def is_complete(call: Call) -> bool:
    """Every condition was checked for every opened bid."""
    wanted = call.bids.filter(state=BidState.OPENED).count() * call.conditions.count()
    return Qualification.objects.filter(bid__call=call, bid__state=BidState.OPENED).count() == wanted
