"""When the index does not answer: titles out of the database, by the rooms' own finders."""

from marketplace.core import finding
from marketplace.core.actors import ANONYMOUS

from .engine import Hit, Query, Results


def fallback(query: Query) -> Results:
    """What the rooms' finders find in their tables; `Results.fallback` says so. Choices and sorting do not apply."""
    hits = []
    text = query.text[: finding.LONGEST]
    for found in finding.find(text, ANONYMOUS):
        hits += [
            Hit(
                id="", kind="", key=0, code="", title=((str(row.title), False),), excerpt=((str(row.note), False),),
                url=row.url, score=0.0, language=row.lang or query.language,
            )
            for row in found.shown
        ]  # fmt: skip
    page = hits[query.offset : query.offset + query.size]
    return Results(hits=tuple(page), total=len(hits), fallback=True)
