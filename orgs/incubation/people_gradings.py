"""Whom to tell of an assessment."""

from orgs.queries import holders

from . import rules_objections as objecting
from .people import staff as staff_of


def owner(grading):
    """Owners of the organisation."""
    return holders("OWNER", organisation=grading.organisation)


def staff(grading):
    """Secretary and leaders of the office in charge."""
    return staff_of(grading)


def objector(objection):
    """Who objected; for an organisation its owners and bid writers."""
    if objection.organisation_id:
        return holders(*objecting.SIDE, organisation=objection.organisation_id)
    return [objection.filed_by]


def owner_of_graded(objection):
    return owner(objection.grading)
