"""What is true of funds and their books."""

from .books import Account, Entry, Fund, Line

__all__ = ["Account", "Entry", "Fund", "Line"]
