"""Hours of a station: rows begin and end on days; special days replace them. Nothing that held is rewritten."""

from datetime import date, time, timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb

from ..kinds import Period
from ..models import OpeningHours, SpecialHours, Station
from ..states import PlaceState

WEEKEND_DAYS = frozenset("67")


def add_hours(
    station: Station, *, by: Actor, period: str, opens: time, closes: time, weekdays: str = "", valid_from: date | None = None,
    valid_to: date | None = None,
) -> OpeningHours:  # fmt: skip
    """Add weekly hours. weekdays: ISO numbers ("12345"); of a public holiday none are kept.

    Raises:
        Refused: closes before it opens, no days, days that do not fit the kind, hours that overlap others of the same
        day, dates in the wrong order; for a published place also a first day that has passed.
    """
    row = OpeningHours(
        station=station, period=period, weekdays="" if period == Period.HOLIDAY else "".join(sorted(set(weekdays))),
        opens=opens, closes=closes, valid_from=valid_from or clock.today(), valid_to=valid_to,
    )  # fmt: skip
    with verb("add_hours", station, by=by, note=row.short) as station:
        _check(station, row)
        row.station = station
        row.save()
    return row


def end_hours(station: Station, *, by: Actor, hours: OpeningHours, last_day: date) -> Station:
    """Weekly hours hold until this day (included); a row that has not begun is taken out."""
    with verb("end_hours", station, by=by, note=f"{hours.short} → {last_day}") as station:
        row = station.hours.filter(pk=hours.pk).first()
        if row is None or row.is_over:
            raise Refused("not_here", _("These hours do not run here any more."), field="hours", kind="when")
        if last_day < clock.today() - timedelta(days=1):
            raise Refused(
                "passed", _("Hours end yesterday at the earliest: what held stays as it was."), field="last_day"
            )
        if row.valid_to and last_day > row.valid_to:
            raise Refused(
                "later", _("These hours end on %(day)s already."), field="last_day", values={"day": row.valid_to}
            )
        if last_day < row.valid_from:
            row.delete()
        else:
            row.valid_to = last_day
            row.save()
    return station


def add_special(
    station: Station, *, by: Actor, first_day: date, last_day: date, reason_zh: str, reason_en: str = "",
    opens: time | None = None, closes: time | None = None,
) -> SpecialHours:  # fmt: skip
    """On these days other hours hold, or it is closed (no times). They stand instead of all weekly hours.

    Raises:
        Refused: only one of the two times, closing before opening, days that have passed or lie in the wrong order,
        days for which it is said to be closed already, or times that overlap.
    """
    row = SpecialHours(
        station=station, first_day=first_day, last_day=last_day, opens=opens, closes=closes, reason_zh=reason_zh,
        reason_en=reason_en,
    )  # fmt: skip
    with verb("add_special", station, by=by, public_note=reason_zh) as station:
        if last_day < first_day:
            raise Refused("dates_reversed", _("The last day must not lie before the first."), field="last_day")
        if last_day < clock.today():
            raise Refused("passed", _("These days have passed already."), field="last_day")
        if (last_day - first_day).days > 366:
            raise Refused("too_long", _("At most one year at once; end the weekly hours instead."), field="last_day")
        if (opens is None) != (closes is None):
            raise Refused(
                "half_a_span", _("Give both times, or none where it is closed."), field="opens" if closes else "closes"
            )
        if opens and closes <= opens:
            raise _reversed()
        others = station.specials.filter(first_day__lte=last_day, last_day__gte=first_day)
        if any(o.opens is None or opens is None or (opens < o.closes and o.opens < closes) for o in others):
            raise Refused(
                "special_overlaps", _("Other hours are set for one of these days already. Take them back first."),
                field="first_day",
            )  # fmt: skip
        row.station = station
        row.save()
    return row


def remove_special(station: Station, *, by: Actor, special: SpecialHours) -> Station:
    """The weekly hours hold again on these days. Days that have passed stay on record."""
    with verb("remove_special", station, by=by, note=f"{special.first_day} – {special.last_day}") as station:
        row = station.specials.filter(pk=special.pk, last_day__gte=clock.today()).first()
        if row is None:
            raise Refused("not_here", _("These days are not here any more."), field="special", kind="when")
        if row.first_day < clock.today():
            row.last_day = clock.today() - timedelta(days=1)
            row.save()
        else:
            row.delete()
    return station


def _check(station, row):
    if row.closes <= row.opens:
        raise _reversed()
    if row.period != Period.HOLIDAY:
        if not row.weekdays:
            raise Refused("no_days", _("Choose at least one day of the week."), field="weekdays")
        if row.period == Period.WEEKEND and not set(row.weekdays) <= WEEKEND_DAYS:
            raise Refused("no_weekend", _("Weekend hours are for Saturday and Sunday."), field="weekdays")
        if row.period != Period.WEEKEND and set(row.weekdays) & WEEKEND_DAYS:
            raise Refused(
                "no_weekday", _("For Saturday and Sunday choose weekend hours; worked ones follow the weekdays."), field="weekdays"
            )  # fmt: skip
    if row.valid_to and row.valid_to < row.valid_from:
        raise Refused("dates_reversed", _("The last day must not lie before the first."), field="valid_to")
    if row.valid_from < clock.today() and station.state != PlaceState.DRAFT:
        raise Refused("passed", _("Hours of a published place begin today or later."), field="valid_from")
    for other in station.hours.running(row.valid_from):
        if _same_days(row, other) and row.opens < other.closes and other.opens < row.closes:
            raise Refused(
                "hours_overlap",
                _("These hours overlap others: %(other)s."),
                field="opens",
                values={"other": str(other)},
            )


def _same_days(a, b) -> bool:
    if a.valid_to and b.valid_from > a.valid_to:
        return False
    if Period.HOLIDAY in (a.period, b.period):
        return a.period == b.period
    return bool(set(a.weekdays) & set(b.weekdays))


def _reversed():
    return Refused("times_reversed", _("It must close later than it opens, on the same day."), field="closes")
