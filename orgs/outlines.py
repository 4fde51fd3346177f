"""Outlines of communities from GeoJSON (RFC 7946): read within limits and looked at before they are taken."""

import json
import math

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

MAX_BYTES, MAX_POINTS = 512 * 1024, 800


def read(data: bytes, code: str = "") -> list:
    """The outer ring of a GeoJSON text as [[lon, lat], ...], first point again at the end.

    data: a Polygon, a Feature, or a FeatureCollection (then the feature whose id or property "code" is `code`, or its
    only one).

    Raises:
        Refused: field "file": too large, no GeoJSON, several parts, points off the earth, lines that cross, no area.
    """
    if len(data) > MAX_BYTES:
        raise _no("too_large", _("The file is larger than %(max)s KB."), max=MAX_BYTES // 1024)
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _no("no_geojson", _("This is no GeoJSON text.")) from error
    return check(_ring(found, code))


def _no(reason, sentence, /, **values) -> Refused:
    return Refused(reason, sentence, field="file", values=values)


def _ring(found, code):
    shape = _dict(found)
    if shape.get("type") == "FeatureCollection":
        features = shape.get("features")
        features = [f for f in features if isinstance(f, dict)] if isinstance(features, list) else []
        named = [f for f in features if code and code in (f.get("id"), _dict(f.get("properties")).get("code"))]
        chosen = named or features
        if len(chosen) != 1:
            raise _no(
                "which", _("The file has %(n)s outlines and none is marked %(code)s."), n=len(features), code=code
            )
        shape = chosen[0]
    if shape.get("type") == "Feature":
        shape = _dict(shape.get("geometry"))
    rings = shape.get("coordinates")
    if shape.get("type") == "MultiPolygon" and isinstance(rings, list) and len(rings) == 1:
        rings = rings[0]
    elif shape.get("type") != "Polygon":
        raise _no("no_polygon", _("The file holds no single polygon."))
    if not isinstance(rings, list) or len(rings) != 1:
        raise _no("holes", _("An outline is one closed line, without holes."))
    return rings[0]


def _dict(value) -> dict:
    return value if isinstance(value, dict) else {}


def check(ring) -> list:
    """The ring with plain numbers. Raises Refused as `read` does."""
    if not isinstance(ring, list) or not all(_is_point(point) for point in ring):
        raise _no("no_points", _("The outline is not a list of longitudes and latitudes (longitude first)."))
    points = [[float(point[0]), float(point[1])] for point in ring]
    if len(points) < 4 or points[0] != points[-1]:
        raise _no(
            "open", _("The outline is not closed: its last point must be its first, with two others between at least.")
        )
    if len(points) > MAX_POINTS:
        raise _no("too_many", _("The outline has more than %(max)s points. Please simplify it."), max=MAX_POINTS)
    if any(a == b for a, b in zip(points, points[1:], strict=False)) or _crosses(points):
        raise _no("crosses", _("The outline crosses or touches itself."))
    if abs(_area(points)) < 1e-9:
        raise _no("flat", _("The outline encloses nothing."))
    return points


def _is_point(point) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    lon, lat = point[:2]
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in (lon, lat)):
        return False
    return abs(lon) <= 180 and abs(lat) <= 90 and math.isfinite(lon) and math.isfinite(lat)


def _area(points) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:], strict=False)) / 2


def middle(points) -> tuple[float, float]:
    """(lat, lon) of the centre of gravity."""
    area = _area(points)
    pairs = list(zip(points, points[1:], strict=False))
    lon = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    lat = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    return round(lat, 6), round(lon, 6)


def _crosses(points) -> bool:
    edges = list(zip(points, points[1:], strict=False))
    last = len(edges) - 1
    return any(
        _meet(*edges[i], *edges[j])
        for i in range(len(edges))
        for j in range(i + 2, len(edges))
        if not (i == 0 and j == last)  # neighbours share a point
    )


def _side(a, b, c) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 1e-14) - (turn < -1e-14)


def _meet(a, b, c, d) -> bool:
    """Two stretches have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0
