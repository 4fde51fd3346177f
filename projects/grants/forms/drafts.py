"""What a page that writes a draft carries: what it began from, and what is chosen where two people changed one field."""

import json

from .. import merging

MINE, THEIRS = "mine", "theirs"


def packed(marks: dict) -> str:
    """Fingerprints as a hidden field has them."""
    return json.dumps(marks, sort_keys=True)


def _unpacked(text) -> dict:
    """What is unreadable counts as a page that began from nothing: then every difference is asked about."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    found = found if isinstance(found, dict) else {}
    return {key: mark for key, mark in found.items() if isinstance(mark, str)}


def began(data, definition, typed: dict) -> dict:
    """Fingerprints the page began from. A choice about a clash counts as having seen the other text.

    "mine": it began from the other's text, so that only a third one clashes. "theirs": nothing was changed here.
    """
    found, seen = _unpacked(data.get("began")), _unpacked(data.get("seen"))
    mine = merging.fingerprints(definition, typed)
    for key in mine.keys() & seen.keys():
        choice = data.get(f"choose-{key}")
        if choice in (MINE, THEIRS):
            found[key] = seen[key] if choice == MINE else mine[key]
    return found


def after(definition, stored: dict, typed: dict | None = None) -> str:
    """What the page begins from next: it shows what was typed, not what others wrote beside it."""
    return packed(merging.fingerprints(definition, stored if typed is None else typed))


def seen(definition, keys, stored: dict) -> str:
    """The other's text of the clashing fields, as this page shows it."""
    marks = merging.fingerprints(definition, stored)
    return packed({key: marks[key] for key in keys})
