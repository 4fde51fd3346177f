"""A flow as ribbons: as wide as the money, from left to right; on a phone one ribbon that narrows from stage to stage.

Sources run into one pot and out of it into lanes. A lane goes through the stages and keeps what it has not passed on:
what a node holds more than the ribbon that leaves it has come no further.
"""

from dataclasses import dataclass
from decimal import Decimal

from ..drawing import Drawing
from . import TALL, WIDE

PAINTS = ("rb rb-a", "rb rb-b", "rb rb-c")
NODE = 10
SLOT, GAP = 44, 12  # a lane has room for two lines of words
HEAD = 44
REACH = 320  # the whole pot is so high, if the lanes do not need more
X = (0, 176, 352, 566, 742, 880)


@dataclass(frozen=True)
class Lane:
    """One purpose: name, words under the first amount, and the amounts that reached each stage, falling; note: at the end."""

    name: str
    amounts: tuple
    labels: tuple = ()
    note: str = ""
    is_open: bool = False  # no purpose yet: pale


@dataclass(frozen=True)
class Flow:
    """sources: [(name, amount)]; lanes: `Lane`s whose first amounts add up to the sources; stages: heads, the sources' first."""

    sources: list
    lanes: list
    stages: tuple
    pot: str

    @property
    def whole(self) -> Decimal:
        return sum((amount for _name, amount in self.sources), Decimal(0))


@dataclass(frozen=True)
class Ribbon:
    """One band of the wide drawing: amount, and where it leaves and arrives (column, upper edge), height in units."""

    amount: Decimal
    start: tuple
    end: tuple
    height: float
    paint: str


def scale_of(flow: Flow) -> float:
    """Units a yuan in the wide drawing."""
    return REACH / float(flow.whole)


def ribbons(flow: Flow) -> list[Ribbon]:
    """All bands of the wide drawing; those that leave the sources add up to those that reach the lanes, to the fen."""
    scale, found = scale_of(flow), []
    tops, pot_top = _tops(flow), _pot_top(flow)
    at = pot_top
    for n, (_name, amount) in enumerate(flow.sources):
        high = float(amount) * scale
        found.append(Ribbon(amount, (0, _source_top(flow, n)), (1, at), high, PAINTS[n % 3]))
        at += high
    at = pot_top
    for lane, top in zip(flow.lanes, tops, strict=True):
        high = float(lane.amounts[0]) * scale
        paint = _paint(flow) + (" rb-w" if lane.is_open else "")
        found.append(Ribbon(lane.amounts[0], (1, at), (2, top), high, paint))
        at += high
        for stage, amount in enumerate(lane.amounts[1:], 3):
            if amount:
                found.append(Ribbon(amount, (stage - 1, top), (stage, top), float(amount) * scale, paint))
    return found


def _paint(flow):
    """One source keeps its colour to the end; of several nobody can tell which yuan is which."""
    return PAINTS[0]


def _tops(flow) -> list[float]:
    """The upper edge of each lane."""
    at, tops, scale = HEAD, [], scale_of(flow)
    for lane in flow.lanes:
        tops.append(at)
        at += max(float(lane.amounts[0]) * scale, SLOT) + GAP
    return tops


def _pot_top(flow) -> float:
    return HEAD + max(_height(flow) - HEAD - REACH, 0) / 2


def _source_top(flow, n) -> float:
    """Sources stand apart by room for their words, as a block in the middle."""
    scale = scale_of(flow)
    rooms = [max(float(amount) * scale, SLOT) + GAP for _name, amount in flow.sources]
    return HEAD + max(_height(flow) - HEAD - sum(rooms) + GAP, 0) / 2 + sum(rooms[:n])


def _height(flow) -> float:
    scale = scale_of(flow)
    lanes = sum(max(float(lane.amounts[0]) * scale, SLOT) + GAP for lane in flow.lanes)
    sources = sum(max(float(amount) * scale, SLOT) + GAP for _name, amount in flow.sources)
    return HEAD + max(lanes, sources, REACH)


