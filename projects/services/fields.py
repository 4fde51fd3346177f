"""Fields that choose rows."""

from orgs.formparts import Pick, PickMany

__all__ = ["Pick", "PickMany"]
