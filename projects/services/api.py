"""The JSON face of the directory, in the words of HSDS where they fit: schedules with byday, opens_at, closes_at."""

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import field_validator

from orgs.models import Community

from . import hours
from .circle import Ground
from .kinds import unpack
from .models import Service, Station
from .walking import MINUTES

router = Router(tags=["services"])
MOST = 100
BYDAY = dict(zip("1234567", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))


class Schedule(Schema):
    """Weekly hours; byday as in RFC 5545; of public holidays it is empty."""

    period: str
    byday: str
    opens_at: str
    closes_at: str
    valid_from: date
    valid_to: date | None


class Special(Schema):
    """Days on which other hours hold; without times it is closed."""

    first_day: date
    last_day: date
    opens_at: str | None
    closes_at: str | None
    reason_zh: str
    reason_en: str


class StationRow(Schema):
    code: str
    kind: str
    community: str
    operator: str | None
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    lat: float | None
    lon: float | None
    phone: str
    step_free: bool | None
    is_open: bool
    open_until: datetime | None
    next_opening: datetime | None
    schedules: list[Schedule]
    special: list[Special]
    provenance: str
    source_ref: str
    url: str


class ServiceRow(Schema):
    """time_limit: working days, 0 is on the spot; fee: yuan with two places, as text."""

    code: str
    category: str
    department: str
    name_zh: str
    name_en: str
    channels: list[str]
    modes: list[str]
    papers_zh: list[str]
    papers_en: list[str]
    time_limit: int
    fee_tier: str
    fee: str
    on_holidays: bool
    guide_url: str
    stations: list[str]
    provenance: str
    source_ref: str
    url: str


class StationPage(Schema):
    count: int
    page: int
    results: list[StationRow]


class ServicePage(Schema):
    count: int
    page: int
    results: list[ServiceRow]


class Ask(Schema):
    """Filters of both lists."""

    q: str = ""
    community: str = ""
    kind: str = ""
    open: str = ""
    category: str = ""
    department: str = ""
    station: str = ""
    on_holidays: bool = False
    page: int = 1

    @field_validator("q", "community", "kind", "open", "category", "department", "station")
    @classmethod
    def storable(cls, text):
        """PostgreSQL knows no NUL in a text."""
        return text.replace("\x00", "")[:80]

    @property
    def start(self) -> int:
        return (min(max(self.page, 1), 100_000) - 1) * MOST


class NeedOut(Schema):
    """nearest: code of the nearest place that serves it, minutes on foot; walked: timed, not reckoned; reached: within the circle."""

    need: str
    kinds: list[str]
    reached: bool
    nearest: str | None
    minutes: int | None
    walked: bool


class CategoryOut(Schema):
    category: str
    reached: bool
    nearest: str | None
    minutes: int | None
    walked: bool


class CircleOut(Schema):
    """rule: straight line × detour at kmh, from the middle of the community."""

    community: str
    minutes: int
    detour: float
    kmh: float
    needs: list[NeedOut]
    categories: list[CategoryOut]


@router.get("/stations", response=StationPage, summary="Places in service with their hours")
def stations(request, ask: Query[Ask]):
    rows = Station.objects.visible_to(request.actor).listed()
    if ask.q:
        rows = rows.matching(ask.q)
    for column, value in {"community__code": ask.community, "kind": ask.kind}.items():
        if value:
            rows = rows.filter(**{column: value})
    marks = hours.calendar()
    found = [(row, hours.status(row, marks)) for row in rows.with_hours()]
    if ask.open in hours.DAYS:
        day = hours.coming(ask.open, [row for row, _status in found])
        found = [(row, status) for row, status in found if day and row.pk in day.hours]
    elif ask.open in hours.WHEN:
        found = [(row, status) for row, status in found if hours.is_open_when(row, ask.open, status)]
    part = found[ask.start : ask.start + MOST]
    return {"count": len(found), "page": max(ask.page, 1), "results": [_station(*pair) for pair in part]}


