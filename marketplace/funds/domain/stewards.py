"""Stewards of a fund: seated for a term, ended."""

from datetime import date

from marketplace.core import clock
from marketplace.core.verbs import creating, verb

from ..models import Fund, Steward


def seat_steward(
    fund: Fund, *, by, person, seat: str, since: date, until: date, elected_on=None, votes=None, voters=None
) -> Steward:
    """Give somebody a seat for a term; of an elected resident it stands when and by how many."""
    steward = Steward(
        fund=fund, user=person, seat=seat, since=since, until=until, elected_on=elected_on, votes=votes, voters=voters
    )
    with creating(steward, by=by, verb="seat"):
        steward.save()
    return steward


def end_term(steward: Steward, *, by) -> Steward:
    """End a term before its last day."""
    with verb("end", steward, by=by):
        steward.ended_on = clock.today()
    return steward
