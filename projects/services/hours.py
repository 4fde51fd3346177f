"""When a place is open: pure reckoning over its rows and the calendar of working days.

Which rows hold on a day:
1. a row of `SpecialHours` for the day replaces everything else;
2. on a public holiday the rows of kind HOLIDAY;
3. on a free Saturday or Sunday the rows of kind WEEKEND for that day of the week;
4. on a working day all other rows for that day of the week. A Saturday or Sunday that is worked in exchange for a
   holiday is kept like a weekday: rows that hold from Monday to Friday hold then too.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from marketplace.core import clock, workdays

from .kinds import Period

HORIZON = 14  # days looked ahead for the next opening
WORKWEEK = frozenset("12345")


@dataclass(frozen=True)
class Span:
    """Open from `opens` to `closes` of one day; period: constant of `kinds.Period`, or "SPECIAL"."""

    opens: time
    closes: time
    period: str


@dataclass(frozen=True)
class Day:
    """One day of a place. kind: "working", "makeup", "weekend" or "holiday"; special: the reasons, where any."""

    day: date
    kind: str
    holiday: str
    spans: list
    provisional: bool
    specials: list

    @property
    def open_from_to(self) -> list:
        """[(opens, closes)] with touching spans joined."""
        return merged(self.spans)


@dataclass(frozen=True)
class Status:
    """is_open now; until: when it closes; opens: the next opening when closed; changes: when this reads differently."""

    is_open: bool
    until: datetime | None
    opens: datetime | None
    changes: datetime
    today: list


def calendar(days: int = HORIZON) -> dict:
    """The days from today on, in one query: give it to `day_of` and `status` of many places."""
    today = clock.today()
    return workdays.calendar(today, today + timedelta(days=days))


def kind_of(day: date, mark) -> str:
    """What sort of day it is; mark: `workdays.CalendarDay`. A weekday that is free without a name is a holiday too."""
    if mark.is_working:
        return "makeup" if day.weekday() > 4 else "working"
    return "holiday" if mark.holiday or day.weekday() < 5 else "weekend"


def holds_on(row, day: date, kind: str) -> bool:
    """Whether a row of `OpeningHours` holds on this day."""
    if day < row.valid_from or (row.valid_to is not None and day > row.valid_to):
        return False
    if row.period == Period.HOLIDAY:
        return kind == "holiday"
    if row.period == Period.WEEKEND:
        return kind == "weekend" and str(day.isoweekday()) in row.weekdays
    if kind == "makeup":
        return set(row.weekdays) >= WORKWEEK
    return kind == "working" and str(day.isoweekday()) in row.weekdays


def day_of(station, day: date, mark) -> Day:
    """The hours of one day; reads `station.hours` and `station.specials`, which lists prefetch."""
    kind = kind_of(day, mark)
    specials = [s for s in station.specials.all() if s.first_day <= day <= s.last_day]
    if specials:
        spans = [Span(s.opens, s.closes, "SPECIAL") for s in specials if s.opens]
    else:
        spans = [Span(r.opens, r.closes, r.period) for r in station.hours.all() if holds_on(r, day, kind)]
    spans.sort(key=lambda span: (span.opens, span.closes))
    return Day(day, kind, mark.holiday, spans, mark.provisional, specials)


def merged(spans) -> list:
    """Touching and overlapping spans joined: [(opens, closes)]."""
    joined = []
    for span in spans:
        if joined and span.opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], span.closes))
        else:
            joined.append((span.opens, span.closes))
    return joined


def status(station, marks: dict, now: datetime | None = None) -> Status:
    """Open or not at `now`; marks: `calendar()`. The closing minute itself counts as closed."""
    now = timezone.localtime(now or clock.now())
    today = now.date()
    hours = day_of(station, today, marks[today]).open_from_to
    midnight = _at(today + timedelta(days=1), time(0))
    for opens, closes in hours:
        if opens <= now.time() < closes:
            until = _at(today, closes)
            return Status(True, until, None, until, hours)
    following = next((_at(today, opens) for opens, _closes in hours if now.time() < opens), None)
    if following:
        return Status(False, None, following, following, hours)
    for day in sorted(marks):
        if day > today and (ahead := day_of(station, day, marks[day]).open_from_to):
            return Status(False, None, _at(day, ahead[0][0]), midnight, hours)
    return Status(False, None, None, midnight, hours)


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


WHEN = ("now", "evening", "saturday", "sunday", "holiday")
DAYS = frozenset({"saturday", "sunday", "holiday"})
AHEAD = 130  # days: from the end of the October holidays to the next one, and some more


def is_open_when(station, when: str, now_status) -> bool:
    """For the filter: open now, or in the evening of working days (after 18:00)."""
    if when == "now":
        return now_status.is_open
    today = clock.today()
    rows = [row for row in station.hours.all() if row.valid_to is None or row.valid_to >= today]
    return any(row.closes > time(18) and row.period not in (Period.WEEKEND, Period.HOLIDAY) for row in rows)


@dataclass(frozen=True)
class Coming:
    """The coming Saturday, Sunday or public holiday. hours: {station key: [(opens, closes)]} of those open that day."""

    day: date
    mark: object
    kind: str
    hours: dict

    @property
    def is_provisional(self) -> bool:
        return self.mark.provisional


def coming(when: str, stations) -> Coming | None:
    """Who is open on the coming day that `when` names (constant of DAYS); today counts while anybody is still open.

    None when the calendar knows no such day.
    """
    marks = calendar(AHEAD if when == "holiday" else HORIZON)
    number = {"saturday": 6, "sunday": 7}.get(when)
    days = [d for d in sorted(marks) if (d.isoweekday() == number if number else kind_of(d, marks[d]) == "holiday")]
    found = None
    for day in days[:2]:
        after = timezone.localtime(clock.now()).time() if day == clock.today() else time(0)
        spans = {s.pk: day_of(s, day, marks[day]).open_from_to for s in stations}
        found = Coming(
            day,
            marks[day],
            kind_of(day, marks[day]),
            {pk: open_ for pk, open_ in spans.items() if open_ and open_[-1][1] > after},
        )
        if found.hours or day != clock.today():
            return found
    return found
