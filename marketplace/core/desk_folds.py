"""Long rows of things alike on a desk: the first of them stand there, the rest behind one line."""

from dataclasses import dataclass

SHOWN = 3


@dataclass(frozen=True)
class Alike:
    """So many more entries of a kind that ask for the same. key: of the kind, for the address; what: the sentence."""

    key: str
    kind: str
    what: str
    count: int


def folded(entries) -> list:
    """Entries in their order; of those without a date that ask the same of a kind the first three, then one `Alike`."""
    found, places, counts = [], {}, {}
    for entry in entries:
        same = (entry.key, str(entry.what))
        if entry.due is not None:
            found.append(entry)
            continue
        counts[same] = counts.get(same, 0) + 1
        if counts[same] <= SHOWN:
            found.append(entry)
            places[same] = entry
    rows = []
    for entry in found:
        rows.append(entry)
        same = (entry.key, str(entry.what))
        if places.get(same) is entry and counts[same] > SHOWN:
            rows.append(Alike(entry.key, entry.kind, entry.what, counts[same] - SHOWN))
    return rows
