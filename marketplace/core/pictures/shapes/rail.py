"""The stages of a procedure: one after another, with the days that were planned and those that came."""

from dataclasses import dataclass

from ..drawing import Drawing
from . import TALL, WIDE

STATES = ("done", "now", "next", "late")


@dataclass(frozen=True)
class Stage:
    """label; state: done, now, next or late; lines: words under it, the first one plain, the others small."""

    label: str
    state: str
    lines: tuple


def rail(stages: list[Stage], *, tall: bool) -> Drawing:
    return _tall(stages) if tall else _wide(stages)


def _wide(stages):
    step = WIDE / max(len(stages), 1)
    sheet = Drawing(WIDE, 54 + 22 * (1 + max((len(s.lines) for s in stages), default=0)))
    for n, stage in enumerate(stages[:-1]):
        sheet.line(n * step + 12, 14, (n + 1) * step + 12, 14, "way" if stage.state == "done" else "way--next")
    for n, stage in enumerate(stages):
        _mark(sheet, n * step + 12, 14, stage.state)
        sheet.text(n * step + 2, 50, stage.label, "t h", most=step - 10)
        for m, words in enumerate(stage.lines):
            sheet.text(n * step + 2, 72 + m * 21, words, "t m" if m else "t", most=step - 6)
    return sheet


def _tall(stages):
    heights = [36 + 21 * len(stage.lines) for stage in stages]
    sheet, at = Drawing(TALL, sum(heights)), 0
    tops = []
    for high in heights:
        tops.append(at)
        at += high
    for n, stage in enumerate(stages[:-1]):
        sheet.line(14, tops[n] + 14, 14, tops[n + 1] + 14, "way" if stage.state == "done" else "way--next")
    for stage, top in zip(stages, tops, strict=True):
        _mark(sheet, 14, top + 14, stage.state)
        sheet.text(40, top + 20, stage.label, "t h", most=TALL - 40)
        for m, words in enumerate(stage.lines):
            sheet.text(40, top + 41 + m * 21, words, "t m" if m else "t", most=TALL - 40)
    return sheet


def _mark(sheet, x, y, state):
    """Told apart by form: full, thick edge, thin edge, on its point."""
    if state == "late":
        sheet.path(("M", x, y - 11, "L", x + 11, y, "L", x, y + 11, "L", x - 11, y, "Z"), "step--late")
        return
    half = 9 if state == "now" else 8
    sheet.rect(x - half, y - half, 2 * half, 2 * half, f"step--{state}")
