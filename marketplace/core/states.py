"""State tables: what can happen to an object, as data.

From one table come the guard in the verb, the buttons of a page, the API's answer, the diagram in
`docs/` and the permission matrix in the tests.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .refusals import Refused

TABLES: dict[str, "Steps"] = {}


@dataclass(frozen=True)
class Tell:
    """Who hears of a step.

    kind: English constant, unique in the portal ("tenders.call_published").
    to(obj) -> iterable of users, asked when the outbox delivers.
    text: translated sentence with %(name)s places filled from `obj.tell_params()`;
    due: None, or obj -> moment until when the reader should act.
    """

    kind: str
    to: object
    text: object


@dataclass(frozen=True)
class Step:
    """One verb: from which states, to which state, who, what must hold, who is told.

    target None leaves the state as it is. `sources` empty means: creates the object.
    `done` is the past form for the timeline; `public` shows it to everybody.
    `shows` names columns whose old and new value everybody reads who reads the step, also in its notice (%(moved)s).
    `second_factor` asks for a fresh second factor. `grave` draws the button in cinnabar.
    """

    verb: str
    sources: tuple
    target: str | None
    who: tuple
    label: object
    done: object
    needs: tuple = ()
    tells: tuple[Tell, ...] = ()
    public: bool = False
    shows: tuple[str, ...] = ()
    second_factor: bool = False
    grave: bool = False
    hint: object = ""


SECOND_FACTOR = Refused(
    "second_factor",
    _("Please prove your second factor again: this act needs one that is at most %(minutes)s minutes old."),
)


@dataclass(frozen=True)
class Steps:
    """The table of one kind of object. name: "tenders.call"; states: its TextChoices; column: where the state stands."""

    name: str
    states: type
    steps: tuple[Step, ...]
    column: str = "state"
    by_verb: dict = field(default_factory=dict)

    def __post_init__(self):
        self.by_verb.update({step.verb: step for step in self.steps})
        if len(self.by_verb) != len(self.steps):
            raise ValueError(f"{self.name}: a verb stands twice")
        TABLES[self.name] = self

    def state_of(self, obj) -> str:
        return getattr(obj, self.column)

    def refusal(self, verb: str, actor, obj) -> Refused | None:
        """Why `actor` may not do `verb` to `obj` now; None when nothing stands against it.

        Order: who, when (state), what (requirements), second factor.
        """
        step = self.by_verb[verb]
        for predicate in step.who:
            if not predicate.test(actor, obj):
                return Refused(predicate.code, predicate.sentence, kind="who")
        if step.sources and self.state_of(obj) not in step.sources:
            return Refused(
                "wrong_state",
                _("This is not possible in the state “%(state)s”. It is possible in: %(states)s."),
                kind="when",
                values={
                    "state": self.states(self.state_of(obj)).label,
                    "states": ", ".join(str(self.states(s).label) for s in step.sources),
                },
            )
        for need in step.needs:
            values = need.failing(actor, obj)
            if values is not None:
                values = dict(values)
                clause = values.pop("clause", need.clause)
                return Refused(need.code, need.sentence, clause=clause, field=need.field, values=values)
        if step.second_factor and not actor.system and not actor.second_factor_is_fresh:
            from django.conf import settings

            return Refused(
                "second_factor",
                SECOND_FACTOR._sentence,
                kind="who",
                values={"minutes": settings.SECOND_FACTOR_MINUTES},
            )
        return None

    def may_ever(self, verb: str, actor, obj) -> bool:
        """Whether the role fits, whatever the state: then the button is drawn, open or closed."""
        return all(p.test(actor, obj) for p in self.by_verb[verb].who)


def table_of(obj) -> Steps:
    """The state table of an object: its model names it in `STEPS`."""
    return TABLES[type(obj).STEPS if isinstance(type(obj).STEPS, str) else type(obj).STEPS.name]


def matrix(name: str, actors: dict, objects: dict) -> dict:
    """{(verb, role, state): "yes" | refusal code} for the permission tests and the docs."""
    table = TABLES[name]
    cells = {}
    for verb in table.by_verb:
        for role, actor in actors.items():
            for state, obj in objects.items():
                refusal = table.refusal(verb, actor, obj)
                cells[verb, role, state] = refusal.code if refusal else "yes"
    return cells
