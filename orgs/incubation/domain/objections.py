"""Objections to a decision about a grade while it has public notice, and their answers."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, verb
from orgs.domain import record_grade
from orgs.rules import refusal_of

from ..models import GradeObjection, Grading
from ..rules_objections import ANSWER_DAYS, NOTICE_DAYS, not_objected_yet


def last_moment(days: int) -> datetime:
    """The end of the day so many days from now."""
    return clock.midnight(clock.today() + timedelta(days=days + 1)) - timedelta(seconds=1)


def notice_end() -> datetime:
    return last_moment(NOTICE_DAYS)


def object_to_grade(grading: Grading, *, by: Actor, text: str, organisation=None) -> GradeObjection:
    """Object while the notice runs, once a decision. organisation: the one assessed, in whose name it is done, or None."""
    made = GradeObjection(
        grading=grading, sitting=grading.sitting, organisation=organisation, filed_by=by.user, filed_at=clock.now(), text=text,
        answer_until=last_moment(ANSWER_DAYS),
    )  # fmt: skip
    try:
        with transaction.atomic(), creating(made, by=by, verb="object"):
            pass
    except IntegrityError as error:  # pressed twice
        raise refusal_of(not_objected_yet) from error
    return made


def reject_objection(objection: GradeObjection, *, by: Actor, reason: str) -> GradeObjection:
    """Answered: not upheld."""
    with verb("reject", objection, by=by, note=reason) as objection:
        objection.answer, objection.answered_at = reason, clock.now()
    return objection


def uphold_objection(objection: GradeObjection, *, by: Actor, reason: str) -> GradeObjection:
    """Answered: upheld; the review committee decides anew. Where another one was upheld before, it does so already."""
    with act():
        if objection.grading.state != "review":
            with verb("reconsider", objection.grading, by=by):
                pass
        with verb("uphold", objection, by=by, note=reason) as objection:
            objection.answer, objection.answered_at = reason, clock.now()
    return objection


def confirm_grade(grading: Grading, *, by: Actor) -> Grading:
    """The notice has passed and no objection is open: the grade enters the register for five years."""
    with verb("confirm", grading, by=by, public_note=grading.grade) as grading:
        record_grade(grading.organisation, by=by, grade=grading.grade, valid_from=clock.today())
    return grading


def confirm_grades(*, by: Actor) -> int:
    """Enter what is due by the clock. Returns how many."""
    done = 0
    for grading in Grading.objects.filter(state="notice", notice_until__lt=clock.now()).order_by("pk"):
        try:
            confirm_grade(grading, by=by)
        except Refused:  # an objection is open, the organisation has left the register, or another worker was first
            continue
        done += 1
    return done
