"""Quarters of the year and which review is due."""

from datetime import date, timedelta

from marketplace.core import clock


def quarter_of(day: date) -> str:
    """ "2026Q3"."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def last_ended(day: date | None = None) -> str:
    """The quarter that ended last before this day (today)."""
    day = day or clock.today()
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return quarter_of(first - timedelta(days=1))


def first_day(quarter: str) -> date:
    return date(int(quarter[:4]), 3 * int(quarter[5]) - 2, 1)


def ended_on(quarter: str) -> date:
    """The last day of a quarter."""
    first = first_day(quarter)
    return date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1) - timedelta(days=1)


def choices(day: date | None = None, back: int = 4) -> list[str]:
    """The running quarter and those before it, newest first."""
    found, at = [], day or clock.today()
    for _n in range(back):
        found.append(quarter_of(at))
        at = first_day(found[-1]) - timedelta(days=1)
    return found


def due_quarter(stay) -> str:
    """The last ended quarter, where the body was inside for a month of it and no review is on record; else ""."""
    return _due(stay.since, stay.reviews) if stay.state == "inside" else ""


def due_report(care) -> str:
    """The last ended quarter, where the hub looked after the organisation for a month of it and did not report; else ""."""
    return _due(care.since, care.reports) if care.state == "running" else ""


def _due(since, rows) -> str:
    quarter = last_ended()
    end = first_day(quarter_of(clock.today())) - timedelta(days=1)
    if not since or since > end - timedelta(days=30):
        return ""
    return "" if any(row.quarter >= quarter for row in rows.all()) else quarter
