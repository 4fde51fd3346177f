"""An assessment: begun, filled in, handed in, visited, decided (order 39 of the Ministry of Civil Affairs)."""

from datetime import date
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.domain import record_grade
from orgs.experts.conflicts import conflict_map
from orgs.models import Assessment
from orgs.rules import refusal_of

from .. import rules_gradings as rules
from ..models import GradeEnding, Grading

SMALLEST, LARGEST, QUORUM = 7, 25, Fraction(2, 3)
COMMITTEE = _("Measures for assessing social organisations, arts 10 and 17")


def begin_grading(organisation, *, by: Actor, office, wanted: str) -> Grading:
    """Begin an assessment for a grade ("3A").

    Raises:
        Refused: younger than two years, no valid annual check, too soon, barred after a lowered grade, one under way.
    """
    grading = Grading(organisation=organisation, office=office, wanted=wanted, began_by=by.user, began_at=clock.now())
    try:
        with transaction.atomic(), creating(grading, by=by, verb="begin"):
            pass
    except IntegrityError as error:  # pressed twice
        raise refusal_of(rules.none_open) from error
    return grading


def fill_in_grading(grading: Grading, *, by: Actor, points: dict, evidence: str) -> Grading:
    """The organisation's own points for each part, and where the evidence is."""
    with verb("fill_in", grading, by=by) as grading:
        _check_points(points)
        grading.points, grading.evidence = points, evidence
    return grading


def _check_points(points):
    for part, value in points.items():
        if not 0 <= value <= rules.MOST[part]:
            raise Refused(
                "incubation.points", _("At most %(most)s points."), field=part, values={"most": rules.MOST[part]}
            )


def hand_in_grading(grading: Grading, *, by: Actor) -> Grading:
    with verb("hand_in", grading, by=by) as grading:
        grading.submitted_at, grading.state_reason = clock.now(), ""
    return grading


def hand_back_grading(grading: Grading, *, by: Actor, reason: str) -> Grading:
    with verb("hand_back", grading, by=by) as grading:
        grading.state_reason = reason
    return grading


def record_visit(grading: Grading, *, by: Actor, visited_on: date, visitors, points: dict, findings: str) -> Grading:
    """Experts of the roster, none of them tied to the organisation, went there; their points and findings."""
    visitors = list(visitors)
    with verb("visit", grading, by=by) as grading:
        if visited_on > clock.today():
            raise Refused("incubation.not_yet", _("This day lies in the future."), field="visited_on")
        tied = conflict_map(visitors, [grading.organisation_id])
        for expert in visitors:
            if found := tied.get((expert.pk, grading.organisation_id)):
                raise Refused(
                    "incubation.visitor_tied", _("%(name)s has to do with this organisation: %(why)s"), field="visitors",
                    values={"name": str(expert), "why": str(found[0].sentence)},
                )  # fmt: skip
        _check_points(points)
        grading.visited_on, grading.found, grading.findings = visited_on, points, findings
        grading.visitors.set(visitors)
    return grading


def grant_grade(grading: Grading, *, by: Actor, grade: str, members: int, present: int, in_favour: int) -> Grading:
    """The committee's decision: 7 to 25 members, two thirds present, more than half of all in favour.

    The grade goes into the register for five years.
    """
    with verb("grant", grading, by=by, public_note=grade) as grading:
        if not SMALLEST <= members <= LARGEST:
            raise Refused(
                "incubation.committee", _("The committee has 7 to 25 members."), clause=COMMITTEE, field="members"
            )
        if not QUORUM * members <= present <= members:
            raise Refused(
                "incubation.quorum",
                _("At least two thirds of the members must be present."),
                clause=COMMITTEE,
                field="present",
            )
        if not members < 2 * in_favour <= 2 * present:
            raise Refused(
                "incubation.majority",
                _("More than half of all members must be in favour."),
                clause=COMMITTEE,
                field="in_favour",
            )
        grading.grade, grading.decided_at = grade, clock.now()
        grading.members, grading.present, grading.in_favour = members, present, in_favour
        record_grade(grading.organisation, by=by, grade=grade, valid_from=clock.today())
    return grading


def refuse_grade(grading: Grading, *, by: Actor, reason: str) -> Grading:
    with verb("refuse", grading, by=by) as grading:
        grading.state_reason, grading.decided_at = reason, clock.now()
    return grading


def withdraw_grading(grading: Grading, *, by: Actor) -> Grading:
    with verb("withdraw", grading, by=by) as grading:
        pass
    return grading


def tell_of_grades(*, by: Actor) -> int:
    """Tell owners of grades that expire within half a year, each once. Returns how many."""
    today, told = clock.today(), 0
    rows = Assessment.objects.filter(
        valid_to__range=(today, today + rules.GRADE_SOON), ended_how="", ending=None, organisation__state__in=("verified", "suspended")
    )  # fmt: skip
    for row in rows.select_related("organisation").order_by("pk"):
        try:
            with transaction.atomic(), creating(GradeEnding(assessment=row, told_at=clock.now()), by=by, verb="tell"):
                pass
        except (Refused, IntegrityError):  # a later grade is on record; told by another worker in the meantime
            continue
        told += 1
    return told
