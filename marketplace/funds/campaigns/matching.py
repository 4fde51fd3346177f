"""How a matching pot answers gifts: two rules, exact to the fen, without a database.

`doubled` answers a gift at once: factor, cap per gift, cap per project, cap per giver, number of gifts of a giver, what is left in the pot
(peers.md C2). `shares` divides a pot at the end by quadratic matching: (Σ√c)² − Σc for each project, scaled down where the pot is smaller, so that
many small gifts weigh more than a large one (peers.md H).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext

from marketplace.core.money import FEN, ZERO, from_fen, to_fen

DIGITS = 60  # of a square root: sums of a hundred million gifts still order right below the fen


@dataclass(frozen=True)
class Caps:
    """What a giver of matching money promised, in yuan. None: no such cap. gifts: how many gifts of one giver are matched."""

    factor: Decimal = Decimal(1)
    per_gift: Decimal | None = None
    per_project: Decimal | None = None
    per_giver: Decimal | None = None
    gifts: int | None = None


@dataclass(frozen=True)
class Matched:
    """What was matched before this gift, in yuan; gifts: how many of this giver."""

    project: Decimal = ZERO
    giver: Decimal = ZERO
    gifts: int = 0


def doubled(gift: Decimal, caps: Caps, before: Matched, *, left: Decimal) -> Decimal:
    """What the pot adds to a gift, in yuan: never more than a cap leaves or than is left in the pot; parts of a fen are dropped."""
    if caps.gifts is not None and before.gifts >= caps.gifts:
        return ZERO
    counted = gift if caps.per_gift is None else min(gift, caps.per_gift)
    rooms = [counted * caps.factor, left]
    if caps.per_project is not None:
        rooms.append(caps.per_project - before.project)
    if caps.per_giver is not None:
        rooms.append(caps.per_giver - before.giver)
    return max(min(rooms).quantize(FEN, rounding=ROUND_FLOOR), ZERO)


def shares(gifts: Mapping[object, Sequence[Decimal]], pot: Decimal, *, per_project: Decimal | None = None) -> dict:
    """{project: yuan} of a pot by quadratic matching. gifts: {project: what each giver gave, one sum for each giver}.

    The shares add up to the pot exactly where it is smaller than what the formula asks for (largest remainder; equal remainders in the order given),
    and to what the formula asks for, without parts of a fen, where it is not. What a cap per project cuts off stays in the pot.
    """
    with localcontext(prec=DIGITS):
        asked = {project: _asked([to_fen(c) for c in each]) for project, each in gifts.items()}
        total, fen = sum(asked.values(), Decimal(0)), to_fen(pot)
        if total > fen:
            asked = _by_largest_remainder(asked, fen, total)
        cap = None if per_project is None else to_fen(per_project)
        return {p: from_fen(int(share) if cap is None else min(int(share), cap)) for p, share in asked.items()}


def _asked(fen: list[int]) -> Decimal:
    """(Σ√c)² − Σc in fen."""
    roots = sum((Decimal(c).sqrt() for c in fen), Decimal(0))
    return max(roots * roots - sum(fen), Decimal(0))


def _by_largest_remainder(asked: dict, fen: int, total: Decimal) -> dict:
    scaled = {project: share * fen / total for project, share in asked.items()}
    whole = {project: int(share) for project, share in scaled.items()}
    by_remainder = sorted(scaled, key=lambda project: whole[project] - scaled[project])
    for project in by_remainder[: fen - sum(whole.values())]:
        whole[project] += 1
    return whole
