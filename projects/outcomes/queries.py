"""Reads of outcomes."""

from django.db.models import Q, QuerySet

from .states import PUBLIC


class OutcomeQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published; officers: all; the organisation: its own."""
        if actor.is_officer:
            return self
        return self.filter(
            Q(state__in=PUBLIC) | Q(contract__organisation_id__in=actor.bodies("organisation"))
        )
