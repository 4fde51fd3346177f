"""Price scores, totals, ranking, ties: pure functions over plain numbers (Order 87, arts 55, 57, 68).

Fractions are exact: nothing is rounded on the way, each published number is rounded once, half up, to the
places that the call declared. The ranking compares the published totals, so that everybody can recompute it
from the page. Neither the highest nor the lowest member is dropped (art. 55).
"""

import hashlib
from dataclasses import asdict, dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

DRAW_METHOD = "linli-draw-1"


@dataclass(frozen=True)
class Entry:
    """A valid bid as the formula sees it.

    price: yuan > 0; means: {criterion key: mean of the members' points, 0 to 100, exact}.
    """

    bid: str
    price: Decimal
    means: dict[str, Fraction]


@dataclass
class Place:
    """One line of the ranking. parts: {criterion key: weighted points, rounded}; drawn: place in the draw, 0 when none."""

    bid: str
    rank: int
    price: Decimal
    total: Decimal
    price_score: Decimal | None
    parts: dict[str, Decimal]
    means: dict[str, Decimal]
    drawn: int = 0
    tied: bool = False


@dataclass
class Draw:
    """A draw that anybody can repeat: tickets are SHA-256 of the seed and the bid, the lowest comes first."""

    method: str
    material: list[str]
    seed: str
    tickets: dict[str, str] = field(default_factory=dict)


@dataclass
class Ranking:
    """places in order; draw: None when no tie had to be broken by lot."""

    places: list[Place]
    lowest_price: Decimal | None
    draw: Draw | None = None

    def as_json(self) -> list[dict]:
        return [_plain(asdict(place)) for place in self.places]


def rounded(value: Fraction, places: int) -> Decimal:
    """An exact fraction as Decimal with so many places, halves away from zero."""
    scaled = value * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if rest * 2 >= scaled.denominator:
        whole += 1
    number = Decimal(whole if scaled >= 0 else -whole).scaleb(-places)
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def mean(points) -> Fraction:
    """Exact mean over all members.

    Raises:
        ValueError: no points, or points outside 0 to 100.
    """
    values = [Fraction(p) for p in points]
    if not values or any(not 0 <= v <= 100 for v in values):
        raise ValueError("points are numbers from 0 to 100, one of each member")
    return sum(values, Fraction(0)) / len(values)


def lowest_over_price(price: Decimal, lowest: Decimal) -> Fraction:
    """P_min / P_i × 100 (Order 87, art. 55)."""
    return Fraction(lowest) / Fraction(price) * 100


PRICE_FORMULAS = {"lowest_over_price": lowest_over_price}

# What settles equal totals, in this order; "draw" is always last, so that an award can be made.
TIE_RULES = {
    "lower_price_then_draw": ("price", "draw"),
    "draw": ("draw",),
}


def price_scores(prices: dict[str, Decimal], formula="lowest_over_price") -> dict[str, Fraction]:
    """Exact price score of every valid bid.

    Raises:
        ValueError: a price is not above zero; an unknown formula.
    """
    if any(p <= 0 for p in prices.values()):
        raise ValueError("a price is above zero")
    if formula not in PRICE_FORMULAS:
        raise ValueError(f"unknown price formula {formula}")
    lowest = min(prices.values(), default=None)
    return {bid: PRICE_FORMULAS[formula](price, lowest) for bid, price in prices.items()}


def rank(
    entries: list[Entry],
    weights: dict[str, Decimal],
    price_weight: Decimal | None,
    *,
    places: int,
    tie_rule: str = "lower_price_then_draw",
    formula: str = "lowest_over_price",
    draw_material: list[str] = (),
) -> Ranking:
    """Rank valid bids: Σ mean × weight + price score × price weight, best first.

    price_weight None: the price is fixed and no factor. Bids that the tie rule leaves equal share a rank; their
    order is drawn from `draw_material` (what was public before anybody scored).

    Raises:
        ValueError: weights do not add up to 1, an unknown rule, a missing mean, a price that is not above zero.
    """
    if sum(weights.values(), Decimal(0)) + (price_weight or 0) != 1:
        raise ValueError("weights add up to 1")
    settled_by = TIE_RULES[tie_rule] if tie_rule in TIE_RULES else _unknown(tie_rule)
    scores = price_scores({e.bid: e.price for e in entries}, formula) if price_weight is not None else {}
    found = [_place(e, weights, price_weight, scores.get(e.bid), places) for e in entries]
    found.sort(key=lambda p: (_key(p, settled_by), p.bid))
    draw = _settle(found, settled_by, list(draw_material))
    lowest = min((e.price for e in entries), default=None)
    return Ranking(found, lowest, draw)


def _place(entry, weights, price_weight, price_score, places):
    total = Fraction(0) if price_weight is None else price_score * Fraction(price_weight)
    parts = {}
    for key, weight in weights.items():
        part = entry.means[key] * Fraction(weight)
        total += part
        parts[key] = rounded(part, places)
    return Place(
        bid=entry.bid,
        rank=0,
        price=entry.price,
        total=rounded(total, places),
        price_score=None if price_score is None else rounded(price_score, places),
        parts=parts,
        means={key: rounded(entry.means[key], places) for key in weights},
    )


def _key(place, settled_by):
    return (-place.total, place.price) if "price" in settled_by else (-place.total,)


def _settle(found, settled_by, material) -> Draw | None:
    """Give ranks; equal keys share one and are put in the order of the draw."""
    groups: dict[tuple, list[Place]] = {}
    for place in found:
        groups.setdefault(_key(place, settled_by), []).append(place)
    draw, done = None, 0
    ordered = []
    for group in groups.values():
        if len(group) > 1:
            draw = draw or Draw(DRAW_METHOD, material, seed_of(material))
            draw.tickets |= {p.bid: ticket(draw.seed, p.bid) for p in group}
            group.sort(key=lambda p: draw.tickets[p.bid])
        for number, place in enumerate(group, start=1):
            place.rank = done + 1
            place.tied, place.drawn = len(group) > 1, number if len(group) > 1 else 0
        ordered += group
        done += len(group)
    found[:] = ordered
    return draw


def seed_of(material: list[str]) -> str:
    """SHA-256 over the method's name and the sorted material, one a line (UTF-8, LF)."""
    return hashlib.sha256("\n".join([DRAW_METHOD, *sorted(material)]).encode()).hexdigest()


def ticket(seed: str, bid: str) -> str:
    """SHA-256 over "seed:bid"."""
    return hashlib.sha256(f"{seed}:{bid}".encode()).hexdigest()


def low_price_limits(prices: dict[str, Decimal], share: Fraction) -> dict[str, Fraction]:
    """{bid: limit} of the bids whose price lies below `share` × the mean of the others' prices; a lone bid has none."""
    found = {}
    for bid, price in prices.items():
        others = [Fraction(p) for b, p in prices.items() if b != bid]
        if others and Fraction(price) < (limit := share * sum(others) / len(others)):
            found[bid] = limit
    return found


def _unknown(rule):
    raise ValueError(f"unknown tie rule {rule}")


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(v) for key, v in value.items()}
    return str(value) if isinstance(value, Decimal) else value
