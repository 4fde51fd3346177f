"""Joining an organisation that is in the register already, with its owner's consent."""

from django.db import IntegrityError

from marketplace.core import clock
from marketplace.core.verbs import creating, verb

from .. import rules
from ..models import JoinRequest, Organisation
from ..states import Role
from .roles import grant_role


def ask_to_join(organisation: Organisation, *, by, role: str = Role.BID_WRITER, message: str = "") -> JoinRequest:
    """Ask the owner for a role. message: who I am, for the owner's eyes."""
    join = JoinRequest(organisation=organisation, user=by.user, role=role, message=message, asked_at=clock.now())
    try:
        with creating(join, by=by, verb="ask"):
            pass
    except IntegrityError as error:  # pressed twice
        raise rules.refusal_of(rules.not_asked_yet) from error
    return join


def accept_join(join: JoinRequest, *, by) -> JoinRequest:
    """Consent: whoever asked holds the role from today."""
    with verb("accept", join, by=by):
        grant_role(join.organisation, by=by, user=join.user, role=join.role)
        join.decided_at = clock.now()
    return join


def decline_join(join: JoinRequest, *, by, reason: str) -> JoinRequest:
    """Decline; the reason is told to whoever asked."""
    with verb("decline", join, by=by):
        join.reason, join.decided_at = reason, clock.now()
    return join
