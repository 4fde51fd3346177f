"""What the clock brings: reviews that are due are told to the staff, once a quarter."""

from marketplace.core.registry import periodic

from . import domain
from .models import Stay
from .quarters import due_quarter, last_ended


@periodic("incubation.reviews")
def reviews(actor):
    """Safe to run twice: a stay remembers for which quarter its staff was told."""
    for stay in Stay.objects.inside().exclude(told_quarter=last_ended()).prefetch_related("reviews"):
        if due_quarter(stay):
            domain.tell_due(stay, by=actor)
