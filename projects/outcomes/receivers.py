"""An accepted delivery, and a contract that is closed, ask for their outcome."""

from marketplace.core.actors import system
from marketplace.core.outbox import receiver

from . import domain


@receiver("contracts.milestone_accepted")
@receiver("contracts.milestone_accepted_partly")
def draft(event):
    """Draft the outcome of the accepted milestone (once, however often this is heard)."""
    if event.object is not None:
        domain.draft_for(event.object, by=system("outcomes"))


@receiver("contracts.closed")
def draft_whole(event):
    """Draft the outcome of the whole contract when it closes (once)."""
    if event.object is not None:
        domain.draft_for_contract(event.object, by=system("outcomes"))
