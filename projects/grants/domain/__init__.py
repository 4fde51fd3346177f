"""Verbs of the grants room: the only place that writes."""

from . import (
    agreements,
    applications,
    cleaning,
    concepts,
    delivery,
    determination,
    ending,
    forms,
    objections,
    panels,
    reminders,
    reviewing,
    rounds,
    screening,
    team,
)

__all__ = [
    "agreements",
    "applications",
    "cleaning",
    "concepts",
    "delivery",
    "determination",
    "ending",
    "forms",
    "objections",
    "panels",
    "reminders",
    "reviewing",
    "rounds",
    "screening",
    "team",
]
