"""What differs between two versions of a list, row by row and column by column."""

from dataclasses import dataclass, field
from decimal import Decimal

from .columns import COLUMNS, labels


@dataclass(frozen=True)
class Change:
    """One column: label (translated), old and new as text; `share`: change of a price in per cent, or None."""

    column: str
    label: object
    old: str
    new: str
    share: Decimal | None = None


@dataclass
class Difference:
    """added and removed: rows of text; changed: [(new row, [Change])]; same: how many rows are equal."""

    added: list[dict] = field(default_factory=list)
    removed: list[dict] = field(default_factory=list)
    changed: list[tuple[dict, list[Change]]] = field(default_factory=list)
    same: int = 0

    def __bool__(self):
        return bool(self.added or self.removed or self.changed)


def compare_rows(old: list[dict], new: list[dict], *, ignore=()) -> Difference:
    """Rows are the same service when their code is the same. ignore: columns that are not compared."""
    before, names = {row["code"]: row for row in old}, labels()
    found = Difference()
    for row in new:
        earlier = before.pop(row["code"], None)
        if earlier is None:
            found.added.append(row)
            continue
        changes = [
            Change(column, names[column], earlier[column], row[column], _share(column, earlier, row))
            for column in COLUMNS
            if column not in ignore and earlier[column] != row[column]
        ]
        if changes:
            found.changed.append((row, changes))
        else:
            found.same += 1
    found.removed = list(before.values())
    return found


def _share(column, old, new):
    if column != "reference_price" or Decimal(old[column]) == 0:
        return None
    return ((Decimal(new[column]) / Decimal(old[column]) - 1) * 100).quantize(Decimal("0.1"))
