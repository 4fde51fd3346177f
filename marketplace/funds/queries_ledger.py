"""The public ledger, narrowed: by fund, kind, days and words."""

from datetime import timedelta

from marketplace.core import clock
from marketplace.core.money import ZERO


def narrowed(rows, *, fund="", kind="", start=None, end=None, words=""):
    """Entries of a fund (its code), of a kind, between two days (both included), whose text or cause has the words."""
    if fund:
        rows = rows.touching(fund)
    if kind:
        rows = rows.filter(kind=kind)
    if start:
        rows = rows.filter(at__gte=clock.midnight(start))
    if end:
        rows = rows.filter(at__lt=clock.midnight(end + timedelta(days=1)))
    if words.strip():
        rows = rows.filter(text__icontains=words.strip().replace("\x00", ""))
    return rows


def lines(rows, chunk=1000):
    """(entry, line) of every line of these entries, oldest first, read in pieces: a long ledger is never held whole."""
    after = 0
    rows = rows.order_by("number").prefetch_related("lines__account__fund")
    while page := list(rows.filter(number__gt=after)[:chunk]):
        for entry in page:
            for line in entry.lines.all():
                yield entry, line
        after = page[-1].number


def total_in(entry) -> object:
    """What an entry moved, as a positive sum: for lists."""
    return sum((line.amount for line in entry.lines.all() if line.amount > ZERO), ZERO)
