"""Verbs of the grants room: the only place that writes."""

from . import applications, determination, forms, objections, reviewing, rounds, screening, team

__all__ = ["applications", "determination", "forms", "objections", "reviewing", "rounds", "screening", "team"]
