"""What a procedure's switches make of dates: pure functions, no branch per procedure (M3).

Every number comes from `Procedure.switches`; every refusal carries the clause of its switch and the earliest
lawful date. Days are counted from the day after the start, as the law counts periods.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, workdays
from marketplace.core.refusals import Refused

# After the deadline nobody may open for so long. A submission is timely when its transaction began in time; it
# may still be waiting for its lock when the deadline strikes. Half a minute is as long as SQLite waits for its
# write lock (settings: timeout 30) and far longer than a web worker may hold a transaction, so that whatever
# was in time has settled before the first envelope is touched.
OPENING_GRACE = timedelta(seconds=30)
# Bids are taken until this hour when the dates are proposed; the leader needs some days to approve.
OPENING_HOUR = time(14, 30)
DAYS_TO_APPROVE = 3

# All switches of a procedure with their words; a data migration keeps every row complete.
SWITCHES = {
    "min_bids": _("fewest bids"),
    "min_bid_days": _("time to bid"),
    "notice_days": _("notice period"),
    "document_days": _("call documents handed out"),
    "clarification_days": _("clarifications that affect bids"),
    "question_days": _("questions"),
    "late_bids": _("late bids"),
    "withdraw": _("supplement, replace, withdraw"),
    "sealed_until_opening": _("nobody opens before the opening"),
    "secrecy": _("names and number of bidders"),
    "opening": _("opening"),
    "failed_call": _("too few bids"),
    "over_budget": _("bids above the highest price"),
    "committee_size": _("members of the committee"),
    "large_value": _("budgets that need a larger committee, from"),
    "committee_large": _("members of the larger committee"),
    "committee_odd": _("odd number of members"),
    "expert_share": _("share of experts"),
    "qualification": _("qualification conditions"),
    "price_weight_min": _("least weight of the price"),
    "price_weight_max": _("greatest weight of the price"),
    "price_formula": _("price score"),
    "low_price_share": _("abnormally low price"),
    "tie_rule": _("equal totals"),
    "decision_days": _("decision about the award"),
    "result_notice_days": _("notice of the result"),
    "standstill_days": _("standstill"),
    "challenge_days": _("challenge"),
    "answer_challenge_days": _("answer to a challenge"),
    "contract_days": _("contract"),
    "max_value": _("greatest budget"),
}


@dataclass(frozen=True)
class Deadline:
    """A moment and whether it rests on a provisional calendar."""

    at: datetime
    provisional: bool = False


def in_words(moment: datetime | None) -> str:
    """Day and minute as people read them, in the portal's time zone and the active language."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT") if moment else ""


def _at(day, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour), timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    """The day of a moment in the portal's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def earliest_deadline(procedure, now: datetime) -> Deadline:
    """First moment at which bids may close if the call is published at `now`.

    The longest of the periods that must have run before bids close.
    """
    latest = None
    provisional = False
    for key in ("min_bid_days", "notice_days", "document_days"):
        switch = procedure.switch(key)
        due = workdays.add_days(day_of(now), int(switch.value), switch.days)
        provisional = provisional or due.provisional
        latest = max(latest, due.day) if latest else due.day
    return Deadline(_at(latest, time(0, 0)), provisional)


def rests_on_provisional(procedure, published: datetime, deadline: datetime | None) -> bool:
    """Whether the deadline's lawfulness, or its falling on a working day, rests on the provisional calendar."""
    if earliest_deadline(procedure, published).provisional:
        return True
    return deadline is not None and workdays.is_working_day(day_of(deadline)).provisional


def propose_dates(procedure, now: datetime) -> tuple[Deadline, datetime]:
    """Dates for a fresh draft: (deadline on a working day, last moment for questions), with time for the approval."""
    start = workdays.add_working_days(day_of(now), DAYS_TO_APPROVE)
    earliest = earliest_deadline(procedure, _at(start.day, time(0, 0)))
    day = day_of(earliest.at)
    provisional = start.provisional or earliest.provisional
    while not (found := workdays.is_working_day(day)).is_working:
        day += timedelta(days=1)
    deadline = _at(day, OPENING_HOUR)
    return Deadline(deadline, provisional or found.provisional), questions_until(procedure, deadline)


def questions_until(procedure, deadline: datetime) -> datetime:
    """Last moment for questions: so many days before the deadline, at the same hour."""
    return deadline - timedelta(days=int(procedure.switch("question_days").value))


def check_dates(procedure, *, published: datetime, deadline: datetime | None, questions: datetime | None) -> bool:
    """Refuse dates that break a rule; returns whether they rest on a provisional calendar.

    Raises:
        Refused: with field, clause, and the earliest lawful date in `values["date"]`.
    """
    earliest = earliest_deadline(procedure, published)
    rule = procedure.switch("min_bid_days")
    if deadline is None or day_of(deadline) < day_of(earliest.at):
        raise Refused(
            "tenders.deadline_too_early",
            _("Bidders need at least %(days)s %(kind)s. The earliest lawful deadline is %(date)s."),
            clause=rule.clause,
            field="deadline",
            values={"days": rule.value, "kind": day_words(rule.days), "date": date_format(day_of(earliest.at))},
        )
    last = questions_until(procedure, deadline)
    if questions is None or questions > last:
        raise Refused(
            "tenders.questions_too_late",
            _("Questions end at least %(days)s days before the deadline, so that answers still help: by %(date)s."),
            clause=procedure.switch("question_days").clause,
            field="questions_until",
            values={"days": procedure.switch("question_days").value, "date": in_words(last)},
        )
    if questions <= published:
        raise Refused(
            "tenders.questions_in_the_past",
            _("Questions must be possible after the call is published: until %(date)s at the latest."),
            clause=procedure.switch("question_days").clause,
            field="questions_until",
            values={"date": in_words(last)},
        )
    return earliest.provisional


