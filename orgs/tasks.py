"""Periodic work of this room."""

from marketplace.core.registry import periodic

from . import domain


@periodic("orgs.expiring_documents")
def tell_of_expiry(actor):
    """Members hear of documents that expire within thirty days or have expired, each once."""
    domain.tell_of_expiry(by=actor)
