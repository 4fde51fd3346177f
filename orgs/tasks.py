"""Periodic work of this room."""

from marketplace.core.registry import periodic

from . import domain


@periodic("orgs.expiring_documents")
def tell_of_expiry(actor):
    """Members hear of documents that expire within thirty days or have expired, each once."""
    domain.tell_of_expiry(by=actor)


@periodic("orgs.log_ins")
def forget_log_ins(actor):
    """Log-ins are kept for 180 days."""
    domain.forget_old_log_ins()


@periodic("orgs.delegations")
def end_delegations(actor):
    """Delegations whose time is over stop by themselves; here their rows are closed and both are told."""
    domain.end_run_out(by=actor)
