"""Periodic work of this room."""

from marketplace.core.registry import periodic

from . import domain


@periodic("funds.checkpoints")
def checkpoints(_actor):
    """A checkpoint each day at the latest, and where a public moment asks for one."""
    if domain.checkpoint_is_due():
        domain.make_checkpoint()
