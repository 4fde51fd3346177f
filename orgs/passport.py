"""The growth passport: what happened to an organisation, newest first, every entry from a record.

Rooms above add theirs when they start; a number of queries that does not grow with the entries:

    @recorded
    def contracts(organisation):
        return [Entry(day, "done", _("contract"), title, note, kind="contract"), ...]
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock

from .kinds import IncubationStage

PREFIX = "orgs.organisation."


@dataclass(frozen=True)
class Entry:
    """One line of the passport. tone and seal: the kind of event; title and note: sentences.

    kind: English constant for the JSON; url: where the record stands.
    """

    day: date
    tone: str
    seal: object
    title: object
    note: object = ""
    kind: str = "register"
    url: str = ""


_recorded: list = []


def recorded(fn):
    """Decorate `fn(organisation) -> iterable[Entry]`: what a room above has on record, public for everybody."""
    _recorded.append(fn)
    return fn


def passport(organisation, events) -> list[Entry]:
    """Entries of this room. events: the public audit events of the organisation."""
    entries = [Entry(organisation.founded, "done", _("registered"), _("Registered with the civil affairs authority"))]
    for assessment in organisation.assessments.all():
        over = assessment.valid_to < clock.today()
        words = _("expired on %(day)s") if over else _("valid until %(day)s")
        entries.append(
            Entry(
                assessment.valid_from,
                "draft" if over else "done",
                _("assessed"),
                _("Assessed with grade %(grade)s") % {"grade": assessment.grade},
                words % {"day": assessment.valid_to.isoformat()},
                kind="grade",
            )
        )
    for record in sorted(
        organisation.incubation.all(), key=lambda r: r.pk, reverse=True
    ):  # of one day, the later one first
        entries.append(Entry(record.since, "open", _("incubation"), record.get_stage_display(), kind="stage"))
    entries += [_from_event(event) for event in events if event.verb in SHOWN]
    entries += [entry for fn in _recorded for entry in fn(organisation)]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


SHOWN = {
    f"{PREFIX}verify": ("done", _("verified"), _("Verified by the street office")),
    f"{PREFIX}suspend": ("refused", _("suspended"), _("Suspended")),
    f"{PREFIX}reinstate": ("done", _("reinstated"), _("Suspension lifted")),
    f"{PREFIX}lower_grade": ("refused", _("grade lowered"), _("Assessment grade lowered or taken away")),
    f"{PREFIX}reply": ("open", _("reply"), _("Its reply to the suspension")),
    f"{PREFIX}withdraw": ("draft", _("withdrawn"), _("Withdrew from the register")),
}


def _from_event(event):
    tone, seal, title = SHOWN[event.verb]
    return Entry(timezone.localtime(event.at).date(), tone, seal, title, event.public_note)


def incubation_rail(organisation) -> list[dict]:
    """Stages for the rail: those on record with their day, the newest is now, what follows is to come."""
    since = {}
    for record in organisation.incubation.all():  # newest first
        since.setdefault(record.stage, record.since)
    if not since:
        return []
    now = max(organisation.incubation.all(), key=lambda r: (r.since, r.pk)).stage
    order = [stage.value for stage in IncubationStage]
    steps = []
    for position, stage in enumerate(IncubationStage):
        if stage.value == now:
            state = "done" if stage == IncubationStage.HUB else "now"
        else:
            state = "done" if position < order.index(now) else "next"
        steps.append({"label": stage.label, "state": state, "when": since.get(stage.value, "")})
    return steps
