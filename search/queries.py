"""Reads of the search room's own rows. Hiding is done in `visible_to`."""

from django.db.models import QuerySet


class GroupQuerySet(QuerySet):
    def visible_to(self, actor):
        """Groups of synonyms are the office's work."""
        return self if actor.is_officer else self.none()


class SavedQuerySet(QuerySet):
    def visible_to(self, actor):
        """One's own."""
        return self.filter(user_id=actor.user_id) if actor.is_known else self.none()


class WantedQuerySet(QuerySet):
    def visible_to(self, actor):
        """Words that were asked for often enough to be written down, for officers."""
        return self.exclude(text="") if actor.is_officer else self.none()


class ChangeQuerySet(QuerySet):
    def visible_to(self, actor):
        """What the index has still to hear, and what it did not take: for officers."""
        return self if actor.is_officer else self.none()

    def parked(self):
        return self.exclude(parked_at=None)
