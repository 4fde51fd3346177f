"""The plan of a body inside: maturity, goals, meetings, mentors, quarterly reviews."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb

from ..kinds import Result
from ..models import Goal, MaturityCheck, Meeting, Review, Stay
from ..quarters import choices, due_quarter, quarter_of
from ..queries import sentences_in_use
from ..rules import END_LAST
from .mentors import appoint


def set_goal(stay: Stay, *, by: Actor, text: str, due: date) -> Goal:
    with verb("set_goal", stay, by=by, note=text):
        if due < clock.today():
            raise Refused("incubation.goal_past", _("This day must lie ahead."), field="due")
        made = Goal.objects.create(stay=stay, text=text, due=due)
    return made


def reach_goal(stay: Stay, *, by: Actor, goal: Goal, outcome: str) -> Goal:
    """The goal was reached today; what came of it stays with it."""
    with verb("reach_goal", stay, by=by, note=goal.text):
        goal.refresh_from_db()
        if goal.done_on:
            raise Refused("incubation.goal_done", _("This goal was reached already."), field="goal")
        goal.done_on, goal.outcome = clock.today(), outcome
        goal.save(update_fields=["done_on", "outcome"])
    return goal


def assess(stay: Stay, *, by: Actor, answers: dict, note: str = "") -> MaturityCheck:
    """Fill in the maturity form. answers: {question's key: 0–4}, every question in use."""
    with verb("assess", stay, by=by):
        questions = sentences_in_use()
        by_aspect: dict[str, list] = {}
        for question in questions:
            value = answers.get(question.pk)
            if value not in range(5):
                raise Refused("incubation.unanswered", _("Every sentence needs an answer from 0 to 4."))
            by_aspect.setdefault(question.aspect, []).append(value)
        means = {aspect: round(10 * sum(values) / len(values)) for aspect, values in by_aspect.items()}
        made = MaturityCheck.objects.create(
            stay=stay,
            by=by.user,
            at=clock.now(),
            answers={str(q.pk): answers[q.pk] for q in questions},
            means=means,
            note=note,
        )
    return made


def meet(stay: Stay, *, by: Actor, day: date, minutes: int, about: str, next_steps: str = "") -> Meeting:
    """The mentor, or the centre, met the body."""
    with verb("meet", stay, by=by):
        if day > clock.today():
            raise Refused("incubation.not_yet", _("This day lies in the future."), field="day")
        made = Meeting.objects.create(
            stay=stay, day=day, minutes=minutes, about=about, next_steps=next_steps, by=by.user
        )
    return made


def set_mentor(stay: Stay, *, by: Actor, mentor) -> Stay:
    with verb("set_mentor", stay, by=by) as stay:
        appoint(stay, mentor)
    return stay


def review(stay: Stay, *, by: Actor, quarter: str, result: str, text: str) -> Review:
    """Review one quarter, once. quarter: "2026Q3", one in which the body was inside."""
    with verb("review", stay, by=by, note=f"{quarter} {Result(result)}"):
        if quarter not in choices(back=8) or quarter < quarter_of(stay.since):
            raise Refused("incubation.quarter", _("This quarter is not reviewed now."), field="quarter")
        if stay.reviews.filter(quarter=quarter).exists():
            raise Refused("incubation.reviewed", _("This quarter was reviewed already."), field="quarter")
        made = Review.objects.create(stay=stay, quarter=quarter, result=result, text=text, by=by.user, at=clock.now())
    return made


def tell_ending(stay: Stay, *, by: Actor) -> Stay:
    """Tell the body and the leaders once that an agreement ends within sixty days; again where it was prolonged.

    Told within the last two weeks, that is the only letter.
    """
    with verb("tell_ending", stay, by=by) as stay:
        stay.told_end = stay.until
        if stay.until <= clock.today() + END_LAST:
            stay.told_last = stay.until
    return stay


def tell_last(stay: Stay, *, by: Actor) -> Stay:
    """Tell both once more, two weeks ahead, where nothing was decided."""
    with verb("tell_last", stay, by=by) as stay:
        stay.told_last = stay.until
    return stay


def tell_due(stay: Stay, *, by: Actor) -> Stay:
    """Tell the staff once that the review of a quarter is due."""
    with verb("tell_due", stay, by=by) as stay:
        stay.told_quarter = due_quarter(stay)
    return stay
