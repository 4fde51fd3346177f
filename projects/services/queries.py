"""Reads of the directory. Hiding is done in `visible_to`."""

from django.db.models import Q, QuerySet

from marketplace.core import clock
from marketplace.core.finding import every_word

from . import states  # as a module: the tables there ask these reads


class PlaceQuerySet(QuerySet):
    """What stations and services share."""

    def visible_to(self, actor):
        """Everybody: what is or was in service (a closed thing keeps its address). Officers: drafts too."""
        return self if actor.is_officer else self.filter(state__in=states.PUBLIC)

    def listed(self, day=None):
        """In service on this day."""
        day = day or clock.today()
        begun = Q(valid_from=None) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=day), state=states.PlaceState.LISTED)

    def kept_by(self, actor):
        """What the actor keeps: of the offices in which the actor is editor, and of their parts (`Office.led_from`)."""
        from orgs.kinds import PARTS_OF_STREET

        offices = actor.bodies("office", "EDITOR")
        parts = Q(office__parent_id__in=offices, office__kind__in=PARTS_OF_STREET)
        return self.filter(Q(office_id__in=offices) | parts)


class StationQuerySet(PlaceQuerySet):
    def with_hours(self):
        """For lists: community, operator, hours that may hold yet, special days ahead; three queries."""
        from django.db.models import Prefetch

        from .models import OpeningHours, SpecialHours

        today = clock.today()
        return self.select_related("community", "operator", "office").prefetch_related(
            Prefetch("hours", OpeningHours.objects.running(today)),
            Prefetch("specials", SpecialHours.objects.filter(last_day__gte=today)),
        )

    def placed(self):
        return self.exclude(lat=None).exclude(lon=None)

    def matching(self, text):
        """Every word of the text stands in the name, the address or the community's name; or it is the code."""
        columns = ("name_zh", "name_en", "address_zh", "address_en", "community__name_zh", "community__name_en")
        return self.filter(every_word(text, columns) | Q(code__iexact=text))


class HoursQuerySet(QuerySet):
    def running(self, day):
        """Not ended before this day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))


class SpecialQuerySet(QuerySet):
    def ahead(self, day):
        return self.filter(last_day__gte=day)


class ServiceQuerySet(PlaceQuerySet):
    def for_list(self):
        return self.select_related("category", "department")

    def on(self, coming):
        """What can be done on that day (`hours.Coming`): at a place that is open; on free days what is given then (C12)."""
        if coming is None:
            return self.none()
        rows = self if coming.mark.is_working else self.filter(on_holidays=True)
        return rows.filter(pk__in=rows.filter(stations__in=list(coming.hours)).values("pk"))

    def search(self, text):
        """Every word must stand somewhere in the code, names, papers or category."""
        return self.filter(every_word(text, SEARCHED))


SEARCHED = (
    "code", "name_zh", "name_en", "papers_zh", "papers_en", "category__name_zh", "category__name_en",
    "department__name_zh", "department__name_en",
)  # fmt: skip


def offices_kept_by(actor):
    """Offices for which the actor keeps the directory: where editor, and the parts of those street offices."""
    from orgs.kinds import PARTS_OF_STREET
    from orgs.models import Office

    offices = actor.bodies("office", "EDITOR")
    return Office.objects.filter(Q(pk__in=offices) | Q(parent_id__in=offices, kind__in=PARTS_OF_STREET))


def categories_by_station() -> dict[int, set]:
    """{station key: keys of the categories of which a listed service is given there}. One query."""
    from .models import Service

    found: dict[int, set] = {}
    rows = Service.objects.listed().order_by().values_list("stations", "category").distinct()
    for station, category in rows:
        found.setdefault(station, set()).add(category)
    return found
