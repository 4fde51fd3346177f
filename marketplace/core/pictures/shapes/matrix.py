"""A field of squares: how many stand in each row and column, or what is there and what is missing."""

import math
from dataclasses import dataclass

from ..drawing import PAINT, Drawing, breadth
from . import TALL, WIDE

LABEL = 250


@dataclass(frozen=True)
class Cell:
    """text: written in or beside the square; share: its area, 0 to 1 of the greatest; missing: drawn as an empty frame."""

    text: str
    share: float = 1.0
    missing: bool = False
    title: str = ""


@dataclass(frozen=True)
class Field:
    """rows: [(label, [Cell], text of the sum)]; columns: [(label, text of the sum)]; sums: heading of the sums."""

    rows: list
    columns: list
    sums: str = ""
    together: str = ""


def counts(field: Field, *, tall: bool) -> Drawing:
    """Squares whose area is the number beside them. On a phone the row's name stands over its squares."""
    head = min(breadth(str(field.sums), float(PAINT["t m"]["font-size"])) + 10, TALL / 4)
    width, left, right = (TALL, 0, max(44, head)) if tall else (WIDE, LABEL, 110)
    step = (width - left - right) / max(len(field.columns), 1)
    high, foot = (84, 56) if tall else (64, 36)
    most = min(step * 0.62, 30 if tall else 46)
    sheet = Drawing(width, 34 + high * len(field.rows) + foot)
    for n, (label, total) in enumerate(field.columns):
        sheet.text(left + (n + 0.5) * step, 16, label, "t m", anchor="middle", most=step)
        sheet.text(left + (n + 0.5) * step, sheet.height - 10, total, "t n", anchor="middle")
    sheet.text(width, 16, field.sums, "t m", anchor="end", most=right)
    place, side = (0, "start") if tall else (LABEL - 16, "end")
    sheet.text(place, sheet.height - (32 if tall else 10), field.sums, "t m", anchor=side)
    sheet.text(width, sheet.height - 10, field.together, "t n", anchor="end")
    sheet.line(0, 26, width, 26, "axis")
    for row, (label, cells, total) in enumerate(field.rows):
        top = 34 + row * high
        base = top + high - 14 if tall else top + (high + most) / 2
        sheet.text(place, top + 16 if tall else base, label, "t h", anchor=side, most=(width - 50) if tall else place)
        for n, cell in enumerate(cells):
            middle = left + (n + 0.5) * step
            if cell.share:
                edge = max(math.sqrt(cell.share) * most, 2)
                x = middle - edge / 2 - 8
                sheet.rect(x, base - edge, edge, edge, "bar", cell.title)
                sheet.text(x + edge + 5, base, cell.text, "t n")
            else:
                sheet.text(middle - 8, base, "·", "t m", anchor="middle")
        sheet.text(width, base, total, "t n", anchor="end")
        sheet.line(0, top + high, width, top + high, "axis")
    return sheet


def presence(field: Field) -> Drawing:
    """What is there (full, with its text) and what is missing (a frame); only for a wide page.

    Names of columns stand upright above them: many columns find room.
    """
    step = (WIDE - LABEL - 70) / max(len(field.columns), 1)
    head, high = 132, 34
    side = min(step - 6, 28)
    sheet = Drawing(WIDE, head + high * len(field.rows) + 36)
    for n, (label, total) in enumerate(field.columns):
        x = LABEL + (n + 0.5) * step
        sheet.text(x + 5, head - 12, label, "t", most=head - 14, turn=-90)
        sheet.text(x, sheet.height - 10, total, "t n", anchor="middle")
    sheet.text(WIDE, head - 12, field.sums, "t m", anchor="end")
    sheet.text(LABEL - 16, sheet.height - 10, field.sums, "t m", anchor="end")
    for row, (label, cells, total) in enumerate(field.rows):
        middle = head + row * high + high / 2
        sheet.line(0, head + row * high, WIDE, head + row * high, "axis")
        sheet.text(LABEL - 16, middle + 5, label, "t", anchor="end", most=LABEL - 16)
        for n, cell in enumerate(cells):
            x = LABEL + (n + 0.5) * step
            sheet.rect(x - side / 2, middle - side / 2, side, side, "gap" if cell.missing else "bar", cell.title)
            if cell.text:
                sheet.text(x, middle + 5, cell.text, "t m" if cell.missing else "t n on", anchor="middle")
        sheet.text(WIDE, middle + 5, total, "t n", anchor="end")
    return sheet
