"""A small map drawn on the server: places on the outline of the communities. No tiles, nothing from elsewhere."""

import hashlib
import math
from dataclasses import dataclass

from marketplace.core.maps import Map, Spot
from orgs.models import Community
from projects.services.maps import outlines

WIDTH, HEIGHT, MARGIN = 640, 480, 24


@dataclass(frozen=True)
class Drawing:
    """areas: polygons as SVG points; spots: [{n, x, y, name, note}], numbered as in the list beside."""

    width: int
    height: int
    areas: list
    spots: list


def drawing(places) -> Drawing:
    """places: mappings with name, lat, lon, note. The map shows the places, and as much of the communities as is near."""
    rings = [ring for ring in Community.objects.values_list("polygon", flat=True) if ring]
    dots = [(place["lon"], place["lat"]) for place in places]
    # An office elsewhere would shrink the street to a point: communities are drawn where places lie among them.
    near = [ring for ring in rings if any(_within(dot, rings) for dot in dots)]
    every = dots + [(lon, lat) for ring in near for lon, lat in ring]
    if not every:
        return Drawing(WIDTH, HEIGHT, [], [])
    west, east = min(x for x, _y in every), max(x for x, _y in every)
    south, north = min(y for _x, y in every), max(y for _x, y in every)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 0.004), max(north - south, 0.004)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / tall)

    def point(lon, lat):
        return (
            round((lon - west) * squeeze * scale + MARGIN, 1),
            round((north - lat) * scale + MARGIN, 1),
        )

    areas = [" ".join(f"{x},{y}" for x, y in (point(lon, lat) for lon, lat in ring)) for ring in near]
    spots = []
    for number, (place, dot) in enumerate(zip(places, dots, strict=True), 1):
        x, y = point(*dot)
        spots.append({"n": number, "x": x, "y": y, "name": place["name"], "note": place.get("note", "")})
    return Drawing(round(wide * scale + 2 * MARGIN), round(tall * scale + 2 * MARGIN), areas, spots)


def moving(caption: str, places) -> Map:
    """The same places on a map that one may move, over what is drawn."""
    spots = [Spot(n, row["name"], row["lat"], row["lon"], row.get("note", "")) for n, row in enumerate(places, 1)]
    key = hashlib.sha256(repr([caption, *[(s.lat, s.lon) for s in spots]]).encode()).hexdigest()[:10]
    areas = outlines()
    rings = [area.ring for area in areas]
    near = any(_within((spot.lon, spot.lat), rings) for spot in spots)
    return Map(f"map-{key}", caption, areas if near else [], spots)


def _within(dot, rings) -> bool:
    """Inside the box that holds all communities."""
    lons = [lon for ring in rings for lon, _lat in ring]
    lats = [lat for ring in rings for _lon, lat in ring]
    return bool(lons) and min(lons) <= dot[0] <= max(lons) and min(lats) <= dot[1] <= max(lats)
