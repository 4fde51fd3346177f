"""Reads of reviews, scores and objections. A reviewer reads a review, never the application behind it."""

from django.db.models import Q, QuerySet

from . import states


class ReviewQuerySet(QuerySet):
    def of(self, actor):
        """The actor's own that were not taken from them."""
        return self.filter(reviewer_id__in=actor.keys).exclude(state="replaced") if actor.is_known else self.none()

    def visible_to(self, actor):
        """The reviewer's own; and for the secretariat, leaders and auditors who and how far, not what (`released`).

        Whoever reviews in a blind round sees of the others nothing before it is decided.
        """
        if not actor.is_known:
            return self.none()
        own = Q(pk__in=self.model.objects.of(actor).values("pk"))
        from .models import Application

        office = Q(application__in=Application.objects.for_office(actor))
        return self.filter(own | office)

    def standing(self):
        return self.exclude(state="replaced")

    def handed_in(self):
        return self.filter(state="handed_in")


class ObjectionQuerySet(QuerySet):
    def visible_to(self, actor):
        """Who objected, the office's leaders and secretaries, auditors."""
        if actor.has("AUDITOR"):
            return self
        offices = actor.bodies("office", "LEADER", "SECRETARY")
        mine = actor.bodies("organisation", "OWNER", "BID_WRITER")
        return self.filter(Q(round__office_id__in=offices) | Q(organisation_id__in=mine))


def still_out(round) -> int:
    """How many reviews of the round are not handed in."""
    from .models import Review

    return Review.objects.filter(
        application__round=round, application__state="accepted", state__in=["assigned", "ready", "conflicted"]
    ).count()


def released(round) -> bool:
    """Scores are read by nobody but their reviewer until all are in, or the date has passed."""
    from marketplace.core import clock

    if round.state in {states.RoundState.PROPOSED} | states.DECIDED:
        return True
    if round.state != states.RoundState.REVIEWING:
        return False
    return clock.now() > round.review_until or still_out(round) == 0
