"""Offices, communities and the calendar's own days: added, changed, ended. Nothing is deleted."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, registry
from marketplace.core.actors import Actor
from marketplace.core.models import WorkdayOverride
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from .. import outlines
from ..masterdata import is_above
from ..models import Community, Office

OFFICE = ("kind", "parent", "name_zh", "name_en", "buys", "duties_zh", "duties_en")
COMMUNITY = ("office", "name_zh", "name_en", "kind", "population", "area_km2", "lat", "lon")
# What a published thing shows of the row: kept while it does.
KEPT = {Office: ("name_zh", "kind", "parent"), Community: ("name_zh", "office")}


def add_office(
    *, by: Actor, code: str, valid_from: date | None = None, follows: Office | None = None, **values
) -> Office:
    """values: the columns of `OFFICE`; valid_from: first day (today); follows: the office in whose place it comes.

    Raises:
        Refused: no keeper, or the code is taken (field "code").
    """
    office = Office(code=code, valid_from=valid_from or clock.today(), follows=follows, provenance="source")
    with creating(office, by=by, verb="add"):
        _fill(office, OFFICE, values)
    return office


def change_office(office: Office, *, by: Actor, **values) -> Office:
    """Change particulars; before and after stand in the history.

    Raises:
        Refused: no keeper; name, kind or place of an office on which something published rests; a place below itself.
    """
    with verb("change", office, by=by) as office:
        _stays(office, values)
        if values.get("parent") and is_above(office, values["parent"]):
            raise Refused(
                "below_itself",
                _("“%(name)s” lies below this office."),
                field="parent",
                values={"name": values["parent"].name},
            )
        _fill(office, OFFICE, values)
    return office


def add_community(
    *, by: Actor, code: str, valid_from: date | None = None, follows: Community | None = None, **values
) -> Community:
    """values: the columns of `COMMUNITY`. As `add_office`."""
    community = Community(code=code, valid_from=valid_from or clock.today(), follows=follows, provenance="source")
    with creating(community, by=by, verb="add"):
        _fill(community, COMMUNITY, values)
    return community


def change_community(community: Community, *, by: Actor, **values) -> Community:
    """As `change_office`."""
    with verb("change", community, by=by) as community:
        _stays(community, values)
        _fill(community, COMMUNITY, values)
    return community


def set_outline(community: Community, *, by: Actor, file, source: str) -> Community:
    """Take the outline from a GeoJSON text (bytes or an upload); its middle becomes the community's point if it has none.

    Raises:
        Refused: no keeper, or the outline cannot be taken (field "file").
    """
    ring = outlines.read(file if isinstance(file, bytes) else file.read(outlines.MAX_BYTES + 1), community.code)
    with verb("set_outline", community, by=by, note=source) as community:
        community.polygon = ring
        if community.lat is None or community.lon is None:
            community.lat, community.lon = outlines.middle(ring)
    return community


def end_standing(row: Office | Community, *, by: Actor, last_day: date, reason: str):
    """An office or a community has a last day: today or later. Published things keep naming it.

    Raises:
        Refused: a day that has passed or lies before the first one, or people hold roles in the office beyond it.
    """
    with verb("end", row, by=by, note=reason) as row:
        if last_day < clock.today() or (row.valid_from and last_day < row.valid_from):
            raise Refused(
                "passed", _("The last day is today or later, and not before the first one."), field="last_day"
            )
        if isinstance(row, Office):
            held = row.memberships.filter(Q(valid_to=None) | Q(valid_to__gt=last_day), ended_at=None).count()
            if held:
                raise Refused(
                    "roles_held",
                    _("%(n)s roles are held in this office beyond that day. End them first."),
                    field="last_day",
                    values={"n": held},
                )
        row.valid_to = last_day
    return row


def resume_standing(row: Office | Community, *, by: Actor):
    """The last day is taken back."""
    with verb("resume", row, by=by) as row:
        row.valid_to = None
    return row


def add_day(*, by: Actor, day: date, is_working: bool, source: str) -> WorkdayOverride:
    """Say of a day ahead that it is worked, or not, against the published calendar.

    Raises:
        Refused: no keeper, the day is over, or there is an entry for it.
    """
    entry = WorkdayOverride(day=day, is_working=is_working, source=source)
    with creating(entry, by=by, verb="add"):
        pass
    return entry


def take_back_day(entry: WorkdayOverride, *, by: Actor, reason: str) -> WorkdayOverride:
    """The published calendar holds again on this day, while it lies ahead."""
    with verb("take_back", entry, by=by, note=reason):
        pass
    return entry


def _stays(row, values):
    """Refuses to change what something published rests on."""
    for column in KEPT[type(row)]:
        if column in values and values[column] != getattr(row, column) and registry.is_rested_on(row):
            raise Refused(
                "rested_on",
                _("Something published rests on this entry: end it on a day and add the one that comes in its place."),
                field=column,
                kind="when",
            )


def _fill(row, columns, values):
    for column in columns:
        if column in values:
            setattr(row, column, values[column])
