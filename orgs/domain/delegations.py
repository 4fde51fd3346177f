"""Standing in: a role is lent for days, agreed to, taken or given back; what has run out is ended."""

from datetime import date

from django.db import IntegrityError

from marketplace.core import clock
from marketplace.core.verbs import creating, verb

from .. import rules
from .. import rules_delegation as lending
from ..models import Delegation, Membership, User
from ..queries_delegation import run_out


def delegate(membership: Membership, *, by, deputy: User, valid_to: date, valid_from: date | None = None) -> Delegation:
    """Ask another member of the body to act in one's own role from a day (today) until a day.

    Raises:
        Refused: not one's own role, a role bound to the person, too long, not a member, roles that are kept apart,
            a deputy without a second factor, a declared conflict of interest, lent already.
    """
    delegation = Delegation(
        membership=membership, deputy=deputy, valid_from=valid_from or clock.today(), valid_to=valid_to,
        asked_at=clock.now(),
    )  # fmt: skip
    try:
        with creating(delegation, by=by, verb="delegate"):
            pass
    except IntegrityError as error:  # pressed twice
        raise rules.refusal_of(lending.not_lent_twice, {"person": str(deputy)}) from error
    return delegation


def accept_delegation(delegation: Delegation, *, by) -> Delegation:
    """The deputy agrees; what held when they were asked must still hold."""
    with verb("accept", delegation, by=by):
        delegation.answered_at = clock.now()
    return delegation


def decline_delegation(delegation: Delegation, *, by) -> Delegation:
    with verb("decline", delegation, by=by):
        delegation.answered_at = clock.now()
    return delegation


def take_back_delegation(delegation: Delegation, *, by) -> Delegation:
    """The holder, or who gives the role, ends it at once."""
    with verb("take_back", delegation, by=by):
        delegation.ended_at = clock.now()
    return delegation


def give_back_delegation(delegation: Delegation, *, by) -> Delegation:
    """The deputy ends it at once."""
    with verb("give_back", delegation, by=by):
        delegation.ended_at = clock.now()
    return delegation


def end_run_out(*, by) -> int:
    """Close the rows of delegations that give nothing any more; returns how many. They stopped without it."""
    rows = list(run_out())
    for delegation in rows:
        with verb("end", delegation, by=by):
            delegation.ended_at = clock.now()
    return len(rows)
