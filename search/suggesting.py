"""Lines under the box while typing: titles that begin so, or sound so."""

from . import engines, plan, searching
from .engine import Down, Suggestion

MOST = 8


def suggest(text: str, language: str, audience) -> list[Suggestion]:
    """At most MOST titles; nothing while the index is down."""
    from .engine import Query

    try:
        found = searching._search(engines.current(), Query(text=text, language=language, size=MOST, facets=False))
    except Down:
        return []
    return [Suggestion(hit.plain_title, hit.kind, hit.url) for hit in found.hits]


__all__ = ["plan", "suggest"]
