"""Letters about reports and claims: before their day, when it is over, and when it stays so; once each, another day anew."""

from datetime import timedelta

from django.db.models import Q

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb

from ..models import Recovery, Report
from ..rules_delivery import REMIND_DAYS
from ..states_agreements import LIVE
from ..states_delivery import REPORT_DUE, RecoveryState


def tell(thing: Report | Recovery, *, by: Actor) -> Report | Recovery:
    """Write about one report or claim: to the grantee; when it is late, to the office too (`tell_above`: to its leader).

    Raises:
        Refused: a letter about this day went out already, it is not near yet, or nothing is wanted any more.
    """
    name = "tell_late" if thing.is_late else "tell_due"
    with verb(name, thing, by=by):
        setattr(thing, "told_late" if name == "tell_late" else "told_due", thing.wanted_by)
    return thing


def tell_above(thing: Report | Recovery, *, by: Actor) -> Report | Recovery:
    """Write to the leader of the office about what stays late.

    Raises:
        Refused: a letter about this day went out already, or it is not late for so long.
    """
    with verb("tell_above", thing, by=by):
        thing.told_above = thing.wanted_by
    return thing


def tell_all(*, by: Actor) -> int:
    """Everything whose day is near or over. Safe to run twice, also at once. Returns how many letters there were."""
    told = 0
    for thing in (*_reports(), *_claims()):
        day = thing.wanted_by
        try:
            if (thing.told_late if thing.is_late else thing.told_due) != day:
                tell(thing, by=by)
                told += 1
            if thing.stays_late and thing.told_above != day:
                tell_above(thing, by=by)
                told += 1
        except Refused:  # told by another worker meanwhile, or an earlier report is not accepted
            continue
    return told


def _reports():
    until = clock.today() + timedelta(days=REMIND_DAYS)
    rows = Report.objects.filter(
        Q(due__lte=until) | Q(again_by__lte=until), state__in=REPORT_DUE, agreement__state__in=LIVE
    )
    return rows.select_related("agreement__round").order_by("pk")


def _claims():
    until = clock.today() + timedelta(days=REMIND_DAYS)
    rows = Recovery.objects.filter(state=RecoveryState.DEMANDED, due__lte=until)
    return rows.select_related("agreement__round").order_by("pk")
