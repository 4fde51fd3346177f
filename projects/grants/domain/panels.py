"""The panel: planned with its agenda, announced, held, its minutes released; and the discussion of the reviewers."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from .. import reviewers
from ..kinds import StageKind
from ..models import Application, Panel, PanelSeat, PanelSlot, Remark, Round
from ..states_applications import ApplicationState

SHORTEST, LONGEST = 1, 240  # minutes of one application


def plan(round: Round, *, by: Actor, place: str, starts_at: datetime, seats, slots) -> Panel:
    """Plan the sitting.

    Args:
        seats: people who sit; slots: [(application, minutes)] in the order in which they present.

    Raises:
        Refused: no such stage, an agenda that is not of this round, or somebody who sits has a tie to an applicant.
    """
    panel = Panel(round=round, place=place, starts_at=starts_at, planned_by=by.user, created_at=clock.now())
    with creating(panel, by=by, verb="plan") as panel:
        if Panel.objects.filter(round=round).exists():
            raise Refused("grants.panel_there", _("The panel of this round is planned already."), kind="when")
        panel.save()
        _write(panel, seats, slots)
    return panel


def change(panel: Panel, *, by: Actor, place: str, starts_at: datetime, seats, slots) -> Panel:
    """Another place, hour, agenda, other people; it is announced anew."""
    with verb("change", panel, by=by):
        panel.place, panel.starts_at, panel.reason = place, starts_at, ""
        _write(panel, seats, slots)
    return panel


def _write(panel, seats, slots):
    people, rows = list(seats), list(slots)
    tied = reviewers.tied(panel.round, [user.pk for user in people])
    for user in people:
        if user.pk in tied:
            raise Refused("grants.panel_conflict", _("%(name)s has a tie to an organisation that applies, or declared one."), field="seats", values={"name": user})  # fmt: skip
    known = set(panel.round.applications.filter(state=ApplicationState.ACCEPTED).values_list("pk", flat=True))
    if {application.pk for application, _minutes in rows} - known or len(rows) != len({a.pk for a, _m in rows}):
        raise Refused("grants.panel_other", _("The agenda takes applications of this round that passed the screening, each once."))  # fmt: skip
    if any(not SHORTEST <= minutes <= LONGEST for _a, minutes in rows):
        raise Refused("grants.panel_minutes", _("An application gets %(least)s to %(most)s minutes."), values={"least": SHORTEST, "most": LONGEST})  # fmt: skip
    panel.seats.all().delete()
    panel.slots.all().delete()
    PanelSeat.objects.bulk_create(PanelSeat(panel=panel, user=user) for user in people)
    PanelSlot.objects.bulk_create(
        PanelSlot(panel=panel, application=application, position=position, minutes=minutes)
        for position, (application, minutes) in enumerate(rows, 1)
    )


def announce(panel: Panel, *, by: Actor) -> Panel:
    """Tell those who sit and those who present; the round's calendar shows the day."""
    with verb("announce", panel, by=by):
        panel.announced_at = clock.now()
        panel.round.stages.filter(kind=StageKind.PANEL).update(ends_at=panel.starts_at)
    return panel


def write_minutes(panel: Panel, *, by: Actor, minutes: str, records: dict | None = None) -> Panel:
    """Write what was said: in general, and of each application. records: {key of the slot: text}."""
    with verb("write_minutes", panel, by=by):
        panel.minutes = minutes
        for slot in panel.slots.all():
            if slot.pk in (records or {}):
                slot.record = records[slot.pk]
                slot.save(update_fields=["record"])
    return panel


def release(panel: Panel, *, by: Actor) -> Panel:
    """Those who sat and the reviewers read the minutes, each team what stands about its own."""
    with verb("release", panel, by=by):
        pass
    return panel


def call_off(panel: Panel, *, by: Actor, reason: str) -> Panel:
    """It does not take place: the awards may be proposed without it."""
    with verb("call_off", panel, by=by, note=reason):
        panel.reason = reason
    return panel


def say(application: Application, *, by: Actor, text: str) -> Remark:
    """Write in the discussion of one application, after the scores are released and before the awards are proposed."""
    remark = Remark(application=application, author=by.user, text=text, at=clock.now())
    with creating(remark, by=by, verb="say") as remark:
        pass
    return remark