def wide(flow: Flow, text) -> Drawing:
    """text(amount): how money is written."""
    scale, sheet = scale_of(flow), Drawing(WIDE, _height(flow))
    for head, x in zip(flow.stages, X, strict=False):
        sheet.text(x, 14, head, "t h", most=_room(X.index(x)) + 20)
    sheet.line(0, 26, WIDE, 26, "axis")
    for band in ribbons(flow):
        sheet.path(
            _band(X[band.start[0]] + NODE, band.start[1], X[band.end[0]], band.end[1], band.height),
            band.paint,
            text(band.amount),
        )
    for n, (name, amount) in enumerate(flow.sources):
        top = _source_top(flow, n)
        sheet.rect(X[0], top, NODE, _thick(amount, scale), "node", f"{name} {text(amount)}")
        _words(sheet, 0, top, float(amount) * scale, name, text(amount))
    sheet.rect(X[1], _pot_top(flow), NODE, REACH, "node", f"{flow.pot} {text(flow.whole)}")
    _words(sheet, 1, _pot_top(flow), REACH, flow.pot, text(flow.whole))
    for lane, top in zip(flow.lanes, _tops(flow), strict=True):
        names = (lane.name, *lane.labels)
        for stage, amount in enumerate(lane.amounts, 2):
            if not amount and stage > 2:
                continue
            name = names[stage - 2] if stage - 2 < len(names) else ""
            paint = "node--wait" if lane.is_open else "node"
            sheet.rect(X[stage], top, NODE, _thick(amount, scale), paint, f"{name} {text(amount)}")
            _words(
                sheet,
                stage,
                top,
                float(lane.amounts[0]) * scale,
                name,
                text(amount),
                lane.note if stage == 2 + len(lane.amounts) - 1 else "",
            )
    return sheet


def _words(sheet, column, top, high, name, amount, note=""):
    """Two lines beside a node, in the middle of its height, or from its top where it is flat."""
    y = top + max(high, SLOT) / 2
    lines = [(name, "t h"), (amount, "t"), (note, "t m")]
    lines = [(words, paint) for words, paint in lines if words]
    y -= 10 * len(lines) - 15
    for n, (words, paint) in enumerate(lines):
        sheet.text(X[column] + NODE + 8, y + n * 19, words, paint, most=_room(column))


def _room(column) -> float:
    ends = (*X[1:], WIDE)
    return ends[column] - X[column] - NODE - 14


def _thick(amount, scale) -> float:
    """A node is never so thin that it cannot be seen; the ribbons keep their measure."""
    return max(float(amount) * scale, 1.0)


def _band(x1, y1, x2, y2, high) -> tuple:
    middle = (x1 + x2) / 2
    high = max(high, 0.6)
    return (
        "M",
        x1,
        y1,
        "C",
        middle,
        y1,
        middle,
        y2,
        x2,
        y2,
        "V",
        y2 + high,
        "C",
        middle,
        y2 + high,
        middle,
        y1 + high,
        x1,
        y1 + high,
        "Z",
    )


def tall(flow: Flow, text, rest) -> Drawing:
    """One ribbon downwards. text(amount): money in few characters; rest: words for what stayed behind after each stage."""
    row, left, room = 112, 10, TALL - 20
    scale = room / float(flow.whole)
    closed = [lane for lane in flow.lanes if not lane.is_open]
    sums = [flow.whole] + [sum((lane.amounts[n] for lane in closed), Decimal(0)) for n in range(len(flow.stages) - 2)]
    keys = 24 * len(flow.sources)
    sheet = Drawing(TALL, keys + 20 + row * len(sums) - 30)
    at = left
    for n, (name, amount) in enumerate(flow.sources):
        paint = PAINTS[n % 3]
        sheet.rect(left, 24 * n + 4, 14, 14, paint)
        sheet.text(left + 24, 24 * n + 17, f"{name} {text(amount)}", "t", most=room - 24)
        sheet.rect(at, keys + 8, float(amount) * scale, 12, paint, f"{name} {text(amount)}")
        at += float(amount) * scale
    top = keys + 20
    for n, amount in enumerate(sums):
        high = float(amount) * scale
        if not amount:
            break
        sheet.rect(left, top, max(high, 1), NODE - 1, "node", text(amount))
        more = sums[n + 1] if n + 1 < len(sums) else None
        if more is not None:
            kept = float(more) * scale
            if more:
                sheet.path(
                    ("M", left, top + 9, "H", left + kept, "V", top + row, "H", left, "Z"), "rb rb-a", text(more)
                )
            if more < amount:
                end = top + 46
                sheet.path(
                    ("M", left + kept, top + 9, "H", left + high, "V", end, "H", left + kept, "Z"), "rb rb-a rb-w"
                )
                sheet.text(TALL - 10, top + 70, rest[n], "t m", anchor="end", most=room)
                sheet.text(TALL - 10, top + 90, text(amount - more), "t", anchor="end")
        sheet.text(left + 8, top + 27, flow.stages[n + 1], "t h", most=room - 16)
        sheet.text(left + 8, top + 46, text(amount), "t")
        top += row
    return sheet
