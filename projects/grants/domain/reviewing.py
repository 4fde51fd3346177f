"""Reviews: assigned by field and evenly, conflicts declared, scores independent, handed in once."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, verbs
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.verbs import act, create_many, creating, verb

from .. import matching, reviewers, scoring
from ..models import Review, Round, Score
from ..states_applications import ApplicationState
from . import cleaning


def begin_reviews(round: Round, *, by: Actor) -> Round:
    """Assign every application that passed its reviewers (`matching`), and ask for the files that blind reviewers read (`cleaning`).

    Raises:
        Refused: an application has too few reviewers without a conflict. Nothing is assigned then.
    """
    with verb("begin_reviews", round, by=by) as round:
        rows = list(
            round.applications.filter(state=ApplicationState.ACCEPTED).select_related("organisation").order_by("mark")
        )
        chosen = plan(round, rows)
        now, by_key = clock.now(), {application.pk: application for application in rows}
        # The plan has asked about every pair what `fits_to_review` asks about one; the round's step tells each person once.
        reviews = [
            Review(application=by_key[pk], reviewer_id=person, assigned_at=now)
            for pk, people in chosen.items()
            for person in people
        ]
        create_many(reviews, by=by, verb="assign")
        if round.blind:
            cleaning.ask(rows)
    return round


def plan(round, applications) -> dict:
    """{application: [people]} as the matching proposes.

    Raises:
        Refused: too few people for one of them.
    """
    possible, fits = reviewers.possible(round, applications)
    loads = reviewers.loads({person for able in possible.values() for person in able})
    try:
        return matching.assign(possible, fits, round.reviewers, loads)
    except matching.Short as short:
        mark = next((a.mark for a in applications if a.pk == short.task), "")
        raise Refused(
            "grants.too_few_reviewers",
            _(
                "Application %(mark)s has %(found)s possible reviewers without a conflict; the round asks for %(wanted)s."
            ),
            values={"mark": mark, "found": short.found, "wanted": short.wanted},
        ) from short


def _assign(application, user_id, by) -> Review:
    review = Review(application=application, reviewer_id=user_id, assigned_at=clock.now())
    with creating(review, by=by, verb="assign") as review:
        pass
    return review


def replace(review: Review, *, by: Actor, reason: str, reviewer=None) -> Review:
    """Somebody else takes the review: `reviewer`, or whoever has least to do of those without a conflict."""
    with verb("replace", review, by=by, note=reason) as review:
        review.reason = reason
    application = review.application
    if reviewer is None:
        reviewer = reviewers.next_for(application)
    if reviewer is None:
        raise Refused("grants.nobody_left", _("Nobody without a conflict is left to review it. Add a reviewer first."))
    return _assign(application, reviewer.pk, by)


def declare_none(review: Review, *, by: Actor) -> Review:
    """The reviewer declares that there is no conflict; then the application may be read."""
    with verb("declare_none", review, by=by) as review:
        review.declared_at = clock.now()
    return review


def recuse(review: Review, *, by: Actor, reason: str) -> Review:
    """The reviewer declares a conflict and never scores it; the secretary replaces them."""
    with verb("recuse", review, by=by) as review:
        review.conflict, review.declared_at = reason, clock.now()
        review.scores.all().delete()
    return review


# ---- scores ------------------------------------------------------------------------------------------
def save_scores(
    review: Review, *, by: Actor, points: dict, reasons: dict, comment: str = "", minutes: int | None = None
) -> Review:
    """Keep a draft of the scores; it leaves no trace in the audit, as it may change with every key."""
    with act():
        verbs.lock(review)
        refusal = TABLES["grants.review"].refusal("score", by, review)
        if refusal:
            raise refusal
        _write(review, points, reasons, comment, minutes)
        review.save(update_fields=["comment", "minutes", "saved_at"])
    return review


def _write(review, points, reasons, comment, minutes):
    review.comment, review.minutes, review.saved_at = comment, minutes, clock.now()
    review.scores.all().delete()
    for criterion in review.application.round.criteria.all():
        if points.get(criterion.pk) is not None:
            Score.objects.create(
                review=review, criterion=criterion, points=points[criterion.pk], reason=reasons.get(criterion.pk, "")
            )


def hand_in(
    review: Review, *, by: Actor, points: dict, reasons: dict, comment: str = "", minutes: int | None = None
) -> Review:
    """Hand in: 0 to 100 for every criterion, with a reason at the ends.

    Args:
        points: {criterion's key: Decimal}; reasons: {criterion's key: text}; minutes: what it took, as the reviewer says.

    Raises:
        Refused: points missing or outside 0 to 100, a reason missing.
    """
    with verb("hand_in", review, by=by) as review:
        for criterion in review.application.round.criteria.all():
            value = points.get(criterion.pk)
            if value is None or not Decimal(0) <= value <= Decimal(100):
                raise Refused("grants.points_missing", _("“%(criterion)s”: give 0 to 100 points."), field=f"points_{criterion.pk}", values={"criterion": criterion.name})  # fmt: skip
            if scoring.needs_reason(value) and len(reasons.get(criterion.pk, "").strip()) < scoring.REASON_MIN:
                raise Refused(
                    "grants.reason_missing",
                    _("“%(criterion)s”: points up to %(low)s and from %(high)s on need a reason of at least %(least)s characters."),
                    field=f"reason_{criterion.pk}",
                    values={"criterion": criterion.name, "low": scoring.LOW_END, "high": scoring.HIGH_END, "least": scoring.REASON_MIN},
                )  # fmt: skip
        _write(review, points, reasons, comment, minutes)
        review.handed_in_at = clock.now()
    return review


def reopen(review: Review, *, by: Actor, reason: str) -> Review:
    """Give a review back because of a slip; the reviewer hands it in again."""
    with verb("reopen", review, by=by, note=reason) as review:
        review.reason, review.handed_in_at = reason, None
    return review


def remind(review: Review, *, by: Actor) -> Review:
    """Remind a reviewer once that the reviews end soon."""
    with verb("remind", review, by=by) as review:
        review.reminded_at = clock.now()
    return review


# ---- reading -------------------------------------------------------------------------------------------
def ranking(round: Round) -> list[scoring.Line]:
    """The ranked list with the money line, from the reviews that were handed in. Asked in a constant number of queries."""
    weights = {c.pk: c.weight for c in round.criteria.all()}
    judged = ["accepted", "awarded", "waiting", "nominated", "rejected", "declined"]
    rows = round.applications.filter(state__in=judged).select_related("organisation", "determination")
    points = defaultdict(lambda: defaultdict(dict))
    found = Score.objects.filter(review__application__round=round, review__state="handed_in")
    for application, review, criterion, value in found.values_list("review__application_id", "review_id", "criterion_id", "points"):  # fmt: skip
        points[application][review][criterion] = value
    lines = []
    for application in rows:
        totals = [scoring.total(given, weights) for given in points[application.pk].values()]
        means = {key: scoring.mean(g[key] for g in points[application.pk].values() if key in g) for key in weights}
        lines.append(scoring.Line(application, sorted(totals, reverse=True), scoring.mean(totals), criteria=means))
    return scoring.ranked(lines, round.budget)
