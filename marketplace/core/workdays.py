"""Chinese working days: the published calendar, dated overrides, and a provisional calendar beyond.

The State Council publishes a year's list in the autumn before. Past the last published year we reckon with
weekends and the holidays that stand on fixed dates, and say of every date resting on it that it is provisional.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from django.db import transaction

from . import clock, outbox
from .models import Heartbeat, WorkdayOverride
from .registry import periodic

# Holidays on fixed dates (National Holidays Regulation, 2024 text, art. 2): New Year, Labour Day, National Day.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class Workday:
    """is_working, and whether that rests on the provisional calendar."""

    is_working: bool
    provisional: bool = False


@dataclass(frozen=True)
class Due:
    """A computed day; provisional when a day on the way to it was reckoned by the provisional calendar."""

    day: date
    provisional: bool = False


def _overrides(start: date, end: date) -> dict:
    rows = WorkdayOverride.objects.filter(day__range=(start, end), state=WorkdayOverride.State.HELD)
    return dict(rows.values_list("day", "is_working"))


def _judge(day: date, overrides: dict) -> Workday:
    if day in overrides:
        return Workday(overrides[day])
    try:
        return Workday(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return Workday(day.weekday() < 5 and (day.month, day.day) not in FIXED, provisional=True)


def is_working_day(day: date) -> Workday:
    """Whether a day is worked: an override row wins, then the published list, then the provisional calendar."""
    return _judge(day, _overrides(day, day))


@dataclass(frozen=True)
class CalendarDay:
    """One day of the calendar. holiday: the published holiday that frees it, in English, or "" (a plain weekend too)."""

    is_working: bool
    provisional: bool = False
    holiday: str = ""


def calendar(start: date, end: date) -> dict[date, CalendarDay]:
    """Every day from `start` to `end` (both included), in one query."""
    overrides, found = _overrides(start, end), {}
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        judged = _judge(day, overrides)
        found[day] = CalendarDay(judged.is_working, judged.provisional, "" if judged.is_working else _holiday(day))
    return found


def _holiday(day: date) -> str:
    try:
        return chinese_calendar.get_holiday_detail(day)[1] or ""
    except NotImplementedError:
        return (
            {1: "New Year's Day", 5: "Labour Day", 10: "National Day"}[day.month]
            if (day.month, day.day) in FIXED
            else ""
        )


def add_working_days(start: date, n: int) -> Due:
    """The n-th working day after `start` (the day itself is not counted); n = 0 gives `start`.

    Raises:
        ValueError: n is negative.
    """
    if n < 0:
        raise ValueError("working days are counted forwards")
    known_to = start + timedelta(days=2 * n + 40)
    overrides = _overrides(start, known_to)
    day, provisional = start, False
    while n > 0:
        day += timedelta(days=1)
        if day > known_to:  # overrides made a long stretch free
            overrides, known_to = _overrides(day, day + timedelta(days=400)), day + timedelta(days=400)
        judged = _judge(day, overrides)
        provisional = provisional or judged.provisional
        n -= judged.is_working
    return Due(day, provisional)


def add_days(start: date, n: int, kind: str) -> Due:
    """n days after `start`; kind "calendar" or "working"."""
    if kind == "working":
        return add_working_days(start, n)
    if kind == "calendar":
        return Due(start + timedelta(days=n))
    raise ValueError(f"days are calendar or working, not {kind!r}")


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when `end` is not later."""
    overrides = _overrides(start, end) if end > start else {}
    days = (start + timedelta(days=k) for k in range(1, (end - start).days + 1))
    return sum(_judge(day, overrides).is_working for day in days)


CHANGED = "core.calendar_changed"
_MARK = "calendar:"


def last_published() -> int:
    """The last year whose list of holidays is known."""
    return max(day.year for day in chinese_calendar.holidays)


def _fingerprint() -> str:
    held = WorkdayOverride.objects.filter(state=WorkdayOverride.State.HELD)
    rows = held.order_by("day").values_list("day", "is_working")
    known = f"{last_published()} {len(chinese_calendar.holidays)} {len(chinese_calendar.workdays)} {list(rows)}"
    return hashlib.sha256(known.encode()).hexdigest()[:30]


@periodic("core.calendar")
def notice_changes(actor):
    """When a year's list has come or an override row was changed, tell who keeps provisional dates (once).

    They listen with `registry.on_calendar(fn)`, through the outbox, so that a failing one is tried again.
    """
    mark = f"{_MARK}{_fingerprint()}"
    if Heartbeat.objects.filter(name=mark).exists():
        return
    with transaction.atomic():
        Heartbeat.objects.filter(name__startswith=_MARK).delete()
        _row, new = Heartbeat.objects.get_or_create(name=mark, defaults={"at": clock.now()})
        if new:
            outbox.put(CHANGED, payload={"published_to": last_published()})
