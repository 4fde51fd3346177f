"""Points become a ranking: pure functions. Nothing is thrown away; what stands apart is named.

A review's total is the sum of points times weights. An application's score is the mean of the totals of its reviews
that were handed in. Spread is the highest less the lowest total. A review stands apart when its total lies APART points
or more from the middle one (median) of the application.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from marketplace.core.money import ZERO

APART = Decimal(20)
PLACES = Decimal("0.0001")
LOW_END, HIGH_END = Decimal(20), Decimal(90)  # from here on points need a reason
REASON_MIN = 10


@dataclass
class Line:
    """One application in the ranking. totals: of its reviews; apart: the totals that stand apart."""

    application: object
    totals: list
    score: Decimal
    rank: int = 0
    criteria: dict = field(default_factory=dict)
    running: Decimal = ZERO
    funded: bool = False
    cut: bool = False

    @property
    def spread(self) -> Decimal:
        return max(self.totals) - min(self.totals) if self.totals else Decimal(0)

    @property
    def apart(self) -> list:
        middle = median(self.totals) if len(self.totals) > 2 else None
        return [t for t in self.totals if middle is not None and abs(t - middle) >= APART]


def needs_reason(points: Decimal) -> bool:
    return points <= LOW_END or points >= HIGH_END


def total(points: dict, weights: dict) -> Decimal:
    """points: {criterion: points}; weights: {criterion: weight}."""
    return sum((points[key] * weight for key, weight in weights.items() if key in points), Decimal(0)).quantize(PLACES)


def mean(values) -> Decimal:
    values = list(values)
    return (sum(values, Decimal(0)) / len(values)).quantize(PLACES) if values else Decimal(0)


def ranked(lines: list[Line], budget: Decimal) -> list[Line]:
    """Best first, equal scores share a rank (the smaller request stands first), with the money line drawn in.

    Each line gets what would be spent down to it (`running`), whether it fits in full (`funded`), and whether the money
    line is drawn above it (`cut`: the first that does not fit).
    """
    lines = sorted(lines, key=lambda l: (-l.score, l.application.amount or ZERO, l.application.mark))  # noqa: E741
    spent, cut, before = ZERO, False, None
    for position, line in enumerate(lines, 1):
        line.rank = before.rank if before is not None and before.score == line.score else position
        amount = line.application.amount or ZERO
        line.running = spent + amount
        line.funded = not cut and line.running <= budget
        if line.funded:
            spent = line.running
        elif not cut:
            line.cut = cut = True
        before = line
    return lines
