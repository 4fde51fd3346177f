"""A query as a tree that knows no engine; each engine draws it in its own words."""

import re
from dataclasses import dataclass

from . import pinyin, ranking
from .analysis import Unit, fold, units

MOST_CLAUSES = 24  # a longer text is looked for by its first tokens
# Words of a question that say nothing of what is looked for; left out where something else remains.
STOPS = re.compile(
    "怎么办|怎么走|怎么|怎样|咋个|咋办|如何|在哪里|去哪里|到哪里|哪里|哪儿|在哪|哪个|哪家|什么|啥子|啥时候|请问|有没有|能不能|可不可以|可以|是不是"
    "|几点开门|几点|多少钱|要多久|多久|我想|我要|想要|需要|帮我|我家|我们|你们|这里|附近|晓得|知道|一下|的|吗|呢|么|吧|呀|啊"
    r"|\b(?:a|an|and|are|at|by|can|do|does|for|from|how|i|in|is|my|near|of|on|or|the|to|what|where|which|with"
    r"|about|any|be|could|find|get|has|have|if|it|look|looking|me|need|needs|please|should|there|want|we|when|who|would|you|your)\b"
)


@dataclass(frozen=True)
class Term:
    field: str
    token: str


@dataclass(frozen=True)
class Phrase:
    """Tokens one after the other."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """Tokens one after the other, the last one only begun."""

    field: str
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Fuzzy:
    """A token that differs in so many letters."""

    field: str
    token: str
    distance: int = 1


@dataclass(frozen=True)
class Named:
    """One of these constants stands in the field."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Between:
    """low <= number < high; None: open."""

    field: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Every:
    """All of `must`, at least `least` of `may`; `plus` only add to the score."""

    must: tuple = ()
    may: tuple = ()
    least: int = 0
    plus: tuple = ()


@dataclass(frozen=True)
class Best:
    """The best of these counts, of the others a part."""

    of: tuple
    others: float = ranking.OTHERS


@dataclass(frozen=True)
class Times:
    node: object
    boost: float


@dataclass(frozen=True)
class Worth:
    """Found or not: worth exactly so much."""

    node: object
    score: float


@dataclass(frozen=True)
class Everything:
    pass


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True)
class Understood:
    """A text and how it was read. groups: ((typed, other words of the group), ...)."""

    tree: object
    units: tuple[Unit, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    words: tuple[str, ...] = ()  # folded words to mark in titles and excerpts


def understand(text: str, synonyms=(), *, relaxed=False) -> Understood:
    """Read a text. synonyms: groups of folded words (tuples). An empty text asks for everything, signs for nothing.

    relaxed: one of its words is enough.
    """
    folded = fold(text).strip()
    if not folded:
        return Understood(Everything(), ())
    said = STOPS.sub(" ", folded)
    parts = _parts(said if units(said, folded=True) else folded, synonyms)
    if not parts:
        return Understood(Nothing(), ())
    clauses, plus, groups, read, words = [], [], [], [], []
    for part in parts:
        if isinstance(part, Unit):
            read.append(part)
            words.append(part.text)
            clauses += _clauses(part)
        else:
            word, others = part
            own = units(word, folded=True)
            read += own
            words += [word, *others]
            groups.append((word, others))
            clauses.append(_group(word, others))
    plus += _whole(read)
    clauses = list(dict.fromkeys(clauses))[:MOST_CLAUSES]
    tree = Every(may=tuple(clauses), least=1 if relaxed else ranking.least(len(clauses)), plus=tuple(plus))
    ways = [tree, Worth(Named("exact", (folded,)), ranking.EXACT), *_by_sound(folded, read)]
    return Understood(Best(tuple(ways), 1.0), tuple(read), tuple(groups), tuple(dict.fromkeys(words)))


def _parts(folded: str, synonyms) -> list:
    """Units, and (word, its synonyms) where a word of a group stands; the longest word wins."""
    found, at = [], 0
    words = {word: group for group in synonyms for word in group}
    spots = []
    for word in sorted(words, key=len, reverse=True):
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            if _stands_alone(folded, start, end) and not any(start < b and a < end for a, b, _w in spots):
                spots.append((start, end, word))
            start = folded.find(word, end)
    for start, end, word in sorted(spots):
        found += units(folded[at:start], folded=True)
        found.append((word, tuple(other for other in words[word] if other != word)))
        at = end
    return found + units(folded[at:], folded=True)


def _stands_alone(text, start, end) -> bool:
    """A Latin word is no part of a longer one; Han words need no blanks."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (text[start].isascii() and before.isascii() and before.isalnum())
        or (text[end - 1].isascii() and after.isascii() and after.isalnum())
    )


def _clauses(unit: Unit) -> list:
    return [_somewhere(token) for token in unit.asked]


def _somewhere(token: str):
    return Best(tuple(Times(Term(field, token), boost) for field, boost in ranking.FIELDS.items()))


def _exactly(tokens, field, boost):
    node = Phrase(field, tuple(tokens)) if len(tokens) > 1 else Term(field, tokens[0])
    return Times(node, boost)


def _group(word: str, others):
    """One of the group's words, as a phrase."""
    ways = []
    for one in (word, *others):
        asked = [token for unit in units(one, folded=True) for token in unit.asked]
        if asked:
            part = 1.0 if one == word else ranking.SYNONYM
            ways += [_exactly(asked, field, boost * part) for field, boost in ranking.FIELDS.items()]
    if len(units(word, folded=True)) == 1 and len(asked := units(word, folded=True)[0].asked) > 1:
        scattered = tuple(_somewhere(token) for token in asked)
        ways.append(Times(Every(must=scattered), 0.5))
    return Best(tuple(ways))


def _whole(read) -> list:
    """The text as it was typed: each of its runs as a phrase, and several words in their order."""
    found = []
    runs = [unit.asked for unit in read if len(unit.asked) > 1]
    words = [unit.asked[0] for unit in read if unit.kind != "han"]
    if len(words) > 1 and len(words) == len(read):
        runs.append(words)
    for asked in runs[:MOST_CLAUSES]:
        found += [_exactly(asked[:MOST_CLAUSES], field, boost) for field, boost in ranking.PHRASES.items()]
    return found


def _by_sound(folded: str, read) -> list:
    """Latin letters alone may be pinyin or initials of a title."""
    if not read or any(unit.kind != "word" or not unit.text.isascii() for unit in read):
        return []
    found = []
    for way in pinyin.readings(folded):
        if len(way) > 1 or len(folded) > 2:
            node = Phrase("pinyin", way) if len(way) > 1 else Term("pinyin", way[0])
            found.append(Times(node, ranking.PINYIN if len(way) > 1 else ranking.PINYIN / 4))
    if len(read) == 1 and 2 <= len(folded) <= 10:
        asked = pinyin.letter_pairs(folded)
        node = Phrase("pinyin", tuple(asked)) if len(asked) > 1 else Term("pinyin", asked[0])
        found.append(Times(node, ranking.INITIALS))
    return found
