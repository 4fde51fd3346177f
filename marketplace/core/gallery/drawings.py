"""Charts and maps."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext, pgettext_lazy

from .. import charts, maps, pictures
from ..pictures.shapes import columns
from .sample import DIRTY, Sample


def drawings(today: date) -> dict:
    community = pgettext_lazy("gallery", "Community")
    squares = [(x, y) for y in range(3) for x in range(3)]
    rings = [[[104.0 + x / 100, 30.0 + y / 100] for x, y in _square(*spot)] for spot in squares]
    bars = charts.bars(
        pgettext_lazy("gallery", "People served"),
        [(pgettext_lazy("gallery", "Home visits"), 812, "", 1000), (pgettext_lazy("gallery", "Counselling"), 340, "/calls/", 300),
         (pgettext_lazy("gallery", "Legal advice"), 96)],
        head=(pgettext_lazy("gallery", "Service"), pgettext_lazy("gallery", "People")),
        desc=pgettext_lazy("gallery", "The line is the target."),
        key="b",
    )  # fmt: skip
    weights = charts.weights(
        pgettext_lazy("gallery", "How points are given"),
        [(pgettext_lazy("gallery", "Service plan"), Decimal("0.4")), (pgettext_lazy("gallery", "Staff"), Decimal("0.3")),
         (pgettext_lazy("gallery", "Price"), Decimal("0.3"))],
        head=(pgettext_lazy("gallery", "Criterion"), pgettext_lazy("gallery", "Weight")),
        key="w",
    )  # fmt: skip
    line = charts.line(
        pgettext_lazy("gallery", "Price paid over time"),
        [(today - timedelta(days=30 * n), Decimal(40 + (n * 7) % 11)) for n in range(8, -1, -1)],
        head=(pgettext_lazy("gallery", "Day"), pgettext_lazy("gallery", "Yuan per visit")),
        key="l",
    )
    in_out = charts.in_out(
        pgettext_lazy("gallery", "In and out"),
        [(f"{n + 1:02d}", Decimal(50000 * (n % 3)), Decimal(20000 * (n % 4))) for n in range(8)],
        head=(
            pgettext_lazy("gallery", "Month"),
            pgettext_lazy("gallery", "In (yuan)"),
            pgettext_lazy("gallery", "Out (yuan)"),
        ),
        key="io",
    )
    area = charts.community_map(
        pgettext_lazy("gallery", "Where services were delivered"),
        [(f"{gettext('Community')} {n + 1}", ring, None if n == 4 else n * 12, "/calls/" if n else "") for n, ring in enumerate(rings)],
        head=(community, pgettext_lazy("gallery", "Services")),
        key="m",
    )  # fmt: skip
    moving = maps.Map(
        "gallery-map",
        pgettext_lazy("gallery", "Where services were delivered"),
        areas=[maps.Area(str(n + 1), ring, n % 5) for n, ring in enumerate(rings)],
        spots=[maps.Spot(1, DIRTY, 30.012, 104.012), maps.Spot(2, "2", 30.02, 104.02, muted=True)],
    )
    drawn = pgettext_lazy("gallery", "usual")
    return {
        "chart": [Sample(pgettext_lazy("gallery", "shares of a whole"), {"chart": weights})],
        "chart_bars": [Sample(pgettext_lazy("gallery", "with targets"), {"chart": bars})],
        "chart_line": [Sample(drawn, {"chart": line})],
        "chart_in_out": [Sample(drawn, {"chart": in_out})],
        "chart_map": [Sample(pgettext_lazy("gallery", "one without a value"), {"chart": area})],
        "chart_table": [Sample(pgettext_lazy("gallery", "alone"), {"chart": bars})],
        "picture": [
            Sample(drawn, {"shown": _picture(bars, "1")}),
            Sample(
                pgettext_lazy("gallery", "on its own page"), {"shown": _picture(bars, "2"), "open": True, "alone": True}
            ),
            Sample(pgettext_lazy("gallery", "nothing to draw"), {"shown": _picture(bars, "3", is_empty=True)}),
        ],
        "picture_links": [
            Sample(drawn, {"title": DIRTY, "page_url": "/charts/", "svg_url": "/charts/", "csv_url": "/charts/"})
        ],
        "picture_section": [Sample(drawn, {"section": {"shown": _picture(bars, "4")}})],
        "picture_table": [Sample(drawn, {"shown": _picture(bars, "5")})],
        "map_data": [Sample(drawn, {"map": moving})],
    }


def _square(x: int, y: int) -> list:
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]


@dataclass(frozen=True)
class Once(pictures.Shown):
    """A picture that may stand on one page several times: ids come from its mark, links lead to one that there is."""

    mark: str = ""

    @property
    def key(self) -> str:
        return f"g-{self.mark}"


def _picture(bars, mark: str, *, is_empty=False) -> Once:
    there = next(one for one in pictures.all_pictures() if one.subjects is None)
    found = [columns.Column(row.value, row.text, str(row.label)) for row in bars.rows]
    figures = pictures.Figures(
        bars.head,
        [] if is_empty else [pictures.Row((str(row.label), row.value)) for row in bars.rows],
        says="" if is_empty else bars.desc,
        empty=pgettext_lazy("gallery", "Nothing here yet."),
        draw=None if is_empty else lambda tall: columns.columns(found, tall=tall, text=str),
        title=f"{bars.title} {mark}",
    )
    return Once(there, None, figures, {}, mark)
