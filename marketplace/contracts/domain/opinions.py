"""What people served say: one slip, one opinion, no account, no name."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.core.audit import record
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from ..models import Opinion, OpinionSlip
from ..states import MilestoneState

HEARD = frozenset({MilestoneState.PLANNED, MilestoneState.DELIVERED, MilestoneState.RETURNED})


def closed_to_opinions(slip: OpinionSlip) -> Refused | None:
    """Why nobody is heard any more on this delivery; None while opinions count."""
    if slip.milestone.state in HEARD:
        return None
    return Refused(
        "decided",
        _("This delivery has been decided already, so opinions are closed. Thank you all the same."),
        kind="when",
    )


def give_opinion(token: str, *, degree: str, text: str = "") -> Opinion:
    """Use a slip.

    Raises:
        Refused: unknown slip, used before, or the milestone is decided already (then it would change nothing).
    """
    with act():
        slips = OpinionSlip.objects.select_related("milestone")
        if connection.vendor == "postgresql":
            slips = slips.select_for_update(of=("self",))
        slip = slips.filter(token=token).first()
        if slip is None:
            raise Refused(
                "unknown_slip", _("This link is not one of ours. Please check it against your slip."), kind="when"
            )
        if slip.used_at is not None:
            raise Refused(
                "slip_used", _("An opinion has been given with this slip already. Each slip counts once."), kind="when"
            )
        closed = closed_to_opinions(slip)
        if closed:
            raise closed
        slip.used_at = clock.now()
        slip.save(update_fields=["used_at"])
        opinion = Opinion.objects.create(slip=slip, milestone=slip.milestone, degree=degree, text=text, at=clock.now())
        record("contracts.opinion.give", slip.milestone, by=system("opinion"), changes={})
    return opinion
