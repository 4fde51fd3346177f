"""Other organisations in the team of an application."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import creating, verb

from ..models import Application, Partner


def invite(application: Application, *, by: Actor, organisation, right: str) -> Partner:
    """Invite an organisation; it takes part when an owner of it agrees."""
    partner = Partner(
        application=application, organisation=organisation, right=right, invited_by=by.user, invited_at=clock.now()
    )
    with creating(partner, by=by, verb="invite") as partner:
        pass
    return partner


def join(partner: Partner, *, by: Actor) -> Partner:
    with verb("join", partner, by=by):
        pass
    return partner


def change_right(partner: Partner, *, by: Actor, right: str) -> Partner:
    with verb("change_right", partner, by=by):
        partner.right = right
    return partner


def end(partner: Partner, *, by: Actor) -> Partner:
    """Take it out of the team; what it wrote stays."""
    with verb("end", partner, by=by):
        pass
    return partner
