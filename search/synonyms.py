"""Groups of words that mean the same, as queries use them."""

from django.core.cache import caches

from .analysis import fold
from .models import SynonymGroup

KEY, SECONDS = "search:synonyms", 60


def groups() -> tuple[tuple[str, ...], ...]:
    """Folded words of the groups in use; a word that stands in two groups belongs to the earlier one."""
    kept = caches["pages"].get(KEY)
    if kept is None:
        kept = _read()
        caches["pages"].set(KEY, kept, SECONDS)
    return kept


def forget():
    """A group changed: other processes hear of it within a minute."""
    caches["pages"].delete(KEY)


def _read():
    seen, found = set(), []
    for row in SynonymGroup.objects.filter(state="used").order_by("id"):
        words = tuple(dict.fromkeys(word for line in row.lines if (word := fold(line).strip()) and word not in seen))
        seen |= set(words)
        if len(words) > 1:
            found.append(words)
    return tuple(found)
