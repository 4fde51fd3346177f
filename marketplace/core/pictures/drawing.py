"""A drawing: marks on a sheet, written as SVG for a page (classes, colours by the reader's scheme) or to stand alone.

Alone it carries its colours as attributes: no policy forbids them, and every program that reads SVG knows them.
"""

import unicodedata
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join

from ..exports import UNPRINTABLE

SANS = "PingFang SC, Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, Segoe UI, Roboto, sans-serif"
SERIF = "Noto Serif CJK SC, Noto Serif SC, Songti SC, STSong, serif"
INK, INK_2, PAPER, WASH, BAMBOO, STRAW = "#1d221f", "#50574f", "#f6f2e7", "#ebe5d5", "#1b543f", "#7f5609"
RULE, RULE_2, CINNABAR = "#d2cab6", "#7d7767", "#a62a1a"
PLAIN = {"font-family": SANS, "font-size": "15", "fill": INK}
SMALL = PLAIN | {"font-size": "14", "fill": INK_2}
# What the classes of static/css/pictures.css (and of the tokens) are where no style sheet is: the light scheme.
PAINT = {
    "t": PLAIN,
    "t h": PLAIN | {"font-family": SERIF, "font-size": "16", "font-weight": "700"},
    "t m": SMALL,
    "t n": PLAIN | {"font-weight": "700"},
    "t n on": PLAIN | {"font-weight": "700", "fill": PAPER},
    "axis": {"stroke": RULE, "fill": "none"},
    "zero": {"stroke": INK, "fill": "none"},
    "guide": {"stroke": RULE_2, "fill": "none", "stroke-dasharray": "2 4"},
    "bar": {"fill": BAMBOO},
    "bar--pale": {"fill": "#a9cbb4"},
    "bar--ring": {"fill": "none", "stroke": STRAW, "stroke-width": "2"},
    "gap": {"fill": "none", "stroke": CINNABAR, "stroke-width": "2", "stroke-dasharray": "3 3"},
    "node": {"fill": INK},
    "node--wait": {"fill": RULE_2},
    "rb rb-a": {"fill": "#a9cbb4"},
    "rb rb-b": {"fill": "#e0c078"},
    "rb rb-c": {"fill": "#74a189"},
    "rb rb-a rb-w": {"fill": "#a9cbb4", "fill-opacity": "0.4"},
    "way": {"stroke": BAMBOO, "stroke-width": "3", "fill": "none"},
    "way--next": {"stroke": RULE_2, "stroke-width": "2", "stroke-dasharray": "2 4", "fill": "none"},
    "step--done": {"fill": BAMBOO, "stroke": BAMBOO, "stroke-width": "2"},
    "step--now": {"fill": PAPER, "stroke": BAMBOO, "stroke-width": "5"},
    "step--next": {"fill": PAPER, "stroke": RULE_2, "stroke-width": "2"},
    "step--late": {"fill": PAPER, "stroke": CINNABAR, "stroke-width": "2"},
}


@dataclass(frozen=True)
class Mark:
    """One element: its attributes without colours, the name of its paint, words (for text), the whole name for pointers."""

    tag: str
    attributes: dict
    paint: str
    words: str = ""
    title: str = ""


