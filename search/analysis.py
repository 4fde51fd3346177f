"""How text becomes tokens: the same for both engines, for what is indexed and for what is asked.

Text is folded (NFKC, lower case, traditional characters to simplified ones) and cut into units: runs of Han characters,
words, and codes ("C-2026-003", "5a", "3.5"). A run of Han characters gives its pairs, with the single character at
either edge, so that one character finds the names that begin or end with it; a word gives its light stem; a code
stays whole. Tokens are joined by blanks: both engines cut at blanks, and phrases keep their order.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

LONGEST_TOKEN = 60  # a longer word is cut: nobody types it, and an index would hold it
HAN = "㐀-䶿一-鿿豈-﫿々〇\U00020000-\U0003ffff"
UNITS = re.compile(
    rf"(?P<han>[{HAN}]+)"
    r"|(?P<code>(?=[a-z._/#-]*[0-9])[a-z0-9]+(?:[-_/.#][a-z0-9]+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
)
_HAN_ONLY = re.compile(rf"[{HAN}]")
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True)
class Unit:
    """One unit of a text. kind: "han", "word" or "code"; text: folded; start, end: where it stands in the folded text."""

    kind: str
    text: str
    start: int = 0
    end: int = 0

    @property
    def asked(self) -> list[str]:
        """The tokens that a query for this unit must find, in order."""
        return pairs(self.text) if self.kind == "han" else [token_of(self.kind, self.text)]

    @property
    def indexed(self) -> list[str]:
        """The tokens that stand in the index for this unit, in order."""
        if self.kind != "han":
            return [token_of(self.kind, self.text)]
        if len(self.text) == 1:
            return [self.text]
        return [self.text[0], *pairs(self.text), self.text[-1]]


@cache
def _converter():
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def _simplified(text: str) -> str:
    return _converter().convert(text)


def fold(text: str) -> str:
    """Full width to half width, lower case, traditional to simplified. Folding twice is folding once."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower()
    text = unicodedata.normalize("NFKC", text)  # lower case of some letters is not in that form
    if _HAN_ONLY.search(text) is None:
        return text
    return _simplified(text) if len(text) < 200 else _converter().convert(text)


def units(text: str, *, folded=False) -> list[Unit]:
    """The units of a text, in order."""
    text = text if folded else fold(text)
    return [
        Unit(m.lastgroup, m.group()[: None if m.lastgroup == "han" else LONGEST_TOKEN], m.start(), m.end())
        for m in UNITS.finditer(text)
    ]


def pairs(run: str) -> list[str]:
    """Two characters each of a run of Han characters; a single one stands for itself."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def token_of(kind: str, text: str) -> str:
    return stem(text) if kind == "word" else text


class _Doubled(dict):
    def __missing__(self, char):
        found = self[char] = f"{char} {char}"
        return found


_doubled = _Doubled().__getitem__


def joined(text: str) -> str:
    """What is indexed of a text: tokens in order, with a blank between them.

    A run's pairs with its edges ("a ab bc c") are its characters, each written twice with a blank between.
    """
    found = []
    for match in UNITS.finditer(fold(text)):
        kind, unit = match.lastgroup, match.group()
        if kind == "han":
            found.append("".join(map(_doubled, unit)) if len(unit) > 1 else unit)
        else:
            unit = unit[:LONGEST_TOKEN]
            found.append(stem(unit) if kind == "word" else unit)
    return " ".join(found)


def tokens(text: str) -> list[str]:
    """What is indexed of a text, in order."""
    return joined(text).split()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light stem of an English word: plurals, -ing and -ed; short words and other scripts stay as they are."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) < 4 or not word.isascii():
        return word
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending):
            word = word.removesuffix(ending) + instead
            break
    else:
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 4 and _VOWEL.search(root):
            doubled = root[-1] == root[-2] and root[-1] not in "ls"
            word = root[:-1] if doubled else root
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
