"""Where rooms plug in: a higher room registers what it adds to a lower room's page, to my desk, to the demo.

Modules `faces`, `slots`, `receivers`, `tasks` and `states` of every room are imported at start.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils.text import slugify
from django.utils.timezone import make_aware
from django.utils.translation import override

_slots: dict[str, list] = defaultdict(list)
_desk: list = []
_periodic: dict[str, object] = {}


@dataclass(frozen=True)
class Section:
    """A part of a page: a template and what it is drawn with."""

    template: str
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class DeskEntry:
    """One thing that waits for somebody.

    number: quoted number; kind: translated room word; what: sentence; about: title; due: moment or None;
    url and label: the next step; tone and state: the seal; draft: an own text that came back, whatever its tone.
    """

    number: str
    kind: str
    what: str
    about: str
    url: str
    label: str
    due: datetime | None = None
    tone: str = "open"
    state: str = ""
    draft: bool = False

    @property
    def is_draft(self) -> bool:
        """The reader's own unfinished text."""
        return self.draft or self.tone == "draft"

    @property
    def key(self) -> str:
        """The kind without a language, for addresses: "call-for-tenders"."""
        with override(None):
            return slugify(str(self.kind), allow_unicode=True)


def slot(name: str, *, order: int = 50):
    """Decorate `fn(obj, actor) -> Section | None`; it is shown where a page says {% slots "name" obj %}."""

    def decorate(fn):
        _slots[name].append((order, fn))
        _slots[name].sort(key=lambda pair: pair[0])
        return fn

    return decorate


def sections(name: str, obj, actor) -> list[Section]:
    """What the rooms show in this slot, in order."""
    found = (fn(obj, actor) for _order, fn in _slots[name])
    return [section for section in found if section is not None]


def desk(fn):
    """Decorate `fn(actor) -> iterable[DeskEntry]`: what waits for this person in one room."""
    _desk.append(fn)
    return fn


def desk_entries(actor) -> list[DeskEntry]:
    """Everything that waits for the actor, by due date."""
    return sorted((entry for fn in _desk for entry in fn(actor)), key=_by_due)


def _by_due(entry):
    due = entry.due
    if due is not None and not isinstance(due, datetime):  # a day is over when it ends
        due = make_aware(datetime.combine(due, time.max))
    return due is None, due or 0, str(entry.number)


_waiting: list = []
_second_factor_roles: set = set()
_role_labels: dict = {}


def waiting(fn):
    """Decorate `fn(actor) -> iterable[DeskEntry]`: what this person waits for others to do; `kind` says for whom."""
    _waiting.append(fn)
    return fn


def waiting_entries(actor) -> list[DeskEntry]:
    """Everything the actor waits for, by due date."""
    return sorted((entry for fn in _waiting for entry in fn(actor)), key=_by_due)


def roles(labels: dict, *, binding):
    """The room of people tells the roles: {constant: label}, and which of them bind and need a second factor."""
    _role_labels.update(labels)
    _second_factor_roles.update(binding)


def role_labels() -> dict:
    return dict(_role_labels)


def second_factor_roles() -> frozenset:
    return frozenset(_second_factor_roles)


_placing: list = []


def name_places(fn):
    """Decorate `fn(places) -> {place: name}`: the room of people names the bodies ("office:3") for which one acts."""
    _placing.append(fn)
    return fn


def place_names(places) -> dict:
    """{place: name} of bodies, in the reader's language; one query for each kind of body."""
    return {place: name for fn in _placing for place, name in fn(set(places)).items()} if places else {}


_moments: list = []


def moments(fn):
    """Decorate `fn() -> iterable[(moment, sentence)]`: what comes next by the clock alone, for the demonstration's clock."""
    _moments.append(fn)
    return fn


def coming_moments() -> list[tuple[datetime, str]]:
    """The next moments of all rooms, soonest first."""
    return sorted((pair for fn in _moments for pair in fn()), key=lambda pair: pair[0])


def periodic(name: str):
    """Decorate `fn(actor)`: run by the worker once a minute; must be safe to run twice."""

    def decorate(fn):
        _periodic[name] = fn
        return fn

    return decorate


def periodic_jobs() -> dict:
    return dict(_periodic)


_quick: dict[str, object] = {}


def quick(name: str):
    """Decorate `fn() -> int`: asked by the worker all the time; how much it did. It must cost little when there is nothing."""

    def decorate(fn):
        _quick[name] = fn
        return fn

    return decorate


def quick_jobs() -> dict:
    return dict(_quick)


def on_calendar(fn):
    """Decorate `fn(event)`: the calendar of working days changed, dates that rest on it are to be computed anew.

    It runs in a transaction of its own and may be tried again.
    """
    from .outbox import receiver
    from .workdays import CHANGED

    return receiver(CHANGED)(fn)


_erasing: list = []
_holding: list = []


def on_erasure(fn):
    """Decorate `fn(user)`: a person is being erased; take out what your room knows of them beyond marked fields."""
    _erasing.append(fn)
    return fn


def before_erasure(fn):
    """Decorate `fn(user) -> Refused | None`: why a person cannot be erased yet."""
    _holding.append(fn)
    return fn


_gone: list = []


def gone(fn):
    """Decorate `fn(request) -> dict | None`: asked where nothing stands at an address: was something taken away there?

    The dict may have `up`: (label, address) of what it belonged to.
    """
    _gone.append(fn)
    return fn


def taken_away(request) -> dict | None:
    """What the rooms say about an address at which nothing stands any more; None: nothing ever stood there."""
    return next((found for fn in _gone if (found := fn(request)) is not None), None)


_lending: list = []


def before_lending(fn):
    """Decorate `fn(delegation) -> Refused | None`: why these two people may not stand in for each other now."""
    _lending.append(fn)
    return fn


def lending_hooks() -> list:
    return list(_lending)


_merging: list = []


def before_merging(fn):
    """Decorate `fn(kept, other, by) -> Refused | None`: why these two accounts may not become one now."""
    _merging.append(fn)
    return fn


def merging_hooks() -> list:
    return list(_merging)


_resting: dict[str, list] = defaultdict(list)


def rests_on(table: str):
    """Decorate `fn(obj) -> bool`: something published in your room rests on this row of master data (its table's name)."""

    def decorate(fn):
        _resting[table].append(fn)
        return fn

    return decorate


def is_rested_on(obj) -> bool:
    """Something that is published names this row: what it is called then stays as it was."""
    return any(fn(obj) for fn in _resting[obj.STEPS])


_about: list = []


def about_me(fn):
    """Decorate `fn(user) -> {part: [plain row, ...]}`: what your room holds about a person, for their own file."""
    _about.append(fn)
    return fn


def about_me_hooks() -> list:
    return list(_about)


def erasure_hooks() -> tuple[list, list]:
    """(what stands before an erasure, what takes part in it)."""
    return list(_holding), list(_erasing)
