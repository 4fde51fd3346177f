"""Screening: passes, is returned to be completed by a date, or does not meet the conditions; always on record."""

from datetime import datetime, time

from django.utils import timezone

from marketplace.core import clock, workdays
from marketplace.core.actors import Actor
from marketplace.core.verbs import verb

from ..models import Application, Screening
from ..states_applications import ApplicationState
from .applications import reopened

CLOSE_OF_WORK = time(17, 30)


def cure_date(round) -> datetime:
    """Until when an application that is returned today may be completed."""
    day = workdays.add_working_days(clock.today(), round.cure_days).day
    return timezone.make_aware(datetime.combine(day, CLOSE_OF_WORK), timezone.get_default_timezone())


def pass_(application: Application, *, by: Actor, reason: str = "") -> Application:
    """It meets the conditions and goes to the reviewers."""
    with verb("pass", application, by=by, note=reason) as application:
        application.reason = ""
        _keep(application, ApplicationState.ACCEPTED, reason, by)
    return application


def return_(application: Application, *, by: Actor, reason: str) -> Application:
    """Something is missing: all of it is told once, and the applicant has until a date."""
    with verb("return", application, by=by, note=reason) as application:
        application.reason, application.cure_until = reason, cure_date(application.round)
        reopened(application)
        _keep(application, ApplicationState.RETURNED, reason, by, application.cure_until)
    return application


def exclude(application: Application, *, by: Actor, reason: str) -> Application:
    """It does not meet the conditions; the applicant is told why."""
    with verb("exclude", application, by=by, note=reason) as application:
        application.reason = reason
        _keep(application, ApplicationState.INELIGIBLE, reason, by)
    return application


def _keep(application, decision, reasons, by, cure_until=None):
    Screening.objects.create(
        application=application, decision=decision, reasons=reasons, by=by.user, at=clock.now(), cure_until=cure_until
    )
