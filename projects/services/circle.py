"""The fifteen-minute circle: what of the needed kinds is reached on foot from the middle of a community (C02)."""

from dataclasses import dataclass

from orgs.models import Community

from .models import Category, NeededKind, Station, Walk
from .queries import categories_by_station
from .states import KeptState
from .walking import MINUTES, rule


@dataclass(frozen=True)
class Reach:
    """A place and how far it is, in minutes on foot. walked: a walk was timed, else they are reckoned."""

    station: object
    minutes: int
    walked: bool = False

    @property
    def is_near(self) -> bool:
        return self.minutes <= MINUTES


@dataclass(frozen=True)
class Line:
    """One needed kind or category: label, the nearest place that serves it (or None)."""

    label: object
    nearest: Reach | None

    @property
    def is_reached(self) -> bool:
        return self.nearest is not None and self.nearest.is_near


@dataclass(frozen=True)
class Circle:
    """What lies around one point. reaches: all places by distance; needs and categories: `Line`s."""

    reaches: list
    needs: list
    categories: list

    @property
    def near(self) -> list:
        return [reach for reach in self.reaches if reach.is_near]

    @property
    def gaps(self) -> list:
        return [line for line in (*self.needs, *self.categories) if not line.is_reached]

    @property
    def reached(self) -> int:
        return sum(line.is_reached for line in self.needs)

    @property
    def categories_reached(self) -> int:
        return sum(line.is_reached for line in self.categories)

    @property
    def is_whole(self) -> bool:
        return not self.gaps


class Ground:
    """The listed places with what they serve, read once (at most nine queries) for as many circles as one likes."""

    def __init__(self):
        self.stations = list(Station.objects.listed().placed().with_hours())
        self.categories = list(Category.objects.filter(state=KeptState.USED))
        self.served = categories_by_station()
        self.rule, self.needs = rule(), list(NeededKind.objects.on())
        self.walks = Walk.objects.by_community()

    def reaches(self, lat: float, lon: float, community=None) -> list:
        """Of a community: minutes that were walked come before reckoned ones."""
        walked = self.walks.get(community.pk, {}) if community else {}
        found = [
            Reach(station, walked.get(station.pk) or self.rule.minutes(lat, lon, station.lat, station.lon), station.pk in walked)
            for station in self.stations
        ]  # fmt: skip
        return sorted(found, key=lambda reach: (reach.minutes, reach.station.code))

    def circle(self, lat: float, lon: float, community=None) -> Circle:
        reaches = self.reaches(lat, lon, community)
        needs = [Line(need.name, _first(reaches, lambda s, n=need: s.kind in n.serving)) for need in self.needs]
        lines = [
            Line(category.name, _first(reaches, lambda s, c=category: c.pk in self.served.get(s.pk, ())))
            for category in self.categories
        ]
        return Circle(reaches, needs, lines)


def _first(reaches, serves):
    return next((reach for reach in reaches if serves(reach.station)), None)


def coverage(ground: Ground | None = None) -> list[dict]:
    """[{community, circle}] of every community that has a middle, by code."""
    ground = ground or Ground()
    rows = Community.objects.exclude(lat=None).exclude(lon=None).order_by("code")
    return [{"community": row, "circle": ground.circle(row.lat, row.lon, row)} for row in rows]


def first_community():
    """The one shown before anybody has chosen: where most people live."""
    return Community.objects.exclude(lat=None).exclude(lon=None).order_by("-population", "code").first()
