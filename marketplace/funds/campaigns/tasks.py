"""What the worker does for campaigns: nothing depends on when, the clock decides."""

from marketplace.core.registry import periodic

from . import domain


@periodic("campaigns")
def turn(actor):
    """Close, decide and settle what the clock has brought."""
    domain.turn(by=actor)
