"""The only place that knows what time it is.

Everything asks `now()`; a test or a rehearsal fixes or moves it. Inside a verb the
time stands still: it is the moment at which the verb's transaction began, taken from
the database where the database has a clock of its own (PostgreSQL).
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import demo_clock

_fixed: ContextVar[datetime | None] = ContextVar("clock_fixed", default=None)
_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta(0))
_frozen: ContextVar[datetime | None] = ContextVar("clock_frozen", default=None)


def now() -> datetime:
    """The portal's time, aware."""
    return _frozen.get() or _fixed.get() or timezone.now() + total_shift()


def today() -> date:
    """The portal's day in its own time zone (Asia/Shanghai)."""
    return timezone.localdate(now())


def midnight(day: date) -> datetime:
    """The first moment of a day in the portal's own time zone."""
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def tomorrow() -> datetime:
    """The next midnight: when what depends on the day alone reads differently."""
    return midnight(today() + timedelta(days=1))


def total_shift() -> timedelta:
    """By how much the clock is moved: by the setting, by `moved`, and in a demonstration by its visitors."""
    visitors = demo_clock.seconds() if settings.DEMO else 0
    return timedelta(seconds=settings.CLOCK_SHIFT + visitors) + _shift.get()


def is_moved() -> bool:
    """True while the clock does not tell the system's time."""
    return _fixed.get() is not None or bool(total_shift())


def transaction_now() -> datetime:
    """The moment the current transaction began, as the database says, moved as `now()` is.

    SQLite has no transaction clock: there the verb takes the time before it asks for the
    write lock, so that waiting for the lock never makes a timely act late.
    """
    if _frozen.get() or _fixed.get() or connection.vendor != "postgresql":
        return now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()")
        return cursor.fetchone()[0] + total_shift()


@contextmanager
def fixed(moment: datetime):
    """The clock stands at `moment` (aware)."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def moved(delta: timedelta):
    """The clock runs, but `delta` ahead (or behind, when negative)."""
    token = _shift.set(_shift.get() + delta)
    try:
        yield
    finally:
        _shift.reset(token)


@contextmanager
def frozen(moment: datetime):
    """Used by verbs: one moment for all that one business act writes."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)


def is_frozen() -> bool:
    """True inside a verb."""
    return _frozen.get() is not None
