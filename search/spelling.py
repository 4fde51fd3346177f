"""What a reader may have meant, when nothing was found: characters that sound alike, a letter or a character wrong."""

from . import pinyin, plan
from .analysis import Unit, fold, stem, units
from .engine import PUBLIC_SHELF

LOOKED_AT = 20  # titles
MOST_UNITS = 6


def did_you_mean(engine, text: str) -> str:
    """Another text that titles of public documents hold, or "". Raises: Down."""
    folded = fold(text).strip()
    found = units(folded, folded=True)
    if not found or len(found) > MOST_UNITS:
        return ""
    pieces, at, changed = [], 0, False
    for unit in found:
        better = _better(engine, unit)
        pieces += [folded[at : unit.start], better or unit.text]
        changed |= bool(better)
        at = unit.end
    return "".join([*pieces, folded[at:]]) if changed else ""


def _better(engine, unit: Unit) -> str:
    if unit.kind == "han" and len(unit.text) > 1:
        return _sounds_alike(engine, unit.text) or (_one_wrong(engine, unit.text) if len(unit.text) > 2 else "")
    if unit.kind == "word" and unit.text.isascii() and len(unit.text) > 3:
        return _misspelt(engine, unit.text)
    return ""


def _titles(engine, tree):
    for one in engine.titles(PUBLIC_SHELF, tree, (), "", LOOKED_AT):
        yield from (fold(title) for title in one.stored["title"] if title)


def _pieces(title: str, length: int):
    for unit in units(title, folded=True):
        if unit.kind == "han":
            yield from (unit.text[i : i + length] for i in range(len(unit.text) - length + 1))


def _sounds_alike(engine, run: str) -> str:
    sounds = pinyin.syllables(run)
    for title in _titles(engine, plan.Phrase("pinyin", sounds)):
        for piece in _pieces(title, len(run)):
            if piece != run and pinyin.syllables(piece) == sounds:
                return piece
    return ""


def _one_wrong(engine, run: str) -> str:
    pairs = Unit("han", run).asked
    tree = plan.Every(may=tuple(plan.Term("title", pair) for pair in pairs), least=1)
    for title in _titles(engine, tree):
        for piece in _pieces(title, len(run)):
            if sum(a != b for a, b in zip(piece, run, strict=True)) == 1:
                return piece
    return ""


def _misspelt(engine, word: str) -> str:
    distance = 1 if len(word) < 6 else 2
    best = (distance + 1, "")
    for title in _titles(engine, plan.Fuzzy("title", stem(word), distance)):
        for unit in units(title, folded=True):
            if unit.kind == "word" and unit.text != word:
                far = min(apart(unit.text, word), apart(stem(unit.text), stem(word)))
                best = min(best, (far, unit.text))
    return best[1]


def apart(a: str, b: str) -> int:
    """Letters to change, add, leave out or swap with a neighbour to make one word of the other."""
    before, row = [], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
