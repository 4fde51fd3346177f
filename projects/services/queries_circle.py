"""Reads of what the circle is reckoned with."""

from django.db.models import Q, QuerySet

from marketplace.core import clock


class PaceQuerySet(QuerySet):
    def on(self, day=None):
        """The pace that holds on a day, or None before the first."""
        return self.filter(state="held", valid_from__lte=day or clock.today()).order_by("-valid_from").first()


class NeededQuerySet(QuerySet):
    def on(self, day=None):
        """What was, is or will be needed on a day, in order."""
        day = day or clock.today()
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day)).order_by("position", "code")


class WalkQuerySet(QuerySet):
    def held(self):
        return self.filter(taken_back=False)

    def by_community(self) -> dict:
        """{community key: {station key: minutes}} of the newest walks. One query."""
        found: dict = {}
        rows = self.held().order_by("walked_on", "id").values_list("community", "station", "minutes")
        for community, station, minutes in rows:
            found.setdefault(community, {})[station] = minutes
        return found
