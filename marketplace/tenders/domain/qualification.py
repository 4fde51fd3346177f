"""The qualification check of every bid, and what follows when too few are valid (Order 87, art. 44)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb
from marketplace.funds import domain as funds

from ..models import Bid, Call, Qualification
from ..states import BidState
from .scores import reopen_where_bids_lack_scores


@dataclass(frozen=True)
class Check:
    """The answer to one condition for one bid; a no needs its reason."""

    bid: Bid
    condition: object
    met: bool
    reason: str = ""


def qualify(call: Call, *, by: Actor, checks: list[Check]) -> Call:
    """Write down the whole check: every condition for every opened bid. May be corrected until the award is proposed.

    Raises:
        Refused: a cell is missing, or a no without its reason (field "reason_<bid>_<condition>").
    """
    with verb("qualify", call, by=by) as call:
        _refuse_gaps(call, checks)
        for check in checks:
            Qualification.objects.update_or_create(
                bid=check.bid,
                condition=check.condition,
                defaults={
                    "met": check.met,
                    "reason": "" if check.met else check.reason.strip(),
                    "by": by.user,
                    "at": clock.now(),
                },
            )
        reopen_where_bids_lack_scores(call, by=by)
    return call


def _refuse_gaps(call, checks):
    wanted = {(b, c) for b in call.bids.filter(state=BidState.OPENED).values_list("pk", flat=True)
              for c in call.conditions.values_list("pk", flat=True)}  # fmt: skip
    if {(c.bid.pk, c.condition.pk) for c in checks} != wanted or len(checks) != len(wanted):
        raise Refused("tenders.checks_missing", _("Every condition is checked for every bid."), field="checks")
    for check in checks:
        if not check.met and not check.reason.strip():
            raise Refused(
                "tenders.reason_missing",
                _("A “no” needs its reason: the bidder reads it."),
                clause=_("Order 87, art. 69"),
                field=f"reason_{check.bid.pk}_{check.condition.pk}",
            )


def fail_evaluation(call: Call, *, by: Actor) -> Call:
    """Too few valid bids: they are not evaluated, the call has failed, the fund's promise is released (art. 44)."""
    with verb("fail_evaluation", call, by=by) as call:
        funds.release(call.fund, cause=call, by=by)
    return call
