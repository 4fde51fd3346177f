"""Columns over time from one zero line."""

from dataclasses import dataclass
from decimal import Decimal

from ...charts import nice
from ..drawing import Drawing, breadth
from . import TALL, WIDE

MOST = {False: 24, True: 8}  # columns that find room, the newest of them
TEXT = 15


@dataclass(frozen=True)
class Column:
    """One period. value: Decimal or int, may be below zero; text: the value in words; label: under the axis; above: under that."""

    value: object
    text: str
    label: str
    above: str = ""


def columns(found: list[Column], *, tall: bool, text) -> Drawing:
    """found: oldest first, without gaps; text(value): how a mark of the scale is written."""
    found = found[-MOST[tall] :]
    width, height = (TALL, 260) if tall else (WIDE, 340)
    left, right, top, bottom = (0 if tall else 110), 4, 44, 46
    high = max((c.value for c in found), default=0)
    low = min((c.value for c in found), default=0)
    ceiling = nice(high) if high > 0 else _none(high)
    floor = -nice(-low) if low < 0 else _none(high)
    span = float(ceiling - floor) or 1.0
    reach = height - top - bottom

    def y(value):
        return top + float(ceiling - value) / span * reach

    sheet = Drawing(width, height)
    if not tall:
        for mark in _marks(floor, ceiling):
            sheet.line(left, y(mark), width, y(mark), "axis")
            sheet.text(left - 10, y(mark) + 5, text(mark).removesuffix(".00"), "t m", anchor="end")
    step = (width - left - right) / max(len(found), 1)
    thick = min(step * 0.62, 56)
    over = _labelled(found, step)
    for n, column in enumerate(found):
        middle, tip, zero = left + (n + 0.5) * step, y(column.value), y(0)
        title = f"{column.above} {column.label}: {column.text}".strip()
        sheet.rect(middle - thick / 2, min(tip, zero), thick, abs(tip - zero), "bar", title)
        if n in over:
            half = breadth(column.text, TEXT) / 2
            x = min(max(middle, left + half), width - half)
            sheet.text(x, tip + 18 if column.value < 0 else tip - 8, column.text, "t n", anchor="middle")
        sheet.text(middle, height - 24, column.label, "t m", anchor="middle")
        if column.above:
            sheet.text(middle, height - 5, column.above, "t m", anchor="middle")
    sheet.line(left, y(0), width, y(0), "zero")
    return sheet


def _labelled(found, step) -> set[int]:
    """Which columns have their value written over them: all, or where that is too narrow the highest and the newest."""
    worth = [n for n, column in enumerate(found) if column.value]
    if all(breadth(found[n].text, TEXT) <= step - 4 for n in worth):
        return set(worth)
    highest = max(worth, key=lambda n: found[n].value)
    free = (breadth(found[highest].text, TEXT) + breadth(found[worth[-1]].text, TEXT)) / 2 + 8
    return {highest, worth[-1]} if (worth[-1] - highest) * step >= free else {highest}


def _none(value):
    return Decimal(0) if isinstance(value, Decimal) else 0


def _marks(floor, ceiling):
    half = ceiling / 2 if isinstance(ceiling, Decimal) or ceiling % 2 else ceiling // 2
    return sorted({floor, half, ceiling})
