"""An assessment: begun, filled in, handed in, visited, decided (order 39 of the Ministry of Civil Affairs)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.experts.conflicts import conflict_map
from orgs.models import Assessment
from orgs.rules import refusal_of

from .. import rules_gradings as rules
from ..models import GradeEnding, Grading
from .committees import sit
from .objections import notice_end


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


def grant_grade(grading: Grading, *, by: Actor, grade: str, votes: list[dict]) -> Grading:
    """The committee's decision, counted from its members' votes; the public notice begins.

    votes: [{"user", "voted", "why"}], see `committees.sit`. The grade enters the register by `confirm_grade`.
    """
    with verb("grant", grading, by=by, public_note=grade) as grading:
        sit(grading, votes, decides=True)
        grading.grade, grading.state_reason = grade, ""
        grading.decided_at, grading.notice_until = clock.now(), notice_end()
    return grading


def refuse_grade(grading: Grading, *, by: Actor, reason: str, votes: list[dict] = ()) -> Grading:
    """No grade, with the reason: before the visit by the office, after it by the committee, by its votes (art. 13).

    The organisation may object to what was decided after the visit.
    """
    with verb("refuse", grading, by=by) as grading:
        if grading.visited_on:
            sit(grading, list(votes), decides=False)
        grading.notice_until = notice_end() if grading.visited_on else None
        grading.grade, grading.state_reason, grading.decided_at = "", reason, clock.now()
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


def tell_of_grades_again(*, by: Actor) -> int:
    """Tell owners once more, a month ahead, where no new assessment has been begun. Returns how many."""
    today, told = clock.today(), 0
    rows = GradeEnding.objects.filter(
        told_last_at=None, assessment__valid_to__range=(today, today + rules.GRADE_LAST), assessment__ended_how="",
        assessment__organisation__state__in=("verified", "suspended"),
    )  # fmt: skip
    for row in rows.select_related("assessment__organisation").order_by("pk"):
        try:
            with verb("tell_last", row, by=by) as row:
                row.told_last_at = clock.now()
        except Refused:  # a later grade is on record, an assessment is under way, or another worker was first
            continue
        told += 1
    return told
