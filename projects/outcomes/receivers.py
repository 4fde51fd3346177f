"""An accepted delivery asks for its outcome."""

from marketplace.core.actors import system
from marketplace.core.outbox import receiver

from . import domain


@receiver("contracts.milestone_accepted")
@receiver("contracts.milestone_accepted_partly")
def draft(event):
    """Draft the outcome of the accepted milestone (once, however often this is heard)."""
    if event.object is not None:
        domain.draft_for(event.object, by=system("outcomes"))
