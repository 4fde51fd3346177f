"""A language that does not exist: every text that goes through the catalogue stands between ⟦ and ⟧."""

import re
from html import unescape

from bs4 import BeautifulSoup, Comment
from django.utils import translation
from django.utils.translation import trans_real

OPEN, CLOSE = "⟦", "⟧"
SAID = ("alt", "title", "placeholder", "aria-label", "data-label")
WORD = re.compile(r"[A-Za-z]{2,}")


def speak(monkeypatch):
    """From now on every translated text is marked, whatever the language."""
    for name in ("gettext", "pgettext", "ngettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, _marked(getattr(trans_real, name)), raising=False)


def _marked(translate):
    def mark(*args, **kwargs):
        said = translate(*args, **kwargs)
        return f"{OPEN}{said}{CLOSE}" if said else said

    return mark


def outside(html: str) -> list[str]:
    """What a page says outside the marks: pieces of its texts and of what its attributes say."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all(["script", "style", "svg", "code", "kbd", "samp"]):
        tag.extract()
    for tag in page.body.find_all(lang=True):
        tag.extract()  # said to be in the other language
    pieces, depth = [], 0
    for text in page.body.find_all(string=lambda s: not isinstance(s, Comment)):
        found, depth = _cut(str(text), depth)
        pieces += found
    for tag in page.body.find_all():
        pieces += [piece for name in SAID if tag.get(name) for piece in _cut(tag[name], 0)[0]]
    return [piece for piece in map(str.strip, pieces) if WORD.search(piece)]


def _cut(text, depth):
    """(pieces at depth 0, depth after it): a text of several tags is open over their borders."""
    pieces, piece = [], ""
    for sign in text:
        if sign == OPEN:
            depth += 1
        elif sign == CLOSE:
            depth = max(depth - 1, 0)
        elif depth == 0:
            piece += sign
            continue
        if piece:
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces, depth


class Known:
    """The texts that need no catalogue: values of the database (a few side by side), and signs of every language."""

    SIGNS = re.compile(
        r"\b(PDF|XLSX|CSV|JSON|DOCX|ODT|SVG|QR|KB|MB|kB|SHA|SM\d|AES|GCM|Atom|iCalendar|English|tlog-proof|360Giving)\b|https?://\S+"
    )
    BETWEEN = re.compile(r"[·×→()/,;:=…：、，。；（）]+")
    SIDE_BY_SIDE = 3

    def __init__(self, values):
        self.text = "\n".join(" ".join(unescape(value).split()) for value in values)

    def foreign(self, pieces) -> list[str]:
        """Those pieces that are neither; each once."""
        return sorted({piece for piece in pieces if not all(map(self._is_known, self._parts(piece)))})

    def _parts(self, piece):
        parts = self.BETWEEN.split(self.SIGNS.sub(" ", piece))
        return [" ".join(part.split()) for part in parts if WORD.search(part)]

    def _is_known(self, part) -> bool:
        words = part.split()
        for _value in range(self.SIDE_BY_SIDE):
            taken = next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in self.text), 0)
            words = words[taken:]
            if not any(WORD.search(word) for word in words):
                return True
        return False
