"""Reads of incentive rounds."""

from django.db.models import QuerySet


class RoundQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: from the decision on; officers: before too."""
        from .states_rounds import PUBLIC

        return self if actor.is_officer else self.filter(state__in=PUBLIC)


class LineQuerySet(QuerySet):
    def visible_to(self, actor):
        from .models import IncentiveRound

        return self.filter(round__in=IncentiveRound.objects.visible_to(actor))
