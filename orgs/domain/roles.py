"""Roles of people in offices and organisations."""

from datetime import date

from django.db import IntegrityError

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.core.verbs import act, creating, verb

from .. import rules
from ..models import Membership, Office, Organisation, User


def grant_role(
    body: Office | Organisation,
    *,
    by,
    user: User,
    role: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Give a person a role in a body from a day (today) until a day (open).

    Raises:
        Refused: not the owner (organisation) or leader (office), a role of another kind of body, dates in the past or
            reversed, to oneself in an office, held already.
    """
    place = {"office": body} if isinstance(body, Office) else {"organisation": body}
    membership = Membership(
        user=user, role=role, valid_from=valid_from or clock.today(), valid_to=valid_to,
        granted_by=by.user, granted_at=clock.now(), **place,
    )  # fmt: skip
    try:
        with act():
            _close_run_out(membership)
            with creating(membership, by=by, verb="grant"):
                pass
    except IntegrityError as error:  # given by somebody else in the same moment
        raise rules.refusal_of(rules.not_held_yet, {"person": str(user)}) from error
    return membership


def _close_run_out(membership):
    """An earlier one whose last day has passed is closed, so that the role can be given anew."""
    rows = Membership.objects.filter(
        user=membership.user, role=membership.role, office=membership.office, organisation=membership.organisation,
        ended_at=None, valid_to__lt=clock.today(),
    )  # fmt: skip
    for row in rows:
        end_role(row, by=system("orgs.roles"))


def end_role(membership: Membership, *, by) -> Membership:
    """End a role today. The row stays: who held what, and when, is on record."""
    with verb("end", membership, by=by):
        membership.ended_at = clock.now()
    return membership
