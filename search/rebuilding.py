"""A new index beside the old one, and the comparison of index and database."""

from dataclasses import dataclass

from marketplace.core import documents

from . import changes, engines
from .engine import SHELVES, shelf_of
from .entries import digest, entry
from .models import Moment


def rebuild(engine=None, *, kinds=None) -> int:
    """Read every document of every room into a new index and switch to it; returns how many there are."""
    engine = engine or engines.current()
    number = changes.next_round()
    Moment.objects.all().delete()

    def batches():
        for kind in kinds or documents.kinds():
            for batch in documents.every(kind):
                changes.note_moments(batch)
                yield [entry(document, number) for document in batch]

    return engine.rebuild(batches(), number)


@dataclass(frozen=True)
class Difference:
    """what: "missing" (the index lacks it), "left over" (the database has no such document), "differs"."""

    id: str
    shelf: str
    what: str
    url: str = ""


def check(engine=None) -> list[Difference]:
    """Every difference between database and index.

    Raises:
        Down: the index cannot be read.
    """
    engine = engine or engines.current()
    held = {shelf: dict(engine.held(shelf)) for shelf in SHELVES}
    found = []
    for kind in documents.kinds():
        for batch in documents.every(kind):
            for document in batch:
                shelf = shelf_of(document)
                mark = held[shelf].pop(document.id, None)
                if mark != digest(document):
                    found.append(Difference(document.id, shelf, "missing" if mark is None else "differs", document.url))
    found += [Difference(id, shelf, "left over") for shelf, rest in held.items() for id in rest]
    return found


def heal(found):
    """Queue every difference: the next delivery sets it right."""
    for one in found:
        kind, _colon, key = one.id.rpartition(":")
        changes.queue(kind, [int(key)])
