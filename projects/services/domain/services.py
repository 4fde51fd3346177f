"""Services: added, changed, told where they are given, published, ended."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.verbs import creating, verb

from ..kinds import pack
from ..models import Service

COLUMNS = (
    "category", "department", "name_zh", "name_en", "channels", "modes", "papers_zh", "papers_en", "time_limit", "fee_tier",
    "fee", "fee_note_zh", "fee_note_en", "on_holidays", "guide_url",
)  # fmt: skip
PACKED = ("channels", "modes")  # given as lists of codes


def add_service(office, *, by: Actor, code: str, provenance="source", source_ref="", named_elsewhere="", **values):
    """Add a service as a draft. values: the columns of `COLUMNS`.

    Raises:
        Refused: not an editor of the office, or the code is taken (field "code").
    """
    service = Service(
        office=office, code=code, provenance=provenance, source_ref=source_ref, named_elsewhere=named_elsewhere
    )
    with creating(service, by=by, verb="add"):
        _fill(service, values)
    return service


def change_service(service: Service, *, by: Actor, **values) -> Service:
    """Change particulars; before and after stand in the history."""
    with verb("change", service, by=by) as service:
        _fill(service, values)
    return service


def set_stations(service: Service, *, by: Actor, stations) -> Service:
    """Say at which places it is given; the whole list, not a part of it."""
    stations = list(stations)
    with verb("set_stations", service, by=by, note=" ".join(sorted(s.code for s in stations))) as service:
        service.stations.set(stations)
    return service


def publish_service(service: Service, *, by: Actor, valid_from=None) -> Service:
    """Everybody sees it from now on; it is offered from `valid_from` (today when empty)."""
    with verb("publish", service, by=by) as service:
        service.valid_from, service.valid_to, service.state_reason = valid_from or clock.today(), None, ""
    return service


def close_service(service: Service, *, by: Actor, reason: str) -> Service:
    """It is offered no more, from this day on; the entry stays readable with the reason."""
    with verb("close", service, by=by, public_note=reason) as service:
        service.valid_to, service.state_reason = clock.today(), reason
    return service


def reopen_service(service: Service, *, by: Actor) -> Service:
    with verb("reopen", service, by=by) as service:
        service.valid_from, service.valid_to, service.state_reason = clock.today(), None, ""
    return service


def _fill(service, values):
    for column in COLUMNS:
        if column in values:
            value = values[column]
            setattr(service, column, pack(value) if column in PACKED else value)
