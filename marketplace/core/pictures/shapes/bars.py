"""Lying bars from one zero line, words beside them; a bar may be filled so far, and may say what fell away before it."""

from dataclasses import dataclass

from ..drawing import Drawing, breadth
from . import TALL, WIDE

LABEL, TEXT = 264, 15


@dataclass(frozen=True)
class Bar:
    """One bar. value: Decimal or int, not negative; text: as written at its end; part: how much of it is filled (None:
    all of it); small: a second line of words; between: words above it, on what lies between the last bar and this one."""

    label: str
    value: object
    text: str
    part: object = None
    small: str = ""
    between: str = ""


def bars(found: list[Bar], *, tall: bool) -> Drawing:
    """One scale for all: the longest bar has the whole room."""
    most = float(max((bar.value for bar in found), default=0)) or 1.0
    return _tall(found, most) if tall else _wide(found, most)


def _wide(found, most):
    left = LABEL + 16
    words = max((breadth(bar.text, TEXT + 1) for bar in found), default=0)
    small = max((breadth(bar.small, TEXT) for bar in found), default=0)
    room = WIDE - left - max(words, small) - 16
    height = sum(_high(bar) for bar in found) + 8
    sheet, at = Drawing(WIDE, height), 4
    for bar in found:
        if bar.between:
            sheet.line(left, at - 8, left, at + 28, "axis")
            sheet.text(left + 12, at + 13, bar.between, "t m")
            at += 28
        end = left + float(bar.value) / most * room
        middle = at + 18
        sheet.text(LABEL, middle + 5, bar.label, "t h", anchor="end", most=LABEL)
        _bar(sheet, bar, left, at + 4, room / most, 28)
        y = middle - 4 if bar.small else middle + 5
        sheet.text(end + 12, y, bar.text, "t n")
        sheet.text(end + 12, y + 19, bar.small, "t m")
        at += 52 if bar.small else 44
    sheet.line(left, 0, left, height, "zero")
    return sheet


def _high(bar):
    return (28 if bar.between else 0) + (52 if bar.small else 44)


def _tall(found, most):
    height = sum(68 + (20 if bar.small else 0) + (24 if bar.between else 0) for bar in found)
    sheet, at = Drawing(TALL, height), 0
    for bar in found:
        if bar.between:
            sheet.text(12, at + 14, bar.between, "t m", most=TALL - 12)
            at += 24
        sheet.text(0, at + 17, bar.label, "t h", most=TALL - breadth(bar.text, TEXT + 1) - 10)
        sheet.text(TALL, at + 17, bar.text, "t n", anchor="end")
        _bar(sheet, bar, 0, at + 25, TALL / most, 20)
        if bar.small:
            sheet.text(0, at + 62, bar.small, "t m", most=TALL)
            at += 20
        at += 68
    return sheet


def _bar(sheet, bar, x, y, scale, thick):
    title = f"{bar.label}: {bar.text}"
    if bar.part is None:
        sheet.rect(x, y, float(bar.value) * scale, thick, "bar", title)
        return
    sheet.rect(x, y, float(bar.value) * scale, thick, "bar--pale", title)
    sheet.rect(x, y, float(bar.part) * scale, thick, "bar", f"{bar.label}: {bar.small}")
