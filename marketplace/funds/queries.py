"""Reads of funds and of the ledger."""

from django.db.models import QuerySet

from .states import PUBLIC


class FundQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: active, frozen and closed funds; officers: drafts too."""
        return self if actor.is_officer else self.filter(state__in=PUBLIC)


class EntryQuerySet(QuerySet):
    def visible_to(self, actor):
        """The ledger is public."""
        return self
