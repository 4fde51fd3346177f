"""The figures of a picture: the table is the source, the drawing and the CSV say the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from .. import words
from .drawing import Drawing


@dataclass(frozen=True)
class Row:
    """One row: cells as values (text, int, Decimal yuan, date, moment, None), the first names the row."""

    cells: tuple
    url: str = ""


@dataclass(frozen=True)
class Figures:
    """What a picture shows for one reader.

    head: labels of the columns; rows: `Row`s; foot: cells of the sums, or (); says: the main thing in one sentence;
    draw(tall) gives the Drawing for a phone or for a wide page; None: there is nothing to draw, and `empty` says so.
    title: in place of the picture's own where it names what it is about; stale_at: when the clock alone changes it.
    counted: of how many rows they are, where that can be many; see `kept.py`.
    """

    head: tuple
    rows: list = field(default_factory=list)
    says: str = ""
    empty: str = ""
    draw: Callable[[bool], Drawing] | None = None
    foot: tuple = ()
    title: str = ""
    stale_at: datetime | None = None
    counted: int = 0

    @cached_property
    def columns(self) -> list[dict]:
        """Labels of the columns behind the first: {"label", "numeric"}; numeric when a cell below is a number."""
        numeric = [any(is_numeric(row.cells[n]) for row in self.rows) for n in range(1, len(self.head))]
        return [{"label": label, "numeric": n} for label, n in zip(self.head[1:], numeric, strict=True)]

    @property
    def lines(self) -> list[dict]:
        """The rows in words, for the page: {"name", "url", "cells": [{"text", "label", "numeric"}]}."""
        return [self._line(row) for row in self.rows]

    @property
    def foot_line(self) -> dict | None:
        return self._line(Row(self.foot)) if self.foot else None

    def _line(self, row):
        cells = [column | {"text": shown(cell)} for column, cell in zip(self.columns, row.cells[1:], strict=True)]
        return {"name": shown(row.cells[0]), "url": row.url, "cells": cells}

    @property
    def table(self) -> list[tuple]:
        """The rows as plain values, for the CSV."""
        return [row.cells for row in self.rows]


def is_numeric(cell) -> bool:
    return isinstance(cell, (int, Decimal)) and not isinstance(cell, bool)


def shown(cell) -> str:
    """A cell as the page writes it: money with two places, days by the house's form, nothing as a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, Decimal):
        return words.yuan(cell)
    if isinstance(cell, datetime):
        return f"{words.iso_day(cell)} {words.short_when(cell)[-5:]}"
    if isinstance(cell, date):
        return words.iso_day(cell)
    return f"{cell:,}" if is_numeric(cell) else str(cell)
