"""What higher rooms know about an organisation's growth: money won, contracts kept, outcomes. They register at start.

@won
def contracts(organisation_ids):
    return [Won(organisation, day, amount, "contract"), ...]        # one query for all
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_won: list = []


@dataclass(frozen=True)
class Won:
    """Money that an organisation won on a day. kind: "contract", "grant"."""

    organisation: int
    day: date
    amount: Decimal
    kind: str


def won(fn):
    """Decorate `fn(organisation_ids) -> iterable[Won]`."""
    _won.append(fn)
    return fn


def money_won(organisation_ids) -> list[Won]:
    """What the rooms know, in a number of queries that does not grow with the organisations."""
    wanted = list(organisation_ids)
    return [row for fn in _won for row in fn(wanted)] if wanted else []
