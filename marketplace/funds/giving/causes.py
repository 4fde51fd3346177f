"""What a gift may be for, besides a fund as a whole: a room above registers its kind of object and hears of gifts at once.

    causes.register(Campaign, name="campaign", of_fund=..., to_file=..., plan=..., why_closed=..., promises=..., due_from=..., given=..., promised=..., returned=..., released=...)

`to_file(fund, actor)` gives what a collection may still be planned for, public or not, as far as the actor may see it, and
`plan(cause)` what of the collection's plan is known from it; `why_closed(cause)` gives the refusal when the cause takes nothing now, else None; `promises(cause)` says that a card is kept
and charged at the end; `due_from(cause)` gives the day from which the days for keeping a promise by hand are counted, None for today; the last four are told of a gift or a promise in the same transaction. A cause that no room has
registered takes gifts like its fund and is told nothing.
"""

from dataclasses import dataclass

from marketplace.core import clock

_kinds: dict[type, "Cause"] = {}


@dataclass(frozen=True)
class Cause:
    """Functions of the room that owns the cause. of_fund(fund) -> queryset of its causes that everybody may see, with `code`."""

    name: str
    of_fund: object
    to_file: object
    plan: object
    why_closed: object
    promises: object
    due_from: object
    given: object
    promised: object
    returned: object
    released: object


def register(model, **functions):
    """A room says that gifts may be for objects of this model."""
    _kinds[model] = Cause(**functions)


def find(fund, key: str):
    """The public cause of a fund that "campaign:2026-001" names, or None."""
    kind, code = _named(key)
    return kind.of_fund(fund).filter(code=code).first() if kind else None


def find_to_file(fund, actor, key: str):
    """(cause, what of its plan is known) for which a collection may be planned by this person, or (None, {})."""
    kind, code = _named(key)
    found = kind.to_file(fund, actor).filter(code=code).first() if kind else None
    return (found, kind.plan(found)) if found else (None, {})


def _named(key: str):
    """(kind, code) of "campaign:2026-001"; (None, "") where no room knows such things."""
    name, _colon, code = key.partition(":")
    found = next((kind for kind in _kinds.values() if kind.name == name), None)
    return (found, code) if found and code and "\0" not in code else (None, "")


def key_of(cause) -> str:
    """How an address or a form names a cause: "campaign:2026-001"; "" for none."""
    found = _kinds.get(type(cause))
    return f"{found.name}:{cause.code}" if found else ""


def choices(fund) -> list[tuple[str, str]]:
    """(key, title) of everything in a fund that a gift may be for."""
    return [(f"{kind.name}:{row.code}", str(row)) for kind in _kinds.values() for row in kind.of_fund(fund)[:50]]


def promises(cause) -> bool:
    found = _kinds.get(type(cause))
    return bool(found and found.promises(cause))


def due_from(cause):
    """The day from which the days for keeping a promise by hand are counted."""
    found = _kinds.get(type(cause))
    return (found and found.due_from(cause)) or clock.today()


def why_closed(cause):
    """The refusal of the cause's room, or None."""
    found = _kinds.get(type(cause))
    return found.why_closed(cause) if found else None


def tell(what: str, given):
    """what: "given" or "returned" of a gift, "promised" or "released" of a promise."""
    found = _kinds.get(type(given.cause)) if given.cause_id else None
    if found:
        getattr(found, what)(given)
