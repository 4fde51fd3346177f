"""Stations: added, changed, published, ended, opened again."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import creating, verb

from ..models import Station

COLUMNS = (
    "kind", "community", "operator", "name_zh", "name_en", "address_zh", "address_en", "note_zh", "note_en", "lat", "lon",
    "phone", "windows", "floor_area", "step_free",
)  # fmt: skip


def add_station(office, *, by: Actor, code: str, provenance="source", source_ref="", illustrative_fields="", **values):
    """Add a place as a draft. values: the columns of `COLUMNS`.

    Raises:
        Refused: not an editor of the office, or the code is taken (field "code").
    """
    station = Station(
        office=office, code=code, provenance=provenance, source_ref=source_ref, illustrative_fields=illustrative_fields
    )
    with creating(station, by=by, verb="add"):
        _fill(station, values)
    return station


def change_station(station: Station, *, by: Actor, **values) -> Station:
    """Change particulars; before and after stand in the history."""
    with verb("change", station, by=by) as station:
        _fill(station, values)
    return station


def publish_station(station: Station, *, by: Actor, valid_from=None) -> Station:
    """Everybody sees it from now on; it is in service from `valid_from` (today when empty)."""
    with verb("publish", station, by=by) as station:
        station.valid_from, station.valid_to, station.state_reason = valid_from or clock.today(), None, ""
    return station


def close_station(station: Station, *, by: Actor, reason: str) -> Station:
    """It is no longer in service, from this day on; the entry stays readable with the reason."""
    with verb("close", station, by=by, public_note=reason) as station:
        station.valid_to, station.state_reason = clock.today(), reason
    return station


def reopen_station(station: Station, *, by: Actor) -> Station:
    """In service again from today."""
    with verb("reopen", station, by=by) as station:
        station.valid_from, station.valid_to, station.state_reason = clock.today(), None, ""
    return station


def _fill(station, values):
    for column in COLUMNS:
        if column in values:
            setattr(station, column, values[column])
