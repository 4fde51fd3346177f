"""Whom to tell of an assessment."""

from orgs.queries import holders

from .people import staff as staff_of


def owner(grading):
    """Owners of the organisation."""
    return holders("OWNER", organisation=grading.organisation)


def staff(grading):
    """Secretary and leaders of the office in charge."""
    return staff_of(grading)
