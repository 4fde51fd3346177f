"""Reads of the committee's votes and of objections. Hiding is done in `visible_to`."""

from django.db.models import Q, QuerySet

STAFF = ("SECRETARY", "LEADER")


def _offices(actor):
    """(offices whose staff the actor is); a street office's staff also looks after what is part of it."""
    return actor.bodies("office", *STAFF)


class VoteQuerySet(QuerySet):
    def visible_to(self, actor):
        """Names and votes: the staff of the office in charge who have no part in the organisation, and auditors."""
        if actor.has("AUDITOR"):
            return self
        offices = _offices(actor)
        led = Q(grading__office_id__in=offices) | Q(grading__office__parent_id__in=offices)
        return self.filter(led).exclude(grading__organisation_id__in=actor.belongs_to)


class GradeObjectionQuerySet(QuerySet):
    def visible_to(self, actor):
        """Who objected, and its organisation's side; the staff of the office in charge, auditors. The public reads how many."""
        if actor.has("AUDITOR"):
            return self
        if not actor.is_known:
            return self.none()
        offices = _offices(actor)
        led = Q(grading__office_id__in=offices) | Q(grading__office__parent_id__in=offices)
        led &= ~Q(grading__organisation_id__in=actor.belongs_to)
        own = Q(filed_by_id__in=actor.keys) | Q(organisation_id__in=actor.bodies("organisation", "OWNER", "BID_WRITER"))
        return self.filter(led | own)

    def open(self):
        return self.filter(state="filed")
