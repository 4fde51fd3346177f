"""Numbers that people quote: one series, one year, no gaps (the counter is raised in the verb's transaction)."""

from django.db import connection

from . import clock
from .models import Counter


def next_number(series: str, year: int | None = None) -> str:
    """'2026-017' for series 'CALL'. Must be called inside a transaction."""
    year = year or clock.today().year
    counters = Counter.objects.select_for_update() if connection.vendor == "postgresql" else Counter.objects
    counter, _created = counters.get_or_create(series=series, year=year)
    counter.value += 1
    counter.save(update_fields=["value"])
    return f"{year}-{counter.value:03d}"
