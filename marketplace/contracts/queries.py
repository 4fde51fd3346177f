"""Reads of contracts."""

from django.db.models import Q, QuerySet

from .states import PUBLIC


class ContractQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: signed contracts; both parties: drafts of theirs too; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        parties = Q(office_id__in=actor.bodies("office")) | Q(organisation_id__in=actor.bodies("organisation"))
        return self.filter(Q(state__in=PUBLIC) | parties)


class MilestoneQuerySet(QuerySet):
    def visible_to(self, actor):
        if actor.has("AUDITOR"):
            return self
        parties = Q(contract__office_id__in=actor.bodies("office")) | Q(
            contract__organisation_id__in=actor.bodies("organisation")
        )
        return self.filter(Q(contract__state__in=PUBLIC) | parties)
