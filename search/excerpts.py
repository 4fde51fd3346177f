"""What is shown of a hit: the words that were asked for, marked, in the text as it was written."""

import re
from functools import lru_cache

from .analysis import fold, stem

WINDOW = 120  # characters of an excerpt
BEFORE = 30  # of them before the first word found
MOST_WORDS = 24
IN_WORD = re.compile(r"[A-Za-zÀ-ɏ0-9'’]{2}")
LONGEST = 20  # letters of a word that is kept whole
Marked = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=500)
def pattern(words: tuple[str, ...]):
    """One expression for all words (folded): Latin ones from the beginning of a word on, so that plurals are marked."""
    ways = []
    for word in sorted(set(words), key=len, reverse=True)[:MOST_WORDS]:
        if word.isascii() and word.isalpha():
            ways.append(rf"\b{re.escape(stem(word))}\w*")
        elif word:
            ways.append(re.escape(word))
    return re.compile("|".join(ways)) if ways else None


def pieces(words, units) -> tuple[str, ...]:
    """Words to mark: the words themselves, and the pairs of longer runs of Han characters."""
    found = dict.fromkeys(words)
    for unit in units:
        if unit.kind == "han" and len(unit.text) > 2:
            found |= dict.fromkeys(unit.asked)
    return tuple(found)


def spans(text: str, words: tuple[str, ...], start=0, end=None) -> list[tuple[int, int]]:
    """Where the words stand in a text, as (start, end), neighbours joined."""
    found = pattern(words)
    if found is None:
        return []
    part = text[start:end]
    folded = fold(part)
    if len(folded) != len(part):  # a sign that folds into several: letter by letter, so that places stay true
        folded = "".join(one if len(one := fold(char)) == 1 else char for char in part)
    spots = []
    for match in found.finditer(folded):
        a, b = match.span()
        if spots and a + start <= spots[-1][1]:
            spots[-1] = (spots[-1][0], max(b + start, spots[-1][1]))
        else:
            spots.append((a + start, b + start))
    return spots


def marked(text: str, words: tuple[str, ...], start=0, end=None) -> Marked:
    """The text from start to end in pieces: (piece, is it what was asked for)."""
    end = len(text) if end is None else end
    found, at = [], start
    for a, b in spans(text, words, start, end):
        if a > at:
            found.append((text[at:a], False))
        found.append((text[a:b], True))
        at = b
    if at < end:
        found.append((text[at:end], False))
    return tuple(found)


def excerpt(text: str, words: tuple[str, ...]) -> Marked:
    """About a line and a half around the first place where most of the words stand close together; else the beginning."""
    text = " ".join(text.split()) if "\n" in text or "  " in text else text
    spots = spans(text, words)
    start = 0
    if spots:
        start = max(0, max(spots, key=lambda spot: _worth(spots, spot[0]))[0] - BEFORE)
    end = _whole(text, min(len(text), start + WINDOW))
    start = _whole(text, start)
    found = marked(text, words, start, end)
    return (*((("…", False),) if start else ()), *found, *((("…", False),) if end < len(text) else ()))


def _whole(text, at) -> int:
    """The place, or the blank or sign before it where it would cut a word of Latin script in two."""
    if 0 < at < len(text) and IN_WORD.fullmatch(text[at - 1 : at + 1]):
        for back in range(at - 1, max(at - LONGEST, 0), -1):
            if not IN_WORD.fullmatch(text[back - 1 : back + 1]):
                return back
    return at


def _worth(spots, start) -> int:
    return sum(b - a for a, b in spots if start <= a and b <= start + WINDOW - BEFORE)
