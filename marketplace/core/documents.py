"""What may be found: each room says in its `documents.py` which of its objects are documents, and what stands in them.

    register("call", model=Call, one=_("Call"), many=_("Calls"), order=20, objects=for_search, of=documents)
    touches(Amendment, "call", lambda row: [row.call_id])
    facet_names("category", lambda values: {c.code: c.name for c in Category.objects.filter(code__in=values)})

The search room reads this register and nothing else of the rooms. `touched` is called in the transaction of every
change (verbs, saves, deletions); who hears of it registers with `on_touch`, so that core knows of no index.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from . import pagecache

log = logging.getLogger(__name__)
PUBLIC = "public"
BATCH = 500

# Facets, in the order in which they are shown. Values are constants (codes, keys); their words come from `facet_names`.
FACETS = {
    "community": _("Community"),
    "category": _("Category"),
    "status": _("Status"),
    "fee_tier": _("Fee"),
    "org_class": _("Class of organisation"),
    "year": _("Year"),
}
# Values of the facet "status" that all rooms share: what a reader can do with it now.
OPEN, RUNNING, DONE, ENDED = "open", "running", "done", "ended"
STATUSES = {
    OPEN: pgettext_lazy("search", "open now"),
    RUNNING: _("under way"),
    DONE: _("finished"),
    ENDED: _("ended or withdrawn"),
}


@dataclass(frozen=True)
class Document:
    """One object as the search sees it.

    kind, key: what it is and its primary key; together they name it. code: what people quote ("C-2026-003").
    title, body: by language; a missing language falls back to the other. words: further names it goes by (indexed with
    the title's weight lowered, not shown). url: its page in Chinese; the English one has /en before it (`address`),
    unless `languages` holds one language only: then `url` is the page itself.
    facets: {key of FACETS: constants}. newest: the date that "newer before older" means. deadline: until when something
    can be done with it. is_open: False for what is over (finished, cancelled, closed): it ranks below.
    audience: who may find it. {"public"}: everybody; else tokens of `reader_tokens`, one of which is enough.
    look_again: the moment at which the document reads differently by the clock alone (a deadline passes).
    provenance: "illustrative" is marked as an example wherever it is shown.
    row: the code of the row of the demo data that it shows, where that is not its `code`.
    """

    kind: str
    key: int
    code: str
    title_zh: str
    url: str
    title_en: str = ""
    body_zh: str = ""
    body_en: str = ""
    words: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    newest: datetime | None = None
    deadline: datetime | None = None
    amount: Decimal | None = None
    lat: float | None = None
    lon: float | None = None
    is_open: bool = True
    languages: tuple[str, ...] = ("zh", "en")
    audience: frozenset[str] = frozenset({PUBLIC})
    look_again: datetime | None = None
    row: str = ""
    provenance: str = "source"

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def is_public(self) -> bool:
        return PUBLIC in self.audience

    def title(self, language: str) -> str:
        return (self.title_en or self.title_zh) if language == "en" else (self.title_zh or self.title_en)

    def body(self, language: str) -> str:
        return (self.body_en or self.body_zh) if language == "en" else (self.body_zh or self.body_en)


def address(url: str, languages: Iterable[str], language: str) -> str:
    """The page of a document for a reader of this language ("zh", "en")."""
    return f"/en{url}" if language == "en" and len(tuple(languages)) > 1 and url.startswith("/") else url


@dataclass(frozen=True)
class Kind:
    """One kind of document. objects() -> query set of the rows that may be documents, with all that `of` reads joined.

    of(rows) -> their documents, in a constant number of queries; rows that nobody may find are left out.
    """

    name: str
    model: type[Model]
    one: object
    many: object
    order: int
    objects: Callable[[], QuerySet]
    of: Callable[[list], Iterable[Document]]


_kinds: dict[str, Kind] = {}
_touching: dict[type, list] = defaultdict(list)
_names: dict[str, list] = defaultdict(list)
_open_now: list = []
_hearers: list = []
_indexes: list = []
_places: list = []


def register(name: str, *, model, one, many, order: int, objects, of):
    """A room's kind of document. one, many: translated words ("Call", "Calls"); order: of the tabs."""
    _kinds[name] = Kind(name, model, one, many, order, objects, of)
    touches(model, name, lambda row: [row.pk])


def touches(model, kind: str, keys):
    """A change of this model's row changes the documents `keys(row)` (an iterable of primary keys) of this kind."""
    _touching[model].append((kind, keys))


def facet_names(facet: str, names):
    """`names(values) -> {value: words in the active language}` for those of the values that the room knows."""
    _names[facet].append(names)


def open_now(fn):
    """Decorate `fn(moment) -> iterable of document ids`: what is open at this moment by its opening hours."""
    _open_now.append(fn)
    return fn


def named_places(fn):
    """Decorate `fn() -> {code: (words in the active language, lat, lon)}`: places near which a reader may look."""
    _places.append(fn)
    return fn


def on_touch(fn):
    """Decorate `fn(kind, keys)`: called in the transaction of the change, for each kind that it touches."""
    _hearers.append(fn)
    return fn


def searched_by(fn):
    """Decorate `fn(kind, text, actor) -> primary keys`: an index that lists of the rooms may ask; none where it is down."""
    _indexes.append(fn)
    return fn


def found_by_index(model: type[Model], text: str, actor) -> list[int]:
    """Keys of the rows of this model whose document holds all words of the text, as far as the actor may find them."""
    kind = next((name for name, known in _kinds.items() if known.model is model), None)
    return [key for fn in _indexes for key in fn(kind, text, actor)] if kind and text.strip() else []


# ---- what the search room asks ---------------------------------------------------------------------
def kinds() -> dict[str, Kind]:
    """{name: Kind} in their order."""
    return dict(sorted(_kinds.items(), key=lambda pair: (pair[1].order, pair[0])))


def read(kind: str, keys: Iterable[int]) -> dict[int, Document]:
    """The documents of these objects as they are now; objects that are none (any more) are missing."""
    known = _kinds.get(kind)
    if known is None:
        return {}
    rows = list(known.objects().filter(pk__in=list(keys)))
    return {document.key: document for document in known.of(rows)}


def every(kind: str, batch: int = BATCH):
    """All documents of a kind in batches: lists of at most `batch`."""
    known, last = _kinds[kind], 0
    while True:
        rows = list(known.objects().filter(pk__gt=last).order_by("pk")[:batch])
        if not rows:
            return
        last = rows[-1].pk
        yield _readable(known, rows)


def _readable(known, rows) -> list[Document]:
    """Documents of these rows; one that cannot be read (a file is gone) keeps no other out."""
    try:
        return list(known.of(rows))
    except Exception:
        found = []
        for row in rows:
            try:
                found += known.of([row])
            except Exception:
                log.exception("document %s:%s", known.name, row.pk)
        return found


def names_of(facet: str, values) -> dict[str, str]:
    """{value: words} of values of a facet, in the active language; a value that nobody knows stands for itself."""
    values = list(values)
    found = {value: value for value in values}
    if facet == "status":
        found |= {value: str(STATUSES[value]) for value in values if value in STATUSES}
    for names in _names[facet]:
        found |= {value: str(words) for value, words in names(values).items()}
    return found


def open_ids(moment) -> frozenset[str]:
    """Ids of the documents that are open at the moment; asked of the rooms once a minute, and after each act."""
    key = f"open:{pagecache.generation()}:{moment:%Y%m%d%H%M}"
    kept = pagecache.cache.get(key)
    if kept is None:
        kept = frozenset(key for fn in _open_now for key in fn(moment))
        pagecache.cache.set(key, kept, 60)
    return kept


def places() -> dict[str, tuple[str, float, float]]:
    """{code: (words, lat, lon)} of all named places, in the order of the rooms."""
    return {code: place for fn in _places for code, place in fn().items()}


def touched(obj: Model):
    """The object changes in this transaction: whoever keeps documents hears which of them."""
    if not _hearers:
        return
    for model in type(obj).__mro__:
        for kind, keys in _touching.get(model, ()):
            found = [key for key in keys(obj) if key is not None]
            for fn in _hearers if found else ():
                fn(kind, found)


def reader_tokens(actor) -> frozenset[str]:
    """What an actor is, for comparison with `Document.audience`: "public", "officer", "office:3", "office:3:BUYER", …"""
    tokens = {PUBLIC}
    if actor.is_known:
        tokens |= {f"user:{key}" for key in actor.keys}
    if actor.is_officer:
        tokens.add("officer")
    for grant in actor.grants:
        tokens |= {f"role:{grant.role}", grant.place, f"{grant.place}:{grant.role}"}
    return frozenset(tokens)
