"""A stay: applied for, invited, offered, signed, prolonged, graduated, ended; stages on the way."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor, system
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.domain import record_incubation
from orgs.domain.records import years_later
from orgs.kinds import IncubationStage
from orgs.rules import refusal_of

from .. import rules
from ..criteria import findings
from ..models import Mentoring, StageRecord, Stay
from .mentors import appoint

MOST_YEARS, SHORT_WAY = 3, timedelta(days=365)


def apply(
    centre, *, by: Actor, motive: str, organisation=None, group=None, intake=None, needs="", desks=1, code=""
) -> Stay:
    """Apply for a place, for a verified organisation or a filed group.

    Raises:
        Refused: no intake is open, the body has an open application or stay, it is not fit.
    """
    stay = Stay(
        code=code, centre=centre, organisation=organisation, group=group, intake=intake, motive=motive, needs=needs, desks=desks,
        applied_by=by.user, applied_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic(), creating(stay, by=by, verb="apply"):
            stay.code = code or f"ST{next_number('STAY').replace('-', '')}"
    except IntegrityError as error:  # pressed twice
        raise refusal_of(rules.no_open_stay) from error
    return stay


def invite(stay: Stay, *, by: Actor, interview_at: datetime) -> Stay:
    """Invite to an interview; a second invitation moves it."""
    with verb("invite", stay, by=by) as stay:
        if interview_at <= clock.now():
            raise Refused("incubation.interview_past", _("This moment has passed."), field="interview_at")
        stay.interview_at = interview_at
    return stay


def offer(
    stay: Stay, *, by: Actor, until: date, agreement: str, mentor, stage: str = IncubationStage.START, desks: int | None = None,
    note: str = "",
) -> Stay:  # fmt: skip
    """Offer the agreement that the body signs: until when, with which mentor, beginning in which stage.

    Args:
        note: what the interview showed; for officers.
    """
    with verb("offer", stay, by=by, note=note) as stay:
        stay.desks = desks or stay.desks
        if (values := rules.has_room.failing(by, stay)) is not None:
            raise refusal_of(rules.has_room, values)
        check_until(until, clock.today())
        stay.until, stay.agreement, stay.stage, stay.offered_by = until, agreement, stage, by.user
        appoint(stay, mentor)
    return stay


def check_until(until, since):
    if until <= clock.today():
        raise Refused("incubation.until_past", _("This day must lie ahead."), field="until")
    if until > years_later(since, MOST_YEARS):
        raise Refused(
            "incubation.too_long", _("A stay lasts at most %(years)s years: until %(day)s."), field="until",
            values={"years": MOST_YEARS, "day": years_later(since, MOST_YEARS).isoformat()},
        )  # fmt: skip


def take_in(stay: Stay, *, by: Actor, mentor=None) -> Stay:
    """The short way of a filed group: inside for a year, at the stage of an idea."""
    with verb("take_in", stay, by=by) as stay:
        stay.since, stay.until = clock.today(), clock.today() + SHORT_WAY
        stay.stage = IncubationStage.IDEA
        if mentor:
            appoint(stay, mentor)
        _begin(stay)
    return stay


def sign(stay: Stay, *, by: Actor) -> Stay:
    """The body agrees: it is inside from today."""
    with verb("sign", stay, by=by) as stay:
        if not stay.until or stay.until <= clock.today():
            raise Refused(
                "incubation.offer_over",
                _("The offer has run out: its last day was %(day)s."),
                values={"day": stay.until or stay.applied_at},
            )
        stay.since = clock.today()
        _begin(stay)
    return stay


def _begin(stay):
    """The stage it begins in; in the register too, unless an office has recorded that one or a later one."""
    StageRecord.objects.create(stay=stay, stage=stay.stage, since=stay.since)
    if stay.organisation_id:
        known = stay.organisation.incubation.order_by("-since", "-id").first()
        if known is None or _rank(known.stage) < _rank(stay.stage):
            record_incubation(stay.organisation, by=system("incubation.sign"), stage=stay.stage, since=stay.since)


def _rank(stage) -> int:
    return list(IncubationStage.values).index(stage)


def decline(stay: Stay, *, by: Actor, reason: str) -> Stay:
    with verb("decline", stay, by=by, note=reason) as stay:
        _finish(stay, reason)
    return stay


def withdraw(stay: Stay, *, by: Actor) -> Stay:
    with verb("withdraw", stay, by=by) as stay:
        _finish(stay, "")
    return stay


def _finish(stay, reason):
    stay.ended_on, stay.end_reason = clock.today(), reason
    Mentoring.objects.filter(stay=stay, until=None).update(until=clock.today())


def advance(stay: Stay, *, by: Actor, stage: str, exception: str = "") -> Stay:
    """Record that the body is in another stage from today. Criteria that are not met need a reason, which stays on record.

    The stage of an organisation stands in the register too, so that its passport shows it.
    """
    with verb("advance", stay, by=by, note=exception) as stay:
        if stage == stay.stage:
            raise Refused("incubation.same_stage", _("It is in this stage already."), field="stage")
        found = findings(stay, stage)
        lacking = [one for one in found if not one.is_met]
        if lacking and not exception.strip():
            raise Refused(
                "incubation.criteria", _("Not met: %(lacking)s. Say why the stage is recorded nevertheless."), field="exception",
                values={"lacking": "; ".join(f"{one.label} {one.recorded}/{one.wanted}" for one in lacking)},
            )  # fmt: skip
        StageRecord.objects.create(
            stay=stay, stage=stage, since=clock.today(), met=[[f.measure, f.at_least, f.found] for f in found],
            exception=exception.strip() if lacking else "",
        )  # fmt: skip
        stay.stage = stage
        if stay.organisation_id:
            record_incubation(stay.organisation, by=by, stage=stage, since=clock.today())
    return stay


def prolong(stay: Stay, *, by: Actor, until: date, reason: str) -> Stay:
    """A later last day; three years altogether at most."""
    with verb("prolong", stay, by=by, public_note=reason) as stay:
        if until <= stay.until:
            raise Refused("incubation.not_later", _("This is not later than the present last day."), field="until")
        check_until(until, stay.since)
        stay.until = until
    return stay


def graduate(stay: Stay, *, by: Actor, reason: str) -> Stay:
    """It stands on its own feet: at least in the stage of growth."""
    with verb("graduate", stay, by=by, public_note=reason) as stay:
        if _rank(stay.stage) < _rank(IncubationStage.GROWTH):
            raise Refused(
                "incubation.too_early",
                _("A body graduates in the stage of growth or later; this one is in the stage “%(stage)s”."),
                values={"stage": stay.get_stage_display()},
            )
        _finish(stay, reason)
    return stay


def end(stay: Stay, *, by: Actor, reason: str) -> Stay:
    with verb("end", stay, by=by, public_note=reason) as stay:
        _finish(stay, reason)
    return stay


def go(stay: Stay, *, by: Actor, reason: str) -> Stay:
    with verb("go", stay, by=by, public_note=reason) as stay:
        _finish(stay, reason)
    return stay