class Drawing:
    """A sheet of width × height units; a unit is a pixel where the sheet has its own width. Marks lie in their order."""

    def __init__(self, width: float, height: float):
        self.width, self.height, self.marks = width, height, []

    def _add(self, tag, paint, title="", words="", **attributes):
        if paint not in PAINT:
            raise KeyError(f"no such paint: {paint}")
        numbers = {name.replace("_", "-"): _number(value) for name, value in attributes.items()}
        self.marks.append(Mark(tag, numbers, paint, _clean(words), _clean(title)))

    def rect(self, x, y, width, height, paint, title=""):
        self._add("rect", paint, title, x=x, y=y, width=max(width, 0), height=max(height, 0))

    def circle(self, x, y, radius, paint, title=""):
        self._add("circle", paint, title, cx=x, cy=y, r=radius)

    def line(self, x1, y1, x2, y2, paint):
        self._add("path", paint, d=f"M{_number(x1)} {_number(y1)}L{_number(x2)} {_number(y2)}")

    def path(self, steps, paint, title=""):
        """steps: letters and numbers in the order of an SVG path."""
        self._add("path", paint, title, d=" ".join(_number(step) for step in steps))

    def text(self, x, y, words, paint="t", *, anchor="start", most=None, turn=0):
        """Words with their base line at y. most: so many units are free; longer words are cut, whole in the title."""
        words = str(words)
        look = PAINT[paint]
        cut = fit(words, most, float(look["font-size"]), "font-weight" in look) if most is not None else words
        extra = {"transform": f"rotate({turn} {_number(x)} {_number(y)})"} if turn else {}
        self._add("text", paint, words if cut != words else "", cut, x=x, y=y, text_anchor=anchor, **extra)


def svg(drawing: Drawing, *, title: str, says: str, key: str = "", kind: str = "", alone: bool = False):
    """The drawing as SVG.

    On a page: `key` makes the ids, `kind` ("wide" or "tall") the class. alone: a file of its own with its colours.
    """
    marks = format_html_join("", "{}", ((_written(mark, alone),) for mark in drawing.marks))
    size = f"0 0 {_number(drawing.width)} {_number(drawing.height)}"
    title, says = _clean(title), _clean(says)
    if not alone:
        return format_html(
            '<svg class="pic-svg pic-{k}" role="img" aria-labelledby="{i}-t {i}-d" viewBox="{s}">'
            '<title id="{i}-t">{t}</title><desc id="{i}-d">{d}</desc>{m}</svg>',
            k=kind, i=f"{key}-{kind}", s=size, t=title, d=says, m=marks,
        )  # fmt: skip
    edge = 24
    room = f"{-edge} {-edge - 32} {_number(drawing.width + 2 * edge)} {_number(drawing.height + 2 * edge + 32)}"
    return format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" width="{w}" height="{h}" viewBox="{s}">'
        '<title id="t">{t}</title><desc id="d">{d}</desc>'
        '<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{paper}"/>'
        '<text x="0" y="-24" font-family="{serif}" font-size="22" font-weight="700" fill="{ink}">{shown}</text>{m}</svg>\n',
        w=_number(drawing.width + 2 * edge), h=_number(drawing.height + 2 * edge + 32), s=room, t=title, d=says, m=marks,
        x=-edge, y=-edge - 32, paper=PAPER, ink=INK, serif=SERIF, shown=fit(title, drawing.width, 22, True),
    )  # fmt: skip


def _written(mark: Mark, alone: bool):
    attributes = mark.attributes | (PAINT[mark.paint] if alone else {"class": mark.paint})
    pairs = format_html_join("", ' {}="{}"', attributes.items())
    inside = format_html("<title>{}</title>", mark.title) if mark.title else ""
    if not (inside or mark.words):
        return format_html("<{}{}/>", mark.tag, pairs)
    return format_html("<{0}{1}>{2}{3}</{0}>", mark.tag, pairs, inside, mark.words)


def breadth(words: str, size: float, bold: bool = False) -> float:
    """About how wide words are in units: a Chinese character is as wide as it is high, others somewhat over half."""
    other = 0.6 if bold else 0.55
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else other for c in words)


def fit(words: str, most: float, size: float, bold: bool = False) -> str:
    """The words, or as many as find room with an ellipsis."""
    if breadth(words, size, bold) <= most:
        return words
    kept = ""
    for character in words:
        if breadth(kept + character + "…", size, bold) > most:
            break
        kept += character
    return kept.rstrip() + "…"


def _number(value) -> str:
    """Coordinates to a tenth, whole ones without a point; words as they are."""
    if isinstance(value, str):
        return value
    text = f"{float(value):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _clean(text) -> str:
    return UNPRINTABLE.sub("", str(text))