def dates_refusal(call, now: datetime) -> Refused | None:
    """What stands against the dates of a draft if it were published now."""
    try:
        check_dates(call.procedure, published=now, deadline=call.deadline, questions=call.questions_until)
    except Refused as refusal:
        return refusal
    return None


def amended_deadline(procedure, *, now: datetime, old: datetime, wanted: datetime | None, material: bool) -> datetime:
    """The deadline after an amendment: where it affects bids, it moves as the rule demands (Order 87, art. 27).

    wanted None lets the rule decide.

    Raises:
        Refused: the wanted deadline is earlier than the old one or than the rule allows.
    """
    rule = procedure.switch("clarification_days")
    earliest = old
    if material:
        due = workdays.add_days(day_of(now), int(rule.value), rule.days)
        if day_of(old) < due.day:
            day = due.day
            while not workdays.is_working_day(day).is_working:
                day += timedelta(days=1)
            earliest = _at(day, timezone.localtime(old, timezone.get_default_timezone()).time())
    if wanted is None or wanted == old:
        return earliest
    if wanted < old:
        raise Refused(
            "tenders.deadline_moved_back",
            _("An amendment never makes the deadline earlier. It stands at %(date)s."),
            clause=rule.clause,
            field="new_deadline",
            values={"date": in_words(old)},
        )
    # The wanted day must leave the full period; an earlier hour on the earliest day is fine.
    if day_of(wanted) < day_of(earliest):
        raise Refused(
            "tenders.amended_too_late",
            _(
                "A change that affects bids needs %(days)s %(kind)s before the deadline. The earliest lawful deadline is %(date)s."
            ),
            clause=rule.clause,
            field="new_deadline",
            values={"days": rule.value, "kind": day_words(rule.days), "date": in_words(earliest)},
        )
    return wanted


def price_weight_bounds(procedure) -> tuple[Fraction, Fraction]:
    """Least and greatest weight of the price; no cap in the rule book means 1."""
    low, high = procedure.switch("price_weight_min").value, procedure.switch("price_weight_max").value
    return Fraction(str(low or 0)), Fraction(str(high or 1))


def day_words(kind: str) -> str:
    """ "calendar days" or "working days", translated."""
    from .states import DayKind

    return str(DayKind(kind).label) if kind else ""


@dataclass(frozen=True)
class Row:
    """One line of the table "dates and clauses" of a call's page."""

    what: object
    begins: datetime | None
    ends: datetime | None
    rule: str
    clause: str
    local: bool = False
    provisional: bool = False
    prefix: str = ""


def timetable(call) -> list[Row]:
    """Every period of a published call (or of a draft, if published now) with its rule and clause."""
    p, rows = call.procedure, []
    start = call.published_at or clock.now()

    def row(key, begins, ends, rule, prefix="", provisional=False):
        switch = p.switch(key)
        rows.append(Row(SWITCHES[key], begins, ends, rule, switch.clause, switch.local, provisional, prefix))

    def days(key):
        switch = p.switch(key)
        return f"{switch.value} {day_words(switch.days)}"

    def due(key, begin):
        switch = p.switch(key)
        found = workdays.add_days(day_of(begin), int(switch.value), switch.days)
        return _at(found.day, time(0, 0)), found.provisional

    notice, provisional = due("notice_days", start)
    row("notice_days", start, notice, days("notice_days"), provisional=provisional)
    row("document_days", start, call.deadline, _("at least %(days)s") % {"days": days("document_days")})
    row(
        "min_bid_days",
        start,
        call.deadline,
        _("at least %(days)s") % {"days": days("min_bid_days")},
        provisional=call.dates_provisional,
    )
    row(
        "question_days",
        start,
        call.questions_until,
        _("until %(days)s before the deadline") % {"days": days("question_days")},
    )
    if call.deadline:
        last = call.deadline - timedelta(days=int(p.switch("clarification_days").value))
        row(
            "clarification_days",
            None,
            last,
            _("at least %(days)s before the deadline, else it moves") % {"days": days("clarification_days")},
            "until",
        )
    row("withdraw", None, call.deadline, _("at any time before the deadline"), "until")
    least = p.switch("min_bids").value
    row("opening", None, call.deadline, _("fewer than %(count)s bids are not opened") % {"count": least}, "at")
    if call.deadline:
        decision, provisional = due("decision_days", call.opened_at or call.deadline)
        row(
            "decision_days",
            None,
            decision,
            _("%(days)s after the report") % {"days": days("decision_days")},
            "about",
            provisional,
        )
    row("standstill_days", None, None, days("standstill_days"))
    row("contract_days", None, None, _("within %(days)s after the award") % {"days": days("contract_days")})
    return rows
