"""When a year's list of holidays comes, dates that rested on the provisional calendar are computed anew."""

from datetime import timedelta

from django.db.models import Q

from marketplace.core import clock, workdays
from marketplace.core.actors import system
from marketplace.core.verbs import act, lock, verb

from .. import procedures
from ..models import Award, Call, Challenge
from ..states import CallState, ChallengeState
from .award import end_of, run_standstill


def set_dates() -> int:
    """Go through every call that has a provisional date; returns how many calls were set right.

    Safe to run twice: a call whose dates agree with the calendar is left alone.
    """
    standing = Q(state=CallState.STANDSTILL, award__standstill_provisional=True)
    challenged = Q(challenges__state=ChallengeState.FILED, challenges__answer_provisional=True)
    early = Q(state__in=(CallState.DRAFT, CallState.IN_REVIEW, CallState.OPEN), dates_provisional=True)
    keys = Call.objects.filter(standing | challenged | early).order_by("pk").values_list("pk", flat=True).distinct()
    return sum(_set_right(key) for key in list(keys))


def _set_right(key: int) -> bool:
    with act():
        call = lock(Call.objects.get(pk=key))
        rows = _award(call) + _challenges(call)
        columns = _columns(call)
        if not rows and not columns:
            return False
        with verb("set_dates", call, by=system("calendar"), beside=_moved(rows)) as call:
            for name, value in columns.items():
                setattr(call, name, value)
            for row in rows:
                row.save()
    return True


def _moved(rows) -> dict:
    """{column: [old, new]} of the moments that change on the award and on a challenge, as the audit writes them."""
    found = {}
    for row in rows:
        name = "standstill_until" if isinstance(row, Award) else "answer_until"
        old = type(row).objects.values_list(name, flat=True).get(pk=row.pk)
        if old != getattr(row, name):
            found[name] = [old.isoformat(), getattr(row, name).isoformat()]
    return found


def _award(call) -> list:
    award = Award.objects.filter(call=call, standstill_provisional=True).first()
    if award is None or call.state != CallState.STANDSTILL:
        return []
    award.call = call
    before = (award.standstill_until, award.standstill_provisional)
    run_standstill(award, award.standstill_from, award.standstill_days)
    return [award] if (award.standstill_until, award.standstill_provisional) != before else []


def _challenges(call) -> list:
    switch, found = call.procedure.switch("answer_challenge_days"), []
    for row in Challenge.objects.filter(call=call, state=ChallengeState.FILED, answer_provisional=True):
        due = workdays.add_days(procedures.day_of(row.filed_at), int(switch.value), switch.days)
        if (row.answer_until, row.answer_provisional) != (end_of(due.day), due.provisional):
            row.answer_until, row.answer_provisional = end_of(due.day), due.provisional
            found.append(row)
    return found


def _columns(call) -> dict:
    """The call's own columns that change. An open call whose bidders would have too few days closes later."""
    if call.state not in (CallState.DRAFT, CallState.IN_REVIEW, CallState.OPEN):
        return {}
    began = call.published_at or clock.now()
    earliest, found = procedures.earliest_deadline(call.procedure, began), {}
    short = procedures.day_of(earliest.at) - procedures.day_of(call.deadline) if call.deadline else timedelta()
    if call.state == CallState.OPEN and clock.now() < call.deadline and short > timedelta():
        day = procedures.day_of(earliest.at)
        while not workdays.is_working_day(day).is_working:
            day += timedelta(days=1)
        found["deadline"] = call.deadline + (day - procedures.day_of(call.deadline))
    deadline = found.get("deadline", call.deadline)
    found["dates_provisional"] = procedures.rests_on_provisional(call.procedure, began, deadline)
    return {name: value for name, value in found.items() if getattr(call, name) != value}
