"""Lists of the rooms ask the index too: the officer's list of calls finds what the search box finds."""

from marketplace.core.documents import reader_tokens

from . import engines, searching
from .engine import Query

MOST = 300  # keys: who finds more of one kind narrows the list by its other fields


def keys(kind: str, text: str, actor) -> list[int]:
    """Primary keys, the best MOST of them; none where the index is down: the list then shows what its table finds."""
    query = Query(text, kinds=(kind,), audience=reader_tokens(actor), facets=False)
    return searching.keys(query, MOST, engines.current())
