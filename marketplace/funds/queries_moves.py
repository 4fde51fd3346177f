"""Reads of transfers, year ends, rule figures and host's fees."""

from django.db.models import Q, QuerySet


class MoveQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what was booked; officers and the host's people: proposals too."""
        if actor.is_officer:
            return self
        return self.filter(Q(state="done") | Q(fund__host_id__in=actor.bodies("organisation")))


class FigureQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: approved figures; officers: proposals too."""
        return self if actor.is_officer else self.filter(state="approved")


class FeeQuerySet(QuerySet):
    def visible_to(self, actor):
        """The fee is public."""
        return self
