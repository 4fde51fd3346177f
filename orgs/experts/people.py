"""Whom to tell of a step. Asked when the outbox delivers."""

from orgs.queries import holders


def person(expert):
    return [expert.user]


def leaders(expert):
    """Leaders of the office in charge."""
    return holders("LEADER", office=expert.office)
