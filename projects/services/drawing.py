"""Geometry of the two drawings: the circle around a point, the map of communities. Colours and shapes are classes."""

import math
from dataclasses import dataclass

from .walking import MINUTES

SIZE, MIDDLE, RADIUS = 340, 170, 156
MOST = 12  # numbered spots; more would cover one another
APART = 25
METRES_PER_DEGREE = 111_195


@dataclass(frozen=True)
class Spot:
    """A place in the drawing and in the list beside it: number, x, y (pixels), reach, status."""

    n: int
    x: float
    y: float
    reach: object
    status: object


@dataclass(frozen=True)
class Drawing:
    """rings: [(radius, minutes, y of its words)]; edge: points of the community's boundary, may be ""."""

    spots: list
    rings: list
    edge: str


def circle(lat: float, lon: float, reaches, statuses, ring=(), *, rule) -> Drawing:
    """The nearest places within the circle at their bearing, as far out as their minutes; ring: the boundary; rule: of walking."""
    spots = []
    for n, reach in enumerate(reaches[:MOST], 1):
        x, y = _offset(lat, lon, reach.station.lat, reach.station.lon)
        far = math.hypot(x, y) or 1
        out = max(reach.minutes / MINUTES * RADIUS, 24)
        spots.append([MIDDLE + x / far * out, MIDDLE - y / far * out, n, reach])
    _part(spots)
    drawn = [Spot(n, round(x, 1), round(y, 1), reach, statuses[reach.station.pk]) for x, y, n, reach in spots]
    rings = [(RADIUS * m // MINUTES, m, MIDDLE - RADIUS * m // MINUTES + 5) for m in (5, 10, 15)]
    scale = RADIUS / (MINUTES * rule.metres_a_minute)
    edge = []
    for point in ring or ():
        x, y = _offset(lat, lon, point[1], point[0])
        edge.append(f"{MIDDLE + x * scale:.1f},{MIDDLE - y * scale:.1f}")
    return Drawing(drawn, rings, " ".join(edge))


def _offset(lat, lon, other_lat, other_lon):
    """Metres to the east and to the north; plain enough within a few kilometres."""
    north = (other_lat - lat) * METRES_PER_DEGREE
    return (other_lon - lon) * METRES_PER_DEGREE * math.cos(math.radians(lat)), north


def _part(spots):
    """Push spots that cover each other, or the house in the middle, apart; the numbers, not the pixels, are the data."""
    for _round in range(60):
        still = True
        for i, a in enumerate(spots):
            for b in [[MIDDLE, MIDDLE], *spots[:i]]:
                dx, dy = a[0] - b[0], a[1] - b[1]
                far = math.hypot(dx, dy)
                if far >= APART:
                    continue
                still = False
                if far < 0.01:
                    dx, dy, far = math.cos(i), math.sin(i), 1.0
                push = APART - far + 0.5
                a[0], a[1] = a[0] + dx / far * push, a[1] + dy / far * push
        for a in spots:
            a[0], a[1] = (min(max(v, 14), SIZE - 14) for v in a[:2])
        if still:
            return
