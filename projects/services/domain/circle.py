"""What the fifteen-minute circle is reckoned with: rows that begin and end on days; walks that somebody timed."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.models import Community

from ..kinds import pack
from ..models import NeededKind, Pace, Station, Walk

NEED = ("name_zh", "name_en", "kinds", "position")


def add_pace(*, by: Actor, detour: Decimal, kmh: Decimal, source: str, valid_from: date | None = None) -> Pace:
    """From this day (today) on, minutes are reckoned so. What was reckoned before is not touched.

    Raises:
        Refused: no editor; a day that has passed, or on which another rule begins (field "valid_from").
    """
    row = Pace(valid_from=valid_from or clock.today(), detour=detour, kmh=kmh, source=source)
    with creating(row, by=by, verb="add"):
        if row.valid_from < clock.today():
            raise _passed("valid_from")
    return row


def take_back_pace(row: Pace, *, by: Actor, reason: str) -> Pace:
    """A rule that has not begun is taken back."""
    with verb("take_back", row, by=by, note=reason):
        pass
    return row


def add_need(*, by: Actor, code: str, kinds, valid_from: date | None = None, **values) -> NeededKind:
    """kinds: constants of `StationKind` that serve it; values: name_zh, name_en, position, provenance.

    Raises:
        Refused: no editor, the code is taken, no kind is named, or the first day has passed.
    """
    row = NeededKind(code=code, valid_from=valid_from or clock.today(), **values)
    with creating(row, by=by, verb="add"):
        if row.valid_from < clock.today():
            raise _passed("valid_from")
        _fill(row, {"kinds": kinds})
    return row


def change_need(row: NeededKind, *, by: Actor, **values) -> NeededKind:
    """Change names, order, or which kinds of place serve it; before and after stand in the history."""
    with verb("change", row, by=by) as row:
        _fill(row, values)
    return row


def end_need(row: NeededKind, *, by: Actor, last_day: date, reason: str) -> NeededKind:
    """It is asked for until this day, today or later."""
    with verb("end", row, by=by, note=reason) as row:
        if last_day < clock.today() or (row.valid_from and last_day < row.valid_from):
            raise _passed("last_day")
        row.valid_to = last_day
    return row


def resume_need(row: NeededKind, *, by: Actor) -> NeededKind:
    """The last day is taken back; where it has passed, it is asked for again from today."""
    with verb("resume", row, by=by) as row:
        if row.valid_to and row.valid_to < clock.today():
            row.valid_from = clock.today()
        row.valid_to = None
    return row


def add_walk(
    station: Station, *, by: Actor, community: Community, minutes: int, walked_on: date, note: str = ""
) -> Walk:
    """Somebody walked from the middle of the community to the place: its minutes come before reckoned ones.

    Raises:
        Refused: a day ahead or more than ten years ago, no minutes, or more than four hours.
    """
    row = Walk(station=station, community=community, minutes=minutes, walked_on=walked_on, note=note)
    with verb("add_walk", station, by=by, note=f"{community.code} {minutes} ({walked_on})") as station:
        if not 1 <= minutes <= 240:
            raise Refused("not_walked", _("A walk takes between one minute and four hours."), field="minutes")
        if walked_on > clock.today():
            raise Refused(
                "ahead", _("The walk is still ahead: enter the day on which it was walked."), field="walked_on"
            )
        if walked_on < clock.today() - timedelta(days=3653):
            raise Refused("too_old", _("This was more than ten years ago; please walk it again."), field="walked_on")
        row.station = station
        row.save()
    return row


def remove_walk(station: Station, *, by: Actor, walk: Walk) -> Station:
    """The walk counts no more; the one before it, or the reckoned minutes, stand again. The row stays on record."""
    with verb(
        "remove_walk", station, by=by, note=f"{walk.community.code} {walk.minutes} ({walk.walked_on})"
    ) as station:
        if not station.walks.held().filter(pk=walk.pk).update(taken_back=True):
            raise Refused("not_here", _("This walk is not here any more."), field="walk", kind="when")
    return station


def _fill(row, values):
    for column in NEED:
        if column in values:
            value = values[column]
            setattr(row, column, pack(value) if column == "kinds" else value)
    if not row.kinds:
        raise Refused("no_kind", _("Choose at least one kind of place that serves it."), field="kinds")


def _passed(field):
    return Refused("passed", _("This day has passed: what held stays as it was."), field=field)
