"""Periodic work: what has lapsed, what is over, reports to draft and to remind of, the night's reconciliation."""

from datetime import timedelta

from django.utils import timezone

from marketplace.core import clock
from marketplace.core.registry import periodic

from ..queries import free_balance
from . import domain, service
from .models import Collection, Gift, Movement, Pledge, Reconciliation, Report
from .reporting import due_reports
from .states_pledges import PledgeState

UNPAID = timedelta(hours=36)  # a page of the payment service lives for a day
AHEAD = timedelta(days=14)
WEEK = timedelta(days=7)
NIGHT = 2  # o'clock
MOST = 500  # of one kind in one run


@periodic("giving.lapse")
def lapse(actor) -> int:
    """Payments that were never made, promises whose day has passed."""
    old = Gift.objects.filter(state="started", created_at__lt=clock.now() - UNPAID)
    old = old.exclude(movements__kind=Movement.Kind.CHARGE).order_by("id")[:MOST]  # charged; its yuan are not known yet
    late = Pledge.objects.filter(state=PledgeState.PROMISED, due__lt=clock.today()).order_by("id")[:MOST]
    for gift in old:
        domain.lapse(gift, by=actor)
    for pledge in late:
        domain.lapse_pledge(pledge, by=actor)
    return len(old) + len(late)


@periodic("giving.collections")
def collections(actor) -> int:
    """Collections whose last day has passed end; reports are drafted when their period is over, reminded of when late."""
    done = 0
    for collection in Collection.objects.filter(state="open", ends__lt=clock.today()).order_by("id")[:MOST]:
        domain.close_collection(collection, by=actor)
        done += 1
    for collection in Collection.objects.filter(state__in=["open", "ended"]).select_related("fund"):
        there = set(collection.reports.values_list("kind", "starts"))
        for one in due_reports(collection):
            if one.ends < clock.today() and (one.kind, one.starts) not in there:
                domain.draft_report(collection, by=actor, one=one)
                done += 1
    late = Report.objects.filter(state="drafted", due__lte=clock.today() + AHEAD)
    for report in late.select_related("collection__fund"):
        if report.reminded_at is None or report.reminded_at <= clock.now() - WEEK:
            domain.remind_report(report, by=actor)
            done += 1
    return done


@periodic("giving.waiting")
def waiting(actor) -> int:
    """Movements that the books could not cover are tried again."""
    rows = Movement.objects.filter(entry=None, currency="cny").exclude(gift=None).exclude(key__startswith="asked:")
    done, back = 0, (Movement.Kind.GIVEN_BACK, Movement.Kind.FEE_BACK)
    for movement in rows.filter(gift__number__isnull=False).select_related("gift__fund").order_by("id")[:MOST]:
        if movement.kind in back or movement.amount <= free_balance(movement.gift.fund):
            domain.note_return(movement.gift, by=actor, movement=movement)
            done += movement.entry_id is not None
    return done


@periodic("giving.reconcile")
def every_night(actor) -> int:
    """Once a night, after two o'clock, where a payment service is connected."""
    if not service.is_on():
        return 0
    last, now = Reconciliation.objects.first(), timezone.localtime(clock.now())  # machine's time zone is the portal's
    if now.hour < NIGHT or (last and timezone.localtime(last.at).date() == now.date()):
        return 0
    return domain.reconcile(portal=actor).read
