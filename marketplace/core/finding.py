"""Search through what is public, room by room, in the tables themselves: what the search shows while its index is down.

    @finder(order=20)
    def calls(asked):
        return Finding(_("Calls"), rows, more="/calls/?q=...")

Nothing is indexed: rooms ask their own tables through `visible_to`, a constant number of queries for each.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from .actors import Actor

MOST_WORDS = 8
SHOWN = 5  # of each room; the rest stands in the room's own list
LONGEST = 100

_finders: list = []
_ways: list = []


@dataclass(frozen=True)
class Asked:
    """What a reader looks for. text: as typed; words: all of them must be found."""

    text: str
    words: tuple
    actor: Actor

    def all_in(self, *columns) -> Q:
        return every_word(self.text, columns)

    def more(self, address: str, rows) -> str:
        """The room's list with the same words, when it has more than is shown here."""
        return f"{address}?{urlencode({'q': self.text})}" if len(rows) > SHOWN else ""


@dataclass(frozen=True)
class Hit:
    """One line of the answer. note: a second line; tone and state: its seal; provenance as on the thing's own page."""

    title: str
    url: str
    note: str = ""
    tone: str = ""
    state: str = ""
    provenance: str = "source"
    lang: str = ""


@dataclass(frozen=True)
class Finding:
    """What one room found. rows: Hits, at most SHOWN of them are drawn; more: address of all of them, or ""."""

    label: str
    rows: list = field(default_factory=list)
    more: str = ""

    @property
    def shown(self) -> list:
        return self.rows[:SHOWN]


def finder(*, order: int):
    """Decorate `fn(asked) -> Finding`: how a room is searched. Ask for SHOWN + 1 rows: that tells whether there are more."""

    def decorate(fn):
        _finders.append((order, fn))
        _finders.sort(key=lambda pair: pair[0])
        return fn

    return decorate


def way(label, address, words: str):
    """A page that answers by itself when one of these words (separated by blanks, both languages) is asked for.

    label: translated; address: a function without arguments, so that it follows the reader's language.
    """
    _ways.append((label, address, tuple(words.casefold().split())))


def every_word(text: str, columns) -> Q:
    """Each word of the text stands somewhere in these columns."""
    found = Q()
    for word in text.split()[:MOST_WORDS]:
        somewhere = Q()
        for column in columns:
            somewhere |= Q(**{f"{column}__icontains": word})
        found &= somewhere
    return found


def find(text: str, actor) -> list[Finding]:
    """What the rooms find; those that find nothing are left out. Nothing is found for no word."""
    asked = Asked(text, tuple(text.split()[:MOST_WORDS]), actor)
    if not asked.words:
        return []
    found = (fn(asked) for _order, fn in _finders)
    return [finding for finding in [_ways_for(asked), *found] if finding.rows]


def ways(text: str) -> list[Hit]:
    """Pages that answer a text by themselves."""
    said = text.casefold()
    return [Hit(str(label), address()) for label, address, words in _ways if any(word in said for word in words)]


def _ways_for(asked) -> Finding:
    return Finding(_("Straight there"), ways(asked.text))
