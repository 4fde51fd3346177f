"""A sum shared by weights, exact to the fen."""

from decimal import Decimal
from fractions import Fraction

from marketplace.core.money import ZERO, from_fen, to_fen


def by_weight(amount: Decimal, weights) -> list[Decimal]:
    """Parts of `amount` by weight, by largest remainder (equal remainders: the earlier one); they add up to it exactly."""
    weights = [Fraction(str(weight)) for weight in weights]
    whole, fen = sum(weights), to_fen(amount)
    if not whole:
        return [ZERO] * len(weights)
    exact = [fen * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    for n in sorted(range(len(exact)), key=lambda k: parts[k] - exact[k])[: fen - sum(parts)]:
        parts[n] += 1
    return [from_fen(part) for part in parts]
