"""The verbs of the search room: keeping searches, keeping groups of synonyms."""

from .groups import add, change, end, use
from .saved import drop, keep, look

__all__ = ["add", "change", "drop", "end", "keep", "look", "use"]
