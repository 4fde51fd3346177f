"""Reads of the evaluation. Scores are hidden here until every member has handed in (Order 87, art. 55)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from .rules import no_interest
from .states import AWARDED, LowPriceState, MemberState

# Roles of the office that work on an evaluation; others of the office read what the public reads.
DESK_ROLES = ("BUYER", "OPENER", "SECRETARY", "LEADER")


class MemberQuerySet(QuerySet):
    def active(self):
        """Members who serve: replaced ones stay on record only."""
        return self.exclude(state=MemberState.REPLACED)

    def visible_to(self, actor):
        """Who sits on a committee is secret until the result is published (Order 87, art. 47)."""
        if actor.has("AUDITOR"):
            return self
        mine = Q(user_id__in=actor.keys) if actor.is_known else Q(pk=None)
        colleagues = (
            Q(call_id__in=self.model.objects.filter(user_id__in=actor.keys).active().values("call_id"))
            if actor.is_known
            else Q(pk=None)
        )
        offices = Q(call__office_id__in=actor.bodies("office", "SECRETARY", "LEADER", "BUYER"))
        return self.filter(mine | colleagues | offices | Q(call__state__in=AWARDED))


class ScoreQuerySet(QuerySet):
    def visible_to(self, actor):
        """A member: own scores. When all members have handed in: the office, the members, auditors. After the award: the bidder, its own."""
        from .models import Bid, CommitteeMember

        seats = CommitteeMember.objects.filter(call_id=OuterRef("member__call_id"))
        rows = self.annotate(_waiting=Exists(seats.exclude(state__in=[MemberState.SUBMITTED, MemberState.REPLACED])))
        shown = Q(_waiting=False, member__state=MemberState.SUBMITTED)
        mine = Q(member__user_id__in=actor.keys) if actor.is_known else Q(pk=None)
        if actor.has("AUDITOR"):
            return rows.filter(mine | shown)
        office = shown & Q(bid__call__office_id__in=actor.bodies("office", *DESK_ROLES))
        seat = Q(pk=None)
        if actor.is_known:
            seat = shown & Q(
                member__call_id__in=CommitteeMember.objects.filter(
                    user_id__in=actor.keys, state=MemberState.SUBMITTED
                ).values("call_id")
            )
        bidder = shown & Q(bid__organisation_id__in=actor.bodies("organisation"), bid__call__state__in=AWARDED)
        readable = Bid.objects.visible_to(actor).values("pk")
        return rows.filter(Q(bid__in=readable) & (mine | office | seat | bidder))


class InquiryQuerySet(QuerySet):
    def visible_to(self, actor):
        """The bidder that was asked, the office's desk, auditors."""
        if actor.has("AUDITOR"):
            return self
        mine = Q(bid__organisation_id__in=actor.bodies("organisation"))
        return self.filter(mine | Q(bid__call__office_id__in=actor.bodies("office", *DESK_ROLES)))

    def open(self):
        return self.filter(state__in=[LowPriceState.ASKED, LowPriceState.ANSWERED])


class ChallengeQuerySet(QuerySet):
    def visible_to(self, actor):
        """Text and answer: the bidders of the call, the office's desk, auditors. That there is one is public."""
        if actor.has("AUDITOR"):
            return self
        mine = actor.bodies("organisation", "OWNER", "BID_WRITER")
        bidders = Q(call__bids__organisation_id__in=mine, call__bids__state="opened")
        return self.filter(
            Q(call__office_id__in=actor.bodies("office", *DESK_ROLES))
            | bidders
            | Q(organisation_id__in=actor.bodies("organisation"))
        ).distinct()


def may_see_evaluation(actor, call) -> bool:
    """The evaluation's pages: the office's desk, auditors after the opening, active members of the committee.

    Nobody whose organisation bids in the call, whatever role there is.
    """
    if not no_interest.test(actor, call):
        return False
    if actor.has(*DESK_ROLES, body="office", body_id=call.office_id):
        return True
    if actor.has("AUDITOR") and call.opened_at:
        return True
    return actor.is_known and call.committee.filter(user_id__in=actor.keys).exclude(state=MemberState.REPLACED).exists()


def seat_of(actor, call):
    """The actor's own seat in this call's committee (a replaced one too), or None."""
    return call.committee.filter(user_id__in=actor.keys).first() if actor.is_known else None


def all_handed_in(call) -> bool:
    """Whether there is a committee and every serving member has handed in."""
    states = set(call.committee.active().values_list("state", flat=True))
    return states == {MemberState.SUBMITTED}


__all__ = [
    "DESK_ROLES", "ChallengeQuerySet", "InquiryQuerySet", "MemberQuerySet", "ScoreQuerySet",
    "all_handed_in", "may_see_evaluation", "seat_of",
]  # fmt: skip
