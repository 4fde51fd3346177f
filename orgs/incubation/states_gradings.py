"""States of an assessment (Measures for assessing social organisations, order 39 of the Ministry of Civil Affairs)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people_gradings as people
from . import rules_gradings as rules
from . import rules_objections as objecting


class GradingState(TextChoices):
    SELF = "self", pgettext_lazy("grading", "self-assessment")
    SUBMITTED = "submitted", pgettext_lazy("grading", "handed in")
    VISITED = "visited", pgettext_lazy("grading", "visited")
    NOTICE = "notice", pgettext_lazy("grading", "public notice")
    REVIEW = "review", pgettext_lazy("grading", "being decided anew")
    GRANTED = "granted", pgettext_lazy("grading", "grade given")
    REFUSED = "refused", pgettext_lazy("grading", "no grade")
    WITHDRAWN = "withdrawn", pgettext_lazy("grading", "withdrawn by the organisation")


class GradeObjectionState(TextChoices):
    FILED = "filed", pgettext_lazy("grading", "waiting for an answer")
    REJECTED = "rejected", pgettext_lazy("grading", "answered: not upheld")
    UPHELD = "upheld", pgettext_lazy("grading", "answered: upheld")


class EndingState(TextChoices):
    TOLD = "told", pgettext_lazy("grading", "told")


S, O = GradingState, GradeObjectionState  # noqa: E741

GRADING_STEPS = Steps(
    "incubation.grading",
    GradingState,
    (
        Step(
            "begin", (), S.SELF, (rules.owner,), _("Begin an assessment"), _("Assessment begun"),
            needs=(rules.is_verified, rules.two_years, rules.annual_check, rules.not_too_soon, rules.not_barred, rules.none_open),
        ),
        Step("fill_in", (S.SELF,), None, (rules.owner,), _("Fill in the self-assessment"), _("Self-assessment filled in")),
        Step(
            "hand_in", (S.SELF,), S.SUBMITTED, (rules.owner,), _("Hand the self-assessment in"), _("Self-assessment handed in"),
            needs=(rules.is_verified, rules.annual_check, rules.complete),
            tells=(Tell("incubation.grading_in", people.staff, _("“%(name)s” applies for the grade %(grade)s.")),),
        ),
        Step(
            "hand_back", (S.SUBMITTED,), S.SELF, (rules.staff, rules.impartial), _("Hand it back"), _("Self-assessment handed back"),
            tells=(Tell("incubation.grading_back", people.owner, _("The self-assessment of “%(name)s” was handed back: %(reason)s")),),
        ),
        Step("visit", (S.SUBMITTED,), S.VISITED, (rules.staff, rules.impartial), _("Record the visit"), _("Experts have visited it")),
        Step(
            "grant", (S.VISITED, S.REVIEW), S.NOTICE, (rules.leads, rules.impartial), _("Give the grade"), _("Grade decided, public notice begun"),
            public=True, second_factor=True, hint=_("The grade enters the register when its public notice has passed and no objection is open."),
            tells=(Tell("incubation.grade_noticed", people.owner, _("“%(name)s” is to have the assessment grade %(grade)s. Objections are possible until %(until)s.")),),
        ),
        Step(
            "confirm", (S.NOTICE,), S.GRANTED, (rules.confirms, rules.impartial), _("Enter the grade in the register"), _("Grade given"), public=True,
            needs=(objecting.notice_has_passed, objecting.no_open_objection),
            tells=(Tell("incubation.graded", people.owner, _("“%(name)s” has the assessment grade %(grade)s.")),),
        ),
        Step(
            "reconsider", (S.NOTICE, S.REFUSED), S.REVIEW, (rules.leads, rules.impartial), _("Have it decided anew"), _("An objection was upheld: it is decided anew"),
            needs=(rules.none_open,),
        ),
        Step(
            "refuse", (S.SUBMITTED, S.VISITED, S.REVIEW), S.REFUSED, (rules.leads, rules.impartial), _("Give no grade"), _("No grade given"), grave=True,
            tells=(Tell("incubation.not_graded", people.owner, _("“%(name)s” was given no grade: %(reason)s")),),
        ),
        Step("withdraw", (S.SELF, S.SUBMITTED), S.WITHDRAWN, (rules.owner,), _("Withdraw the assessment"), _("Assessment withdrawn"), grave=True),
    ),
)  # fmt: skip

OBJECTION_STEPS = Steps(
    "incubation.grade_objection",
    GradeObjectionState,
    (
        Step(
            "object", (), O.FILED, (objecting.objector,), _("Object to the decision"), _("Objected"), needs=(objecting.notice_runs, objecting.not_objected_yet),
            hint=_("The grade waits until every objection is answered."),
            tells=(Tell("incubation.grade_objected", people.staff, _("An objection against the grade %(grade)s of “%(name)s” was filed.")),),
        ),
        Step(
            "reject", (O.FILED,), O.REJECTED, (rules.leads, objecting.answers), pgettext_lazy("grading", "Answer: not upheld"), _("Answered: not upheld"),
            tells=(Tell("incubation.objection_rejected", people.objector, _("Your objection against the grade of “%(name)s” was answered: not upheld. %(answer)s")),),
        ),
        Step(
            "uphold", (O.FILED,), O.UPHELD, (rules.leads, objecting.answers), _("Answer: upheld, decide again"), _("Answered: upheld"), grave=True, second_factor=True,
            hint=_("The grade does not enter the register; the review committee decides anew."),
            tells=(
                Tell("incubation.objection_upheld", people.objector, _("Your objection against the grade of “%(name)s” was upheld: it is decided anew. %(answer)s")),
                Tell("incubation.grade_reviewed", people.owner_of_graded, _("The grade of “%(name)s” is decided anew after an objection.")),
            ),
        ),
    ),
)  # fmt: skip

ENDING_STEPS = Steps(
    "incubation.grade_ending",
    EndingState,
    (
        Step(
            "tell", (), EndingState.TOLD, (is_system,), _("Tell that the grade expires"), _("Told that the grade expires"),
            needs=(rules.expires_and_not_told,),
            tells=(
                Tell(
                    "incubation.grade_expires", people.owner,
                    _("The assessment grade %(grade)s of “%(name)s” expires on %(day)s. A new assessment takes months: please begin one in time."),
                ),
            ),
        ),
        Step(
            "tell_last", (EndingState.TOLD,), None, (is_system,), _("Tell for the last time that the grade expires"),
            _("Told for the last time that the grade expires"), needs=(rules.expires_now,),
            tells=(
                Tell(
                    "incubation.grade_expires_now", people.owner,
                    _("Last reminder: the assessment grade %(grade)s of “%(name)s” expires on %(day)s, and no new assessment has been begun."),
                ),
            ),
        ),
    ),
)  # fmt: skip
