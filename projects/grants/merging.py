"""Two people who write one draft: who changed what since a page was made is told by fingerprints, not by kept copies.

A page carries the fingerprint of every field as it stood when the page was made. When it is saved, each field has three
sides: what the page began from, what is stored now, what was typed. A field that one side changed is that side's; one
that both changed differently is a clash, and nothing is saved.
"""

import hashlib
import json

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

from . import formdef

PLAIN = ("title", "summary", "amount", "field")
LENGTH = 12


class Clash(Refused):
    """Both sides changed these fields. keys: in the order of the form."""

    def __init__(self, keys):
        sentence = _("Somebody else, or you in another window, has changed the same place since you opened this page. Nothing is lost: please choose.")  # fmt: skip
        super().__init__("grants.draft_clash", sentence, kind="when")
        self.keys = keys


def keys_of(definition) -> list[str]:
    """Everything that one page writes; files have verbs of their own."""
    return [*PLAIN, *(field["key"] for field in formdef.fields(definition) if field["type"] != "FILES")]


def value_of(content: dict, key: str):
    return content.get(key, "") if key in PLAIN else content.get("answers", {}).get(key)


def fingerprints(definition, content: dict) -> dict:
    """{field: a few letters that change when the field does}."""
    return {key: _mark(value_of(content, key)) for key in keys_of(definition)}


def _mark(value) -> str:
    if formdef.is_empty(value):
        return ""
    plain = json.dumps(_even(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:LENGTH]


def _even(value):
    """Without what a browser changes by itself: the ends of lines, blanks at both ends."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [_even(one) for one in value]
    if isinstance(value, dict):
        return {key: _even(one) for key, one in value.items()}
    return value


def merged(definition, began: dict, stored: dict, typed: dict) -> dict:
    """What is to be kept. began: fingerprints the page carried; a field without one counts as empty then.

    Raises:
        Clash: both sides changed a field, and not to the same.
    """
    now, mine = fingerprints(definition, stored), fingerprints(definition, typed)
    theirs = [key for key in now if now[key] != began.get(key, "") and now[key] != mine[key]]
    clashes = [key for key in theirs if mine[key] != began.get(key, "")]
    if clashes:
        raise Clash(clashes)
    return _taken_over(typed, stored, theirs)


def _taken_over(typed, stored, keys):
    found = {**typed, "answers": dict(typed.get("answers", {}))}
    for key in keys:
        side = found if key in PLAIN else found["answers"]
        side[key] = value_of(stored, key)
    found["answers"] = {key: value for key, value in found["answers"].items() if not formdef.is_empty(value)}
    return found


def differing(definition, stored: dict, typed: dict) -> list[str]:
    """Fields in which what is stored now differs from what a page shows: somebody else wrote them."""
    now, mine = fingerprints(definition, stored), fingerprints(definition, typed)
    return [key for key in now if now[key] != mine[key]]
