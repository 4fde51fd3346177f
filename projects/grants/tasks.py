"""What the clock brings: calls close, objection periods end, letters about what is due. Safe to run twice."""

from datetime import timedelta

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.registry import periodic

from . import domain
from .models import Review, Round
from .states import RoundState

REMIND_BEFORE = timedelta(days=3)


@periodic("grants.close_calls")
def close_calls(actor) -> int:
    """Close the calls whose deadline has passed. Returns how many."""
    done = 0
    for round in Round.objects.filter(state=RoundState.OPEN, deadline__lt=clock.now()).order_by("deadline"):
        try:
            domain.rounds.close_call(round, by=actor)
            done += 1
        except Refused:
            continue
    return done


@periodic("grants.conclude")
def conclude(actor) -> int:
    """End objection periods that are over and in which every objection is answered."""
    done = 0
    for round in Round.objects.filter(state=RoundState.STANDSTILL, standstill_until__lt=clock.now()).order_by("pk"):
        try:
            domain.determination.conclude(round, by=actor)
            done += 1
        except Refused:
            continue
    return done


@periodic("grants.remind_reviewers")
def remind(actor) -> int:
    """Remind once whoever has not handed in three days before the reviews end."""
    now = clock.now()
    rows = Review.objects.filter(
        state__in=["assigned", "ready"], reminded_at=None, application__round__state=RoundState.REVIEWING,
        application__round__review_until__gt=now, application__round__review_until__lte=now + REMIND_BEFORE,
    )  # fmt: skip
    keys = list(rows.values_list("pk", flat=True))
    for pk in keys:
        domain.reviewing.remind(Review.objects.get(pk=pk), by=actor)
    return len(keys)


@periodic("grants.remind_grantees")
def remind_grantees(actor) -> int:
    """Write once about reports and claims that are due within a week, and once about late ones. Returns how many letters."""
    return domain.reminders.tell_all(by=actor)
