"""States of trainings and of taking part."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_known, is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class TrainingState(TextChoices):
    DRAFT = "draft", pgettext_lazy("training", "draft")
    OPEN = "open", pgettext_lazy("training", "open for enrolment")
    HELD = "held", pgettext_lazy("training", "held")
    OFF = "off", pgettext_lazy("training", "called off")


class EnrolmentState(TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "has a place")
    WAITING = "waiting", pgettext_lazy("enrolment", "on the waiting list")
    ATTENDED = "attended", pgettext_lazy("enrolment", "attended")
    ABSENT = "absent", pgettext_lazy("enrolment", "absent")
    CANCELLED = "cancelled", pgettext_lazy("enrolment", "cancelled")


T, E = TrainingState, EnrolmentState
TAKES_SEAT = frozenset({E.ENROLLED, E.ATTENDED, E.ABSENT})

TRAINING_STEPS = Steps(
    "incubation.training",
    TrainingState,
    (
        Step("draft", (), T.DRAFT, (rules.staff,), _("Plan a training"), _("Training planned"), needs=(rules.centre_is_open, rules.code_is_free)),
        Step(
            "change", (T.DRAFT, T.OPEN), None, (rules.staff,), _("Change the training"), _("Training changed"),
            tells=(Tell("incubation.training_changed", people.participants, _("Particulars of the training “%(title)s” have changed.")),),
        ),
        Step("publish", (T.DRAFT,), T.OPEN, (rules.staff,), _("Publish the training"), _("Training published"), needs=(rules.not_begun,), public=True),
        Step(
            "call_off", (T.DRAFT, T.OPEN), T.OFF, (rules.staff,), _("Call the training off"), _("Training called off"), grave=True, public=True,
            tells=(Tell("incubation.training_off", people.participants, _("The training “%(title)s” is called off: %(reason)s")),),
        ),
        Step(
            "print_code", (T.DRAFT, T.OPEN), None, (rules.staff,), _("Use a printed code"), _("The code hangs printed"), needs=(rules.code_on_screen,),
            hint=_("It holds for one day, not for two minutes: whoever has its address that day may check in without being in the room."),
        ),
        Step(
            "show_code", (T.DRAFT, T.OPEN), None, (rules.staff,), _("Use a code on a screen"), _("The code stands on a screen"), needs=(rules.code_printed,),
            hint=_("What was printed counts no more."),
        ),
        Step(
            "hold", (T.OPEN,), T.HELD, (rules.staff,), _("Close the attendance"), _("Training held"), needs=(rules.has_ended,), public=True,
            hint=_("Who has not been marked as there counts as absent; certificates are numbered."),
            tells=(Tell("incubation.training_held", people.participants, _("The training “%(title)s” is over. Please say what you think of it.")),),
        ),
    ),
)  # fmt: skip

ENROLMENT_STEPS = Steps(
    "incubation.enrolment",
    EnrolmentState,
    (
        Step(
            "enrol", (), None, (is_known, rules.enrolled_or_staff), _("Take part"), _("Enrolled"),
            needs=(rules.training_is_open, rules.may_still_come, rules.not_enrolled),
        ),
        Step("cancel", (E.ENROLLED, E.WAITING), E.CANCELLED, (rules.enrolled_or_staff,), _("Do not take part"), _("Enrolment cancelled"), needs=(rules.not_begun,)),
        Step(
            "move_up", (E.WAITING,), E.ENROLLED, (is_system,), _("Give the place"), _("Moved up from the waiting list"),
            tells=(Tell("incubation.moved_up", people.participant, _("A place in the training “%(title)s” has become free: you take part.")),),
        ),
        Step("check_in", (E.ENROLLED, E.WAITING), E.ATTENDED, (rules.enrolled_or_staff,), _("I am here"), _("Attendance recorded"), needs=(rules.is_time,)),
        Step("mark", (E.ENROLLED, E.WAITING, E.ABSENT), E.ATTENDED, (rules.staff,), _("Mark as there"), _("Marked as there")),
        Step("miss", (E.ENROLLED, E.WAITING), E.ABSENT, (rules.staff,), _("Mark as absent"), _("Marked as absent")),
        Step("rate", (E.ATTENDED,), None, (rules.enrolled,), _("Say how useful it was"), _("Feedback given")),
    ),
)  # fmt: skip
