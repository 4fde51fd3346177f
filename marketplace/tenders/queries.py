"""Reads of calls and bids. What is sealed is hidden here and nowhere else."""

from django.db.models import Q, QuerySet

from .states import OPENED, PUBLIC


class CallQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published calls; officers: drafts of the offices they work for too; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(Q(state__in=PUBLIC) | Q(office_id__in=actor.bodies("office")))


class BidQuerySet(QuerySet):
    def visible_to(self, actor):
        """Before the opening: a bidder's own only. After: the office's officers and auditors too."""
        mine = Q(organisation_id__in=actor.bodies("organisation"))
        if actor.has("AUDITOR"):
            return self.filter(mine | Q(call__state__in=OPENED, state="opened"))
        offices = Q(call__office_id__in=actor.bodies("office"), call__state__in=OPENED, state="opened")
        return self.filter(mine | offices)


class QuestionQuerySet(QuerySet):
    """Who asked is hidden by leaving the columns alone: pages and the API read `public_questions`."""

    def visible_to(self, actor):
        """Questions are public as soon as the call is."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(Q(call__state__in=PUBLIC) | Q(call__office_id__in=actor.bodies("office")))