@router.get("/stations/{code}", response=StationRow, summary="One place")
def station(request, code: str):
    rows = Station.objects.visible_to(request.actor).with_hours()
    row = get_object_or_404(rows, code=code.replace("\x00", "?"))
    return _station(row, hours.status(row, hours.calendar()))


@router.get("/services", response=ServicePage, summary="Matters handled at the counters")
def services(request, ask: Query[Ask]):
    rows = Service.objects.visible_to(request.actor).listed()
    if ask.q:
        rows = rows.search(ask.q)
    wanted = {"category__code": ask.category, "department__code": ask.department, "stations__code": ask.station}
    rows = rows.filter(**{column: value for column, value in wanted.items() if value})
    if ask.on_holidays:
        rows = rows.filter(on_holidays=True)
    found = rows.for_list().prefetch_related("stations").order_by("code")[ask.start : ask.start + MOST]
    return {"count": rows.count(), "page": max(ask.page, 1), "results": [_service(row) for row in found]}


@router.get("/services/{code}", response=ServiceRow, summary="One matter")
def service(request, code: str):
    rows = Service.objects.visible_to(request.actor).for_list().prefetch_related("stations")
    return _service(get_object_or_404(rows, code=code.replace("\x00", "?")))


@router.get(
    "/circle/{community}", response=CircleOut, summary="What lies within fifteen minutes on foot of a community"
)
def circle(request, community: str):
    place = get_object_or_404(
        Community.objects.exclude(lat=None).exclude(lon=None), code=community.replace("\x00", "?")
    )
    ground = Ground()
    found = ground.circle(place.lat, place.lon, place)
    return {
        "community": place.code,
        "minutes": MINUTES,
        "detour": ground.rule.detour,
        "kmh": ground.rule.kmh,
        "needs": [
            _line(line) | {"need": need.code, "kinds": sorted(need.serving)}
            for need, line in zip(ground.needs, found.needs, strict=True)
        ],
        "categories": [
            _line(line) | {"category": category.code}
            for category, line in zip(ground.categories, found.categories, strict=True)
        ],
    }


def _line(line) -> dict:
    near = line.nearest
    return {
        "reached": line.is_reached, "nearest": near.station.code if near else None, "minutes": near.minutes if near else None,
        "walked": near.walked if near else False,
    }  # fmt: skip


def _clock(moment):
    return f"{moment:%H:%M}" if moment else None


def _station(row, status) -> dict:
    plain = ("code", "kind", "name_zh", "name_en", "address_zh", "address_en", "lat", "lon", "phone", "step_free")
    return {
        **{name: getattr(row, name) for name in (*plain, "provenance", "source_ref")},
        "community": row.community.code,
        "operator": row.operator.code if row.operator else None,
        "is_open": status.is_open,
        "open_until": status.until,
        "next_opening": status.opens,
        "schedules": [
            {
                "period": h.period, "byday": ",".join(BYDAY[n] for n in h.weekdays), "opens_at": _clock(h.opens),
                "closes_at": _clock(h.closes), "valid_from": h.valid_from, "valid_to": h.valid_to,
            }
            for h in row.hours.all()
        ],
        "special": [
            {
                "first_day": s.first_day, "last_day": s.last_day, "opens_at": _clock(s.opens), "closes_at": _clock(s.closes),
                "reason_zh": s.reason_zh, "reason_en": s.reason_en,
            }
            for s in row.specials.all()
        ],
        "url": row.get_absolute_url(),
    }  # fmt: skip


def _service(row) -> dict:
    plain = (
        "code",
        "name_zh",
        "name_en",
        "time_limit",
        "fee_tier",
        "on_holidays",
        "guide_url",
        "provenance",
        "source_ref",
    )
    return {
        **{name: getattr(row, name) for name in plain},
        "category": row.category.code,
        "department": row.department.code,
        "channels": unpack(row.channels),
        "modes": unpack(row.modes),
        "papers_zh": row.papers_zh.splitlines(),
        "papers_en": row.papers_en.splitlines(),
        "fee": str(row.fee),
        "stations": [s.code for s in row.stations.all() if s.state == "listed"],
        "url": row.get_absolute_url(),
    }
