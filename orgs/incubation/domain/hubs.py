"""Hubs: offer to look after others, report, end; functions handed over and taken back."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.rules import refusal_of

from .. import rules_hubs as rules
from ..models import Care, CareReport, Function
from ..quarters import choices, due_report


def propose_care(hub, *, by: Actor, organisation, what_zh: str, what_en: str = "") -> Care:
    """The hub offers to look after an organisation; that one's owner agrees or not."""
    care = Care(hub=hub, organisation=organisation, what_zh=what_zh, what_en=what_en, since=clock.today())
    try:
        with transaction.atomic(), creating(care, by=by, verb="propose"):
            pass
    except IntegrityError as error:  # pressed twice
        raise refusal_of(rules.not_yet) from error
    return care


def accept_care(care: Care, *, by: Actor) -> Care:
    with verb("accept", care, by=by) as care:
        care.since = clock.today()
    return care


def refuse_care(care: Care, *, by: Actor) -> Care:
    with verb("refuse", care, by=by) as care:
        care.until = clock.today()
    return care


def report_care(care: Care, *, by: Actor, quarter: str, hours: int, text: str) -> CareReport:
    """What the hub did in a quarter, once; everybody reads it."""
    with verb("report", care, by=by, note=quarter):
        if quarter not in choices(back=8):
            raise Refused("incubation.quarter", _("This quarter is not reviewed now."), field="quarter")
        if care.reports.filter(quarter=quarter).exists():
            raise Refused("incubation.reported", _("This quarter was reported already."), field="quarter")
        made = CareReport.objects.create(care=care, quarter=quarter, hours=hours, text=text, by=by.user, at=clock.now())
    return made


def tell_report_due(care: Care, *, by: Actor) -> Care:
    """Tell the hub that the report of the last quarter is due, once; by the clock. Told a month late, that is the only letter."""
    with verb("tell_due", care, by=by) as care:
        care.told_quarter = due_report(care)
        if rules.is_a_month_late(care):
            care.told_last = care.told_quarter
    return care


def tell_report_late(care: Care, *, by: Actor) -> Care:
    """Tell the hub once more, a month after the quarter."""
    with verb("tell_last", care, by=by) as care:
        care.told_last = due_report(care)
    return care


def end_care(care: Care, *, by: Actor, reason: str) -> Care:
    with verb("end", care, by=by, public_note=reason) as care:
        care.until, care.end_reason = clock.today(), reason
    return care


def hand_over(office, *, by: Actor, hub, name_zh: str, name_en: str = "", since: date | None = None) -> Function:
    """An office hands a function to a hub."""
    made = Function(hub=hub, office=office, name_zh=name_zh, name_en=name_en, since=since or clock.today())
    with creating(made, by=by, verb="hand_over"):
        pass
    return made


def take_back(function: Function, *, by: Actor, reason: str) -> Function:
    with verb("take_back", function, by=by, public_note=reason) as function:
        function.until, function.end_reason = clock.today(), reason
    return function
