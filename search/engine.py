"""What an engine is: the protocol that both keep, what is asked and what is answered, as plain data."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from marketplace.core.documents import FACETS, PUBLIC, Document

RELEVANCE, NEWEST, DEADLINE, AMOUNT, NEAREST = "relevance", "newest", "deadline", "amount", "nearest"
SORTS = (RELEVANCE, NEWEST, DEADLINE, AMOUNT, NEAREST)
MOST_CHARS = 200  # of a query; what is longer is cut and said
DEEPEST = 1_000  # hits that can be leafed through; more of them are only counted
AMOUNTS = (0, 10_000, 50_000, 100_000, 500_000)  # lower ends of the ranges of the facet of amounts, in yuan
PUBLIC_SHELF, INSIDE_SHELF = "public", "inside"
SHELVES = (PUBLIC_SHELF, INSIDE_SHELF)


class Down(Exception):
    """The index cannot be asked now: the server does not answer, the folder is gone or broken."""


@dataclass(frozen=True)
class Query:
    """What a reader asks for.

    language: "zh" or "en". kinds: names of kinds, none: all. choices: {facet: values}, any of the values of a facet,
    all facets; "language" is a facet too. amount: (lowest, highest) in yuan. near: (lat, lon). audience: tokens of
    `documents.reader_tokens`. facets: whether counts are wanted. Every value may be nonsense: it then finds nothing,
    or counts as not said.
    """

    text: str = ""
    language: str = "zh"
    kinds: tuple[str, ...] = ()
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    amount: tuple[Decimal | None, Decimal | None] = (None, None)
    open_now: bool = False
    sort: str = RELEVANCE
    near: tuple[float, float] | None = None
    page: int = 1
    size: int = 20
    audience: frozenset[str] = frozenset({PUBLIC})
    facets: bool = True
    inside: bool = False  # only what is not public
    since: datetime | None = None  # only what became newer since then (saved searches)

    @property
    def offset(self) -> int:
        return (max(self.page, 1) - 1) * self.size


@dataclass(frozen=True)
class Hit:
    """One document found. title, excerpt: lists of (text, is it what was asked for) in the reader's language."""

    id: str
    kind: str
    key: int
    code: str
    title: tuple[tuple[str, bool], ...]
    excerpt: tuple[tuple[str, bool], ...]
    url: str
    score: float
    language: str  # of the title that is shown
    newest: datetime | None = None
    deadline: datetime | None = None
    amount: Decimal | None = None
    place: tuple[float, float] | None = None
    metres: float | None = None
    is_open: bool = True
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    row: str = ""  # code of the row of the demo data that it shows
    is_public: bool = True
    provenance: str = "source"

    @property
    def plain_title(self) -> str:
        return "".join(text for text, _found in self.title)


@dataclass(frozen=True)
class Results:
    """What was found.

    total: of all pages. kinds: {kind: count} as if no kind were chosen. facets: {facet: {value: count}}, each as if
    nothing of that facet were chosen. amounts: {lower end: count}. open_now: count. did_you_mean: another text, or "";
    corrected: nothing was found for what was typed, the hits are those of `did_you_mean`. relaxed: not all words were
    found in any document, the hits hold some of them.
    understood: ((typed words, synonyms that were looked for as well), ...). fallback: the index did not answer, these
    are titles out of the database. cut: the text was too long, the rest was left out.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    amounts: dict[int, int] = field(default_factory=dict)
    open_now: int = 0
    did_you_mean: str = ""
    corrected: bool = False
    relaxed: bool = False
    whole: int = 0  # where few hits were filled up: how many of them hold all of the words
    understood: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fallback: bool = False
    cut: bool = False
    ms: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    """One line under the box while typing."""

    text: str
    kind: str
    url: str


@dataclass(frozen=True)
class Ask:
    """What an engine is asked: a tree of nodes (`plan`), the filters by name, and what is wanted of the answer.

    filters: {name of kind or facet: node}; each is left out for its own counts. always: nodes that every hit must keep.
    counts: names whose values are counted.
    """

    tree: object
    always: tuple = ()
    filters: dict[str, object] = field(default_factory=dict)
    counts: tuple[str, ...] = ()
    weight: str = ""  # name of the weight by which the score is multiplied
    order: str = RELEVANCE
    near: tuple[float, float] | None = None
    limit: int = 20
    open_ids: tuple[str, ...] = ()  # what the count "open_now" counts


@dataclass(frozen=True)
class Found:
    """A raw hit: the sort value (a score, or the value that is sorted by; None: it has none) and what was stored."""

    id: str
    score: float
    value: float | None
    stored: dict


@dataclass(frozen=True)
class Answer:
    """What an engine answers: at most `limit` hits, best first; counts: {name: {value: count}}."""

    found: list[Found]
    total: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A document as it is indexed: made by `entries.entry`, the same for both engines."""

    id: str
    shelf: str
    version: int
    digest: str
    fields: dict[str, str]  # tokens joined by blanks
    exact: tuple[str, ...]
    names: dict[str, tuple[str, ...]]  # kind, facets, language, audience
    numbers: dict[str, float]
    stored: dict


class Writer(Protocol):
    def put(self, entry: Entry) -> None:
        """Index it in place of what stood under its id on that shelf; an older version never replaces a newer one."""

    def remove(self, shelf: str, id: str, version: int) -> None: ...

    def commit(self) -> dict[str, str]:
        """Make it findable. {id: error} of what was not taken; the rest is in."""


class SearchEngine(Protocol):
    """Everything that is different between the two engines."""

    name: str

    def is_there(self) -> bool:
        """There is an index (it may still not answer)."""

    def search(self, shelf: str, ask: Ask) -> Answer:
        """Raises: Down."""

    def titles(self, shelf: str, tree, always: tuple, weight: str, limit: int) -> list[Found]:
        """The best hits without counts, for suggestions. Raises: Down."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Changes to what is searched now (and to what is being rebuilt). Raises: Down."""

    def rebuild(self, batches: Iterable[list[Entry]], version: int) -> int:
        """Build a new index beside the old one, switch when it is whole; returns how many documents it holds."""

    def held(self, shelf: str) -> Iterator[tuple[str, str]]:
        """(id, digest) of everything in the index. Raises: Down."""


COUNTED = ("kind", *FACETS, "language")


def shelf_of(document: Document) -> str:
    return PUBLIC_SHELF if document.is_public else INSIDE_SHELF
