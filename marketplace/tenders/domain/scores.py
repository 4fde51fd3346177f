"""Scores: each member alone, hidden from everybody else until all have handed in (Order 87, arts 55, 64)."""

import re
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.states import table_of
from marketplace.core.verbs import act, lock, verb

from ..models import Bid, CommitteeMember, Criterion, Score
from ..states import CriterionKind, MemberState, ReturnGround
from .validity import valid_bids

LEAST, MOST = Decimal(0), Decimal(100)
# At the ends of the scale a number alone says too little: a comment is asked for up to 20 and from 90 on (local choice).
LOW_END, HIGH_END = Decimal(20), Decimal(90)
COMMENT_MAX = 2000
# Grounds the secretary may give (art. 64); the others the portal gives itself.
GROUNDS = (ReturnGround.SUM, ReturnGround.RANGE, ReturnGround.OBJECTIVE, ReturnGround.EXTREME)
_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?", re.ASCII)

Cells = dict[tuple[int, int], tuple[Decimal | None, str]]  # {(bid key, criterion key): (points, comment)}


def parse_points(text: str) -> Decimal:
    """Points as people type them: 0 to 100 with at most two decimals, plain digits.

    Raises:
        ValueError: anything else (signs, exponents, full-width digits, NaN).
    """
    if not _POINTS.fullmatch(text) or not LEAST <= (points := Decimal(text)) <= MOST:
        raise ValueError(text)
    return points


def needs_comment(points: Decimal | None) -> bool:
    """Whether this score stands at an end of the scale."""
    return points is not None and (points <= LOW_END or points >= HIGH_END)


def grid(member: CommitteeMember) -> tuple[list[Bid], list[Criterion]]:
    """What this member scores: valid bids × quality criteria."""
    return valid_bids(member.call), list(member.call.criteria.filter(kind=CriterionKind.QUALITY))


def save_scores(member: CommitteeMember, *, by: Actor, cells: Cells) -> CommitteeMember:
    """Save a draft, cell by cell, as far as it goes. Nobody else sees it; no audit event: a draft is nobody's business.

    Raises:
        Refused: not this member, not the time for it, points outside 0 to 100 (field "p_<bid>_<criterion>").
    """
    with transaction.atomic():
        lock(member)
        if refusal := table_of(member).refusal("score", by, member):
            raise refusal
        _write(member, cells)
        member.saved_at = clock.now()
        member.save(update_fields=["saved_at"])
    return member


def submit_scores(member: CommitteeMember, *, by: Actor, cells: Cells | None = None) -> CommitteeMember:
    """Hand in for good: every cell filled, a comment at the ends of the scale.

    Raises:
        Refused: as `save_scores`; a cell is empty; a comment is missing (field "c_<bid>_<criterion>").
    """
    with act():
        lock(member.call)
        with verb("hand_in", member, by=by) as member:
            _write(member, cells or {})
            _refuse_gaps(member)
            member.saved_at = member.submitted_at = clock.now()
            member.return_ground = member.return_reason = ""
    return member


def _write(member, cells):
    bids, criteria = grid(member)
    allowed = {(b.pk, c.pk) for b in bids for c in criteria}
    for (bid, criterion), (points, comment) in cells.items():
        if (bid, criterion) not in allowed:
            raise Refused(
                "tenders.no_such_cell", _("This bid or criterion is not scored."), field=f"p_{bid}_{criterion}"
            )
        _refuse_points(points, f"p_{bid}_{criterion}")
        if len(comment) > COMMENT_MAX:
            raise Refused(
                "tenders.comment_long",
                _("At most %(most)s characters."),
                field=f"c_{bid}_{criterion}",
                values={"most": COMMENT_MAX},
            )
        Score.objects.update_or_create(
            member=member, bid_id=bid, criterion_id=criterion, defaults={"points": points, "comment": comment.strip()}
        )


def _refuse_points(points, field):
    if points is None:
        return
    fine = isinstance(points, Decimal) and points.is_finite() and LEAST <= points <= MOST
    if not fine or points != points.quantize(Decimal("0.01")):
        raise Refused("tenders.points", _("Points go from 0 to 100 with at most two decimals."), field=field)


def _refuse_gaps(member):
    bids, criteria = grid(member)
    scores = {(s.bid_id, s.criterion_id): s for s in member.scores.all()}
    for bid in bids:
        for criterion in criteria:
            score = scores.get((bid.pk, criterion.pk))
            if score is None or score.points is None:
                raise Refused(
                    "tenders.points_missing", _("“%(criterion)s” of %(bidder)s has no points yet."),
                    field=f"p_{bid.pk}_{criterion.pk}", values={"criterion": criterion.name, "bidder": bid.organisation.name},
                )  # fmt: skip
            if needs_comment(score.points) and not score.comment:
                raise Refused(
                    "tenders.comment_missing", _("Points up to %(low)s or from %(high)s need a comment: the bidder reads it."),
                    field=f"c_{bid.pk}_{criterion.pk}", values={"low": LOW_END, "high": HIGH_END},
                )  # fmt: skip


def return_scores(member: CommitteeMember, *, by: Actor, ground: str, reason: str) -> CommitteeMember:
    """Give handed-in scores back for one of the grounds of art. 64; what had been handed in is kept beside the new score.

    They are hidden from everybody else again until the member hands in anew.
    """
    if ground not in GROUNDS:
        raise Refused(
            "tenders.ground",
            _("Scores change only for one of the reasons the rule names."),
            clause=_("Order 87, art. 64"),
            field="ground",
        )
    if not reason.strip():
        raise Refused("tenders.reason_missing", _("Say what has to be looked at again."), field="reason")
    with act():
        lock(member.call)
        with verb("give_back", member, by=by, note=reason) as member:
            _keep_earlier(member, ground, reason.strip())
    return member


def reopen(member: CommitteeMember, *, by: Actor, ground: str, reason: str) -> CommitteeMember:
    """Let a member score again because a challenge was upheld or another bid has become valid."""
    with verb("reopen", member, by=by, note=reason) as member:
        _keep_earlier(member, ground, reason)
    return member


def reopen_where_bids_lack_scores(call, *, by: Actor):
    """After a correction of the qualification: members who handed in before a bid became valid score it too."""
    bids = [bid.pk for bid in valid_bids(call)]
    wanted = len(bids) * call.criteria.filter(kind=CriterionKind.QUALITY).count()
    for member in call.committee.filter(state=MemberState.SUBMITTED):
        if member.scores.filter(bid__in=bids).exclude(points=None).count() < wanted:
            reopen(member, by=by, ground=ReturnGround.VALIDITY, reason=str(ReturnGround.VALIDITY.label))


def _keep_earlier(member, ground, reason):
    for score in member.scores.all():
        score.earlier = [
            *score.earlier,
            {
                "points": str(score.points),
                "comment": score.comment,
                "handed_in": member.submitted_at.isoformat(),
                "ground": ground,
            },
        ]
        score.save(update_fields=["earlier"])
    member.submitted_at, member.return_ground, member.return_reason = None, ground, reason
