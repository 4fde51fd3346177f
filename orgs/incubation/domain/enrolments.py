"""Taking part in a training: enrolled or on the waiting list, moved up, there or absent, said how useful it was."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor, system
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb
from orgs.rules import refusal_of

from .. import attendance, rules
from ..models import Enrolment, Training
from ..queries import free_seats
from ..states import EnrolmentState


def enrol(training: Training, *, by: Actor, person=None, organisation=None) -> Enrolment:
    """Take part, or stand on the waiting list where all places are taken. Whoever cancelled before may enrol again.

    Args:
        person: who takes part (the actor); organisation: for which one, a body the person belongs to, or None.
    """
    person = person or by.user
    with act():
        lock(training)  # the last place is given once
        enrolment = Enrolment(training=training, user=person, organisation=organisation, enrolled_at=clock.now())
        old = Enrolment.objects.filter(training=training, user=person, state=EnrolmentState.CANCELLED).first()
        if old:
            enrolment.pk = old.pk
        enrolment.state = EnrolmentState.ENROLLED if free_seats(training) > 0 else EnrolmentState.WAITING
        try:
            with transaction.atomic(), creating(enrolment, by=by, verb="enrol"):
                pass
        except IntegrityError as error:  # pressed twice
            raise refusal_of(rules.not_enrolled) from error
    return enrolment


def cancel_enrolment(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Do not take part; whoever waits longest moves up."""
    with act():
        lock(enrolment.training)
        with verb("cancel", enrolment, by=by) as enrolment:
            pass
        fill_seats(enrolment.training)
    return enrolment


def fill_seats(training):
    """Give free places to those who wait, the longest first."""
    waiting = training.enrolments.filter(state=EnrolmentState.WAITING).order_by("enrolled_at", "id")
    for enrolment in waiting[: max(0, free_seats(training))]:
        with verb("move_up", enrolment, by=system("incubation.waiting_list")):
            pass


def check_in(enrolment: Enrolment, *, by: Actor, key: str) -> Enrolment:
    """Be there: with the code in the room, from half an hour before until half an hour after.

    key: the fresh code, or the pass of whoever scanned it within a quarter of an hour (`attendance`).
    """
    with act():
        lock(enrolment.training)
        with verb("check_in", enrolment, by=by) as enrolment:
            if not (attendance.is_fresh(enrolment.training, key) or attendance.is_pass(enrolment.training, key)):
                raise Refused(
                    "incubation.wrong_key",
                    _("This code has run out or is not of this training: please scan the one in the room."),
                )
            _there(enrolment)
    return enrolment


def mark(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """The staff saw the person there."""
    with verb("mark", enrolment, by=by) as enrolment:
        if enrolment.training.starts > clock.now():
            raise Refused("incubation.not_begun", _("The training has not begun yet."))
        _there(enrolment)
    return enrolment


def _there(enrolment):
    enrolment.attended_at = clock.now()
    enrolment.certificate = enrolment.certificate or f"LT{next_number('CERTIFICATE')}"


def miss(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    with verb("miss", enrolment, by=by) as enrolment:
        if enrolment.training.starts > clock.now():
            raise Refused("incubation.not_begun", _("The training has not begun yet."))
    return enrolment


def rate(enrolment: Enrolment, *, by: Actor, stars: int, feedback: str = "") -> Enrolment:
    """How useful it was, 1 to 5, and what to change; may be said anew."""
    with verb("rate", enrolment, by=by) as enrolment:
        enrolment.stars, enrolment.feedback = stars, feedback
    return enrolment
