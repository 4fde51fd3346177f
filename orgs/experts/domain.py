"""Verbs of the roster: the only place that writes it."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.rules import refusal_of

from . import rules
from .kinds import pack
from .models import Appraisal, Away, Expert, FormerPost, Tie

COLUMNS = (
    "kind", "fields", "reviews", "mentors", "unit_zh", "unit_en", "unit_organisation", "title_zh", "title_en",
    "about_zh", "about_en", "limit",
)  # fmt: skip


def enter(office, *, by: Actor, person, code: str = "", **values) -> Expert:
    """Propose somebody with an account for the roster. values: the columns of `COLUMNS`, fields as a list of codes.

    Raises:
        Refused: not the secretary or a leader of the office, the person stands there already (field "person").
    """
    return _create("enter", office, by, person, code, values)


def offer(office, *, by: Actor, code: str = "", **values) -> Expert:
    """Offer oneself to an office."""
    return _create("offer", office, by, by.user, code, values)


def _create(name, office, by, person, code, values):
    expert = Expert(user=person, office=office, code=code, entered_by=by.user, entered_at=clock.now())
    _fill(expert, values)
    try:
        with transaction.atomic(), creating(expert, by=by, verb=name):
            expert.code = code or f"EX{next_number('EXPERT').replace('-', '')}"
    except IntegrityError as error:  # pressed twice
        raise refusal_of(rules.not_there_yet, {"person": str(person)}) from error
    return expert


def change(expert: Expert, *, by: Actor, **values) -> Expert:
    """Change particulars; columns of `COLUMNS`."""
    with verb("change", expert, by=by) as expert:
        _fill(expert, values)
        if not (expert.reviews or expert.mentors):
            raise refusal_of(rules.serves_something)
    return expert


def _fill(expert, values):
    for column in COLUMNS:
        if column in values:
            setattr(expert, column, pack(values[column]) if column == "fields" else values[column])


def admit(expert: Expert, *, by: Actor) -> Expert:
    """The person may be asked from now on."""
    with verb("admit", expert, by=by) as expert:
        expert.state_reason = ""
    return expert


def decline(expert: Expert, *, by: Actor, reason: str) -> Expert:
    with verb("decline", expert, by=by) as expert:
        expert.state_reason = reason
    return expert


def propose_again(expert: Expert, *, by: Actor) -> Expert:
    with verb("propose_again", expert, by=by) as expert:
        expert.state_reason, expert.entered_by = "", by.user
    return expert


def remove(expert: Expert, *, by: Actor, reason: str) -> Expert:
    """Nobody asks this person any more; the entry and what was judged stay on record."""
    with verb("remove", expert, by=by) as expert:
        expert.state_reason = reason
    return expert


def leave(expert: Expert, *, by: Actor) -> Expert:
    """At one's own wish."""
    with verb("leave", expert, by=by) as expert:
        expert.state_reason = ""
    return expert


def rest(expert: Expert, *, by: Actor) -> Expert:
    with verb("rest", expert, by=by) as expert:
        pass
    return expert


def resume(expert: Expert, *, by: Actor) -> Expert:
    with verb("resume", expert, by=by) as expert:
        pass
    return expert


def add_post(
    expert: Expert, *, by: Actor, employer: str, first_day: date, last_day: date | None = None, organisation=None
) -> FormerPost:
    """Where the person worked; within three years it keeps them from judging that organisation."""
    with verb("add_post", expert, by=by) as expert:
        _in_order(first_day, last_day)
        post = FormerPost.objects.create(
            expert=expert, employer=employer, first_day=first_day, last_day=last_day, organisation=organisation
        )
    return post


def declare_tie(
    expert: Expert, *, by: Actor, organisation, kind: str, note: str = "", since: date | None = None
) -> Tie:
    """Declare what ties the person to an organisation, since a day (today)."""
    with verb("declare_tie", expert, by=by) as expert:
        since = since or clock.today()
        if since > clock.today():
            raise Refused("experts.not_yet", _("This day lies in the future."), field="since")
        tie = Tie.objects.create(expert=expert, organisation=organisation, kind=kind, note=note, since=since)
    return tie


def end_tie(expert: Expert, *, by: Actor, tie: Tie, until: date) -> Tie:
    """The tie holds until this day; it stays on record."""
    with verb("end_tie", expert, by=by):
        tie.refresh_from_db()
        if until < tie.since:
            raise Refused("experts.dates_reversed", _("The last day must not lie before the first."), field="until")
        if tie.until and tie.until < clock.today():
            raise Refused("experts.tie_over", _("This tie has ended already."), field="tie")
        tie.until = until
        tie.save(update_fields=["until"])
    return tie


def add_away(expert: Expert, *, by: Actor, first_day: date, last_day: date) -> Away:
    """Days on which the person takes no task."""
    with verb("add_away", expert, by=by) as expert:
        _in_order(first_day, last_day)
        if last_day < clock.today():
            raise Refused("experts.past", _("These days have passed."), field="last_day")
        away = Away.objects.create(expert=expert, first_day=first_day, last_day=last_day)
    return away


def remove_away(expert: Expert, *, by: Actor, away: Away) -> Expert:
    with verb("remove_away", expert, by=by, note=str(away)) as expert:
        expert.aways.filter(pk=away.pk).delete()
    return expert


def appraise(expert: Expert, *, by: Actor, about: str, quality: int, punctuality: int, comment: str = "") -> Appraisal:
    """Say how a task was done: 1 to 5 for quality and for punctuality; a low mark needs words."""
    with verb("appraise", expert, by=by) as expert:
        if min(quality, punctuality) <= 2 and not comment.strip():
            raise Refused("experts.why_low", _("A mark of 1 or 2 needs a reason."), field="comment")
        made = Appraisal.objects.create(
            expert=expert, by=by.user, at=clock.now(), about=about, quality=quality, punctuality=punctuality,
            comment=comment.strip(),
        )  # fmt: skip
    return made


def _in_order(first_day, last_day):
    if last_day and last_day < first_day:
        raise Refused("experts.dates_reversed", _("The last day must not lie before the first."), field="last_day")
