"""Titles by their sound: syllables and initials, in a field of their own; and Latin letters read as syllables.

The field holds the syllables of each run of Han characters ("zhu can fu wu"), and then the pairs of their initials
("~zc ~cf ~fw"): letters are looked up in pairs as characters are.
"""

import re
from functools import cache, lru_cache

from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from .analysis import units

MOST_LETTERS = 40  # longer input is no pinyin
LETTERS = re.compile(r"[a-zü']+(?: [a-zü']+)*")
GAP = "~"


@cache
def _readings(char: str) -> tuple[str, ...]:
    found = PINYIN_DICT.get(ord(char), "")
    return tuple(dict.fromkeys(_plain(to_normal(one)) for one in found.split(","))) if found else ()


def _plain(syllable: str) -> str:
    return syllable.replace("ü", "v")


@lru_cache(maxsize=50_000)
def syllables(run: str) -> tuple[str, ...]:
    """The syllables of a run of Han characters, without tones."""
    if any(len(_readings(char)) > 1 for char in run) and len(run) > 1:
        # Only where a neighbour may decide: reading whole phrases costs a hundred times as much.
        pieces = [run[i : i + n] for n in (2, 3, 4) for i in range(len(run) - n + 1)]
        if any(piece in PHRASES_DICT for piece in pieces):
            return tuple(_plain(one) for one in lazy_pinyin(run))
    return tuple(_readings(char)[0] if _readings(char) else char for char in run)


def tokens(title: str) -> list[str]:
    """What the pinyin field holds of a title."""
    sounds, initials = [], []
    for unit in units(title):
        if unit.kind == "han":
            found = syllables(unit.text)
            sounds += found
            initials += letter_pairs([one[0] for one in found])
    return [*sounds, GAP, *initials] if sounds else []


def letter_pairs(letters) -> list[str]:
    letters = list(letters)
    return [f"{GAP}{a}{b}" for a, b in zip(letters, letters[1:], strict=False)]


@cache
def _all_syllables() -> frozenset[str]:
    return frozenset(
        one for code in PINYIN_DICT if 0x4E00 <= code <= 0x9FFF for one in _readings(chr(code)) if one.isascii()
    )


@lru_cache(maxsize=2_000)
def readings(text: str, most: int = 3) -> tuple[tuple[str, ...], ...]:
    """Latin letters cut into syllables, in at most `most` ways, fewest syllables first; () where they are no pinyin."""
    text = text.strip().lower().replace("ü", "v")
    if not text or len(text) > MOST_LETTERS or not LETTERS.fullmatch(text):
        return ()
    known = _all_syllables()
    ways = [()]
    for word in re.split(r"[ ']+", text):
        cut = _cut(word, known)
        ways = [(*way, *one) for way in ways for one in cut][:most]
        if not ways:
            return ()
    return tuple(ways)


def _cut(word: str, known) -> list[tuple[str, ...]]:
    """All ways (the shortest eight) in which a word is a row of syllables."""
    at = {0: [()]}
    for end in range(1, len(word) + 1):
        found = [
            (*way, word[start:end])
            for start in range(max(0, end - 6), end)
            if word[start:end] in known
            for way in at.get(start, ())
        ]
        at[end] = sorted(found, key=len)[:8]
    return at[len(word)]
