"""Numbers that people quote: one series, one year, no gaps (the counter is raised in the verb's transaction)."""

from django.db import connection

from . import clock
from .models import Counter


def next_number(series: str, year: int | None = None) -> str:
    """'2026-017' for series 'CALL'. Must be called inside a transaction."""
    year = year or clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [series, year])
        found = cursor.fetchone()
    return f"{year}-{found[0] if found else _first(series, year):03d}"


_RAISE = "UPDATE core_counter SET value = value + 1 WHERE series = %s AND year = %s RETURNING value"


def _first(series: str, year: int) -> int:
    """The number of a series that is counted for the first time; two at once get two."""
    counters = Counter.objects.select_for_update() if connection.vendor == "postgresql" else Counter.objects
    counter, _created = counters.get_or_create(series=series, year=year)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value
