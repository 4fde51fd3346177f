"""Trainings: planned, published, changed, called off, held."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import Actor
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from ..models import Training
from ..models.trainings import new_key
from ..states import TAKES_SEAT, EnrolmentState
from .centres import fill
from .enrolments import fill_seats

COLUMNS = (
    "title_zh", "title_en", "about_zh", "about_en", "where_zh", "where_en", "trainer_zh", "trainer_en", "starts", "ends", "hours",
    "places",
)  # fmt: skip


def draft_training(centre, *, by: Actor, code: str = "", **values) -> Training:
    """Plan a training. values: the columns of `COLUMNS`."""
    training = Training(centre=centre, code=code)
    with creating(training, by=by, verb="draft"):
        fill(training, COLUMNS, values)
        _in_order(training)
        training.code = code or f"TR{next_number('TRAINING').replace('-', '')}"
    return training


def _in_order(training):
    if training.ends <= training.starts:
        raise Refused("incubation.training_order", _("The end must lie after the beginning."), field="ends")


def change_training(training: Training, *, by: Actor, **values) -> Training:
    """Change particulars; more places let people move up, fewer than are taken are refused."""
    with verb("change", training, by=by) as training:
        fill(training, COLUMNS, values)
        _in_order(training)
        taken = training.enrolments.filter(state__in=TAKES_SEAT).count()
        if training.places < taken:
            raise Refused(
                "incubation.seats_taken", _("%(n)s places are taken already."), field="places", values={"n": taken}
            )
        training.save()
        fill_seats(training)
    return training


def publish_training(training: Training, *, by: Actor) -> Training:
    with verb("publish", training, by=by) as training:
        pass
    return training


def call_off(training: Training, *, by: Actor, reason: str) -> Training:
    with verb("call_off", training, by=by, public_note=reason) as training:
        training.state_reason = reason
    return training


def hold(training: Training, *, by: Actor) -> Training:
    """Close the attendance: who was there gets a numbered certificate, who was not counts as absent."""
    from .enrolments import miss

    with verb("hold", training, by=by) as training:
        for enrolment in training.enrolments.filter(state=EnrolmentState.ENROLLED):
            miss(enrolment, by=by)
    return training


def print_code(training: Training, *, by: Actor) -> Training:
    """The code hangs printed: it holds for a day instead of two minutes."""
    with verb("print_code", training, by=by) as training:
        training.printed = True
    return training


def show_code(training: Training, *, by: Actor) -> Training:
    """The code stands on a screen again; what was printed counts no more."""
    with verb("show_code", training, by=by) as training:
        training.printed, training.key = False, new_key()
    return training
