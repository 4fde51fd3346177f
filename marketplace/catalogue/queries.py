"""Reads of the purchase list."""

from django.db.models import Q, QuerySet

from .states import PUBLIC


class ListQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published and superseded; officers: all."""
        return self if actor.is_officer else self.filter(state__in=PUBLIC)


class ItemQuerySet(QuerySet):
    def visible_to(self, actor):
        return self if actor.is_officer else self.filter(purchase_list__state__in=PUBLIC)

    def in_force(self):
        """Items of the published lists."""
        return self.filter(Q(purchase_list__state="published"))
