"""Small charts as inline SVG: geometry here, drawing in `parts/chart_*.html`, colour by class only.

Each chart carries its figures, and its part shows them as a table beside the drawing: the table is the source.
"""

import math
from dataclasses import dataclass, field
from decimal import Decimal

from . import words

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 112, 16, 16, 36
LABELS = 6  # so many labels find room under a chart on a phone
SHADES = 5


@dataclass(frozen=True)
class Row:
    """One figure: label, value (Decimal or int), text as shown, url or "", share 0 to 100 of the greatest."""

    label: str
    value: object
    text: str
    url: str = ""
    share: float = 0
    goal: float | None = None
    shape: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Chart:
    """What a part draws. kind names the part: `parts/chart_<kind>.html`.

    head: (label of the first column, label of the value column, ...); ticks: [(position, text)].
    """

    kind: str
    title: str
    desc: str
    head: tuple
    rows: list
    ticks: list = field(default_factory=list)
    path: str = ""
    key: str = "chart"
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: float = HEIGHT - BOTTOM


def _number(value) -> str:
    if value is None:
        return "–"
    if isinstance(value, Decimal):
        return words.yuan(value)
    return f"{value:,}"


def bars(title, figures, *, head, desc="", key="bars", text=_number) -> Chart:
    """Lying bars, one scale. figures: [(label, value)] or [(label, value, url)] or [(label, value, url, goal)].

    A goal is a line on the bar. Values are not negative.
    """
    figures = [(*f, "", None)[:4] if len(f) < 3 else (*f, None)[:4] for f in figures]
    most = max((max(v or 0, g or 0) for _l, v, _u, g in figures), default=0)
    rows = [Row(str(la), v, text(v), u, _share(v, most), _share(g, most) if g else None) for la, v, u, g in figures]
    return Chart("bars", title, desc, tuple(head), rows, key=key)


def weights(title, figures, *, head, desc="", key="weights") -> Chart:
    """Shares of one whole as bars on a scale of 100 %. figures: [(label, Decimal share 0 to 1)]."""
    rows = [Row(str(label), share, words.percent(share), share=float(share) * 100) for label, share in figures]
    return Chart("bars", title, desc, tuple(head), rows, key=key)


def line(title, points, *, head, desc="", key="line", text=_number) -> Chart:
    """A value over time. points: [(date, value)] or [(date, value, url)], oldest first."""
    points = [(*p, "")[:3] for p in points]
    top = nice(max((v for _d, v, _u in points), default=0))
    first, last = (points[0][0], points[-1][0]) if points else (None, None)
    span = (last - first).days if points and last != first else 0
    rows = []
    for moment, value, url in points:
        x = LEFT + ((moment - first).days / span if span else 0.5) * (WIDTH - LEFT - RIGHT)
        shape = {"x": round(x, 1), "y": _y(value, top)}
        rows.append(Row(words.iso_day(moment), value, text(value), url, shape=shape))
    path = " ".join(f"{'M' if n == 0 else 'L'}{r.shape['x']} {r.shape['y']}" for n, r in enumerate(rows))
    return Chart("line", title, desc, tuple(head), rows, _ticks(top, text), path, key)


def in_out(title, periods, *, head, desc="", key="inout", text=_number) -> Chart:
    """Columns of money in (up, solid) and out (down, outlined). periods: [(label, in, out)], oldest first."""
    most = nice(max((max(i, o) for _l, i, o in periods), default=0))
    middle, reach = HEIGHT / 2, HEIGHT / 2 - TOP
    step = (WIDTH - LEFT - RIGHT) / max(len(periods), 1)
    wide = min(step * 0.6, 48)
    rows = []
    for n, (label, inn, out) in enumerate(periods):
        x = LEFT + n * step + (step - wide) / 2
        up, down = _part(inn, most) * reach, _part(out, most) * reach
        shape = {
            "x": round(x, 1),
            "width": round(wide, 1),
            "in_y": round(middle - up, 1),
            "in_height": round(up, 1),
            "out_y": round(middle, 1),
            "out_height": round(down, 1),
            "middle": round(x + wide / 2, 1),
            "out_text": text(out),
        }
        shape["labelled"] = n % -(-len(periods) // LABELS) == 0
        rows.append(Row(str(label), inn, text(inn), shape=shape))
    ticks = [
        (round(middle - reach, 1), _tick(most, text)),
        (round(middle, 1), _tick(most * 0, text)),
        (round(middle + reach, 1), _tick(most, text)),
    ]
    return Chart("in_out", title, desc, tuple(head), rows, ticks, key=key, base=middle)


def community_map(title, places, *, head, desc="", key="map", text=_number) -> Chart:
    """Communities shaded by a value. places: [(name, polygon ring of [lon, lat], value, url)].

    Five shades from nothing to the most; a hatched edge marks "no value" (None). Places without a polygon stand in the
    table only.
    """
    rings = [ring for _n, ring, _v, _u in places if ring]
    lons = [p[0] for ring in rings for p in ring] or [0]
    lats = [p[1] for ring in rings for p in ring] or [0]
    squeeze = math.cos(math.radians((min(lats) + max(lats)) / 2))
    wide, tall = max((max(lons) - min(lons)) * squeeze, 1e-9), max(max(lats) - min(lats), 1e-9)
    scale = min((WIDTH - 16) / wide, 560 / tall)
    most = max((v for _n, _r, v, _u in places if v is not None), default=0)
    rows = []
    for name, ring, value, url in places:
        spots = [((lon - min(lons)) * squeeze * scale + 8, (max(lats) - lat) * scale + 8) for lon, lat in ring or ()]
        shape = {}
        if spots:
            shape = {
                "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in spots),
                "x": f"{sum(x for x, _y in spots) / len(spots):.1f}",
                "y": f"{sum(y for _x, y in spots) / len(spots):.1f}",
                "shade": _shade(value, most),
            }
        rows.append(Row(str(name), value, text(value), url, _share(value, most), shape=shape))
    height = round(tall * scale + 16)
    return Chart("map", title, desc, tuple(head), rows, key=key, width=round(wide * scale + 16), height=height)


def nice(value):
    """The next round number at or above value, for the top of an axis; Decimal stays Decimal."""
    if not value or value <= 0:
        return type(value)(1) if isinstance(value, Decimal) else 1
    power = 10 ** math.floor(math.log10(float(value)))
    for factor in (1, 2, 5, 10):
        if value <= power * factor:
            top = power * factor
            return Decimal(str(top)) if isinstance(value, Decimal) else top
    return value


def _part(value, most) -> float:
    return float(value or 0) / float(most) if most else 0.0


def _share(value, most) -> float:
    return round(_part(value, most) * 100, 2)


def _y(value, top) -> float:
    return round(HEIGHT - BOTTOM - _part(value, top) * (HEIGHT - TOP - BOTTOM), 1)


def _ticks(top, text) -> list:
    half = top / 2 if isinstance(top, Decimal) or top % 2 else top // 2
    return [(_y(v, top), _tick(v, text)) for v in (top * 0, half, top)]


def _tick(value, text) -> str:
    """A mark of the axis: round, so without empty places after the point."""
    return text(value).removesuffix(".00")


def _shade(value, most) -> str:
    if value is None:
        return "none"
    return str(min(int(_part(value, most) * SHADES), SHADES - 1)) if value else "0"
