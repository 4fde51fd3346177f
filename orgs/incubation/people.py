"""Whom to tell of a step. Asked when the outbox delivers."""

from orgs.models import User
from orgs.queries import holders

from .rules import SIDE, STAFF, _office


def of_body(obj):
    """Owners and bid writers of the organisation, or who speaks for the group."""
    stay = getattr(obj, "stay", obj)
    if stay.organisation_id:
        return holders(*SIDE, organisation=stay.organisation_id)
    return [stay.group.speaker]


def staff(obj):
    """Secretary and leaders of the office in charge, and of the street office it is part of."""
    return holders(*STAFF, offices=[key for key in _office(obj).led_from() if key])


def leaders(obj):
    """Leaders of the office in charge, and of the street office it is part of: who decides."""
    return holders("LEADER", offices=[key for key in _office(obj).led_from() if key])


def mentor(stay):
    """The mentor of today."""
    rows = stay.mentorings.filter(until=None).select_related("expert__user")
    return [row.expert.user for row in rows]


def speaker(group):
    return [group.speaker]


def participant(enrolment):
    return [enrolment.user]


def participants(training):
    """Who takes part or waits."""
    keys = training.enrolments.exclude(state="cancelled").values("user_id")
    return User.objects.filter(pk__in=keys)
