"""What the directory adds to other pages, and what waits for its keepers."""

from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.core import clock
from marketplace.core.registry import DeskEntry, Section, desk, rests_on, slot
from orgs.models import Community
from orgs.states import Role

from . import hours
from .kinds import COUNTERS
from .models import OpeningHours, Service, Station
from .queries import offices_kept_by
from .states import PUBLIC, PlaceState

ENDING_DAYS = 14
HOME_SPOTS = 6


@slot("home", order=35)
def at_the_door(_page, actor):
    """Home: what lies within fifteen minutes of the community where most people live, with what is open now."""
    from .circle import Ground, first_community
    from .views.circle import drawn

    community = first_community()
    if community is None:
        return None
    context = drawn(Ground(), community, HOME_SPOTS)
    context["communities"] = list(Community.objects.exclude(lat=None).exclude(lon=None).order_by("code"))
    return Section("services/home_near.html", context) if context["rows"] else None


@slot("home.today", order=30)
def open_now(_page, actor):
    """Home, "on the market today": counters that are open now."""
    marks = hours.calendar(0)
    counters = Station.objects.listed().filter(kind__in=COUNTERS).with_hours()
    n = sum(hours.status(station, marks).is_open for station in counters)
    text = ngettext("service station is open now", "service stations are open now", n)
    url = f"{reverse('services:stations')}?open=now"
    return Section("", {"rows": [{"n": n, "text": text, "url": url, "soon": False}]}) if n else None


@slot("footer", order=5)
def foot(_page, actor):
    """In the foot of every page: the way to stations, matters and the circle."""
    return Section("services/footer.html")


@slot("orgs.organisation", order=60)
def run_by(organisation, actor):
    """On an organisation's page: the places it runs."""
    rows = list(Station.objects.listed().filter(operator=organisation).with_hours())
    if not rows:
        return None
    from .views.stations import entries, stale_at

    found = entries(rows)
    return Section("services/slot_stations.html", {"rows": found, "stale_at": stale_at(found)})


@slot("desk.ways", order=45)
def ways(_page, actor):
    """On the desk: the way to the directory, for those who keep it."""
    if not actor.bodies("office", Role.EDITOR):
        return None
    return Section("", {"rows": [{"url": reverse("services:keep"), "text": _("Keep stations and services")}]})


@desk
def waiting(actor):
    """For editors: drafts, and places whose weekly hours all end soon."""
    if not actor.bodies("office", Role.EDITOR) or not offices_kept_by(actor).exists():
        return
    for model, kind in ((Station, _("place")), (Service, _("service in the directory"))):
        for row in model.objects.kept_by(actor).filter(state=PlaceState.DRAFT).order_by("code"):
            yield DeskEntry(
                row.code, kind, _("Complete it and publish it"), row.name, row.get_absolute_url(), _("look at it"),
                tone="draft", state=row.get_state_display(),
            )  # fmt: skip
    last = clock.today() + timedelta(days=ENDING_DAYS)
    rows = OpeningHours.objects.filter(station=OuterRef("pk"))
    ending = rows.running(clock.today()).filter(valid_to__lte=last)
    lasting = rows.filter(Q(valid_to=None) | Q(valid_to__gt=last))
    ends = Station.objects.kept_by(actor).filter(Exists(ending), ~Exists(lasting), state=PlaceState.LISTED)
    for station in ends.prefetch_related("hours").order_by("code"):
        day = max(row.valid_to for row in station.hours.all())
        yield DeskEntry(
            station.code, _("opening hours"), _("The hours end; say what holds afterwards"), station.name,
            station.get_absolute_url(), _("add hours"), due=timezone.make_aware(datetime.combine(day, time(23, 59))), tone="wait",
            state=_("expires"),
        )  # fmt: skip


@rests_on("orgs.office")
def entries_of_the_office(office):
    """It keeps a place or a service that is or was public, or answers for one."""
    services = Service.objects.filter(Q(office=office) | Q(department=office), state__in=PUBLIC)
    return services.exists() or Station.objects.filter(office=office, state__in=PUBLIC).exists()


@rests_on("orgs.community")
def places_in_the_community(community):
    return Station.objects.filter(community=community, state__in=PUBLIC).exists()
