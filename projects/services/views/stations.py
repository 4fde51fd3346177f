"""Places: the list with what is open, one place with its hours, near a position, posters to hang up."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from marketplace.core import clock, pagecache, qr
from marketplace.core.pages import RoomDetail, RoomList

from .. import hours, maps, structured, words
from ..circle import Ground
from ..filters import OPEN_WHEN, PositionForm, StationFilters
from ..kinds import COUNTERS, Period
from ..models import Station, Walk
from ..walking import FIRST, rule

MOST_NEAR = 20
MOST_ON_MAP = 200


def entries(stations, point=None, when="", *, rule=FIRST, walks=None) -> list[dict]:
    """[{station, status, text, minutes, walked, hours}] for lists; sorted by minutes when a point (lat, lon) is given.

    when: constant of `hours.WHEN`: only those that are open then; hours: words of that day's hours, where it is one day.
    rule: of walking; walks: {station key: minutes} that were timed from this point.
    """
    marks, found = hours.calendar(), []
    stations = list(stations)
    day = hours.coming(when, stations) if when in hours.DAYS else None
    for station in stations:
        status = hours.status(station, marks)
        walked = (walks or {}).get(station.pk)
        far = rule.minutes(*point, station.lat, station.lon) if point and station.lat is not None else None
        row = {
            "station": station, "status": status, "text": words.status_words(status), "minutes": walked or far, "hours": "",
            "walked": bool(walked),
        }  # fmt: skip
        if when in hours.DAYS:
            if day is None or station.pk not in day.hours:
                continue
            row["hours"] = words.spans_words(day.hours[station.pk])
        elif when and not hours.is_open_when(station, when, status):
            continue
        found.append(row)
    if point:
        found.sort(key=lambda row: (row["minutes"] is None, row["minutes"] or 0, row["station"].code))
    else:  # most readers look for a counter
        found.sort(key=lambda row: (row["station"].kind not in COUNTERS, row["station"].code))
    return found


def measure(place) -> dict:
    """How `entries` reckons around the middle of a community: the rule, and the walks that were timed from there."""
    return {"rule": rule(), "walks": Walk.objects.by_community().get(place.pk)}


def stale_at(found):
    """The moment at which one of these entries reads differently."""
    return min((row["status"].changes for row in found), default=None)


class StationList(RoomList):
    """Every place in service; with a community, the nearest to its middle first."""

    filters = StationFilters
    template_name = "services/stations.html"
    paginate_by = 20

    def get_queryset(self):
        self.filter_form = form = self.filters(self.request.GET or None)
        form.is_valid()
        rows = Station.objects.visible_to(self.request.actor).listed()
        chosen, point = form.chosen, None
        if chosen.get("q"):
            rows = rows.matching(chosen["q"])
        if chosen.get("kind"):
            rows = rows.filter(kind=chosen["kind"])
        if chosen.get("step_free"):
            rows = rows.filter(step_free=True)
        self.place = place = chosen.get("community")
        if place and place.lat is not None and place.lon is not None:
            point = (place.lat, place.lon)
        elif place:
            rows = rows.filter(community=place)
        places = list(rows.with_hours())
        how = measure(place) if point else {}
        self.rule = how.get("rule")
        found = entries(places, point, **how)
        self.stale_at = stale_at(found)
        self.asked, self.on_map = chosen.get("open") or "", chosen.get("view") == "map"
        self.coming = hours.coming(self.asked, places) if self.asked in hours.DAYS else None
        return entries(places, point, self.asked, **how) if self.asked else found

    def get_paginate_by(self, queryset):
        return MOST_ON_MAP if self.on_map else self.paginate_by

    def get_context_data(self, **kwargs):
        if not self.request.actor.is_known:
            pagecache.until(self.request, self.stale_at)
        context = super().get_context_data(**kwargs)
        found, page = self.object_list, context["page_obj"]
        kept = self.request.GET.copy()
        for name in ("page", "view"):
            kept.pop(name, None)
        drawn = maps.of_list(page.object_list, first=page.start_index()) if self.on_map else None
        return context | {
            "rule": self.rule,
            "walked": any(row["walked"] for row in found),
            "place": self.place,
            "open_now": sum(row["status"].is_open for row in found),
            "asked": self.asked,
            "coming": self.coming,
            "coming_words": words.coming_words(self.coming) if self.coming else "",
            "on_map": self.on_map,
            "map": drawn,
            "without_view": kept.urlencode(),
        }


class StationPoster(StationList):
    """The same list on paper: no pages, hours in full, a QR code that leads to the list."""

    template_name = "services/poster_stations.html"
    paginate_by = 200

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for row in context["object_list"]:
            row["hours"] = current_hours(row["station"])
        return context | poster(self.filter_form, "services:stations")


def poster(form, name, *args) -> dict:
    """What every poster needs: the address of the page it is of, and its QR code. form: filters that were read, or None."""
    from urllib.parse import urlencode

    read = getattr(form, "cleaned_data", {})  # only what was understood: a QR code holds two thousand characters
    query = urlencode({key: form.data[key] for key, value in read.items() if value and key != "view"})
    address = settings.SITE_URL + reverse(name, args=args) + (f"?{query}" if query else "")
    return {"address": address, "qr": qr.picture(address), "today": clock.today()}


def current_hours(station) -> list:
    """Weekly hours that hold today, in short: [(days, times)]."""
    today = clock.today()
    return words.in_short(row for row in station.hours.all() if row.valid_from <= today and not row.is_over)


class StationPage(RoomDetail):
    """One place: open or not, the next seven days, the weekly hours, what is done here."""

    template_name = "services/station.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "station"

    def rows(self, actor):
        return Station.objects.visible_to(actor).with_hours()

    def keep_until(self, obj):
        return hours.status(obj, hours.calendar()).changes

    def get_context_data(self, **kwargs):
        station, today = self.object, clock.today()
        marks = hours.calendar()
        status = hours.status(station, marks)
        weekly = sorted(station.hours.all(), key=words.weekly_order)
        week = [hours.day_of(station, day, marks[day]) for day in sorted(marks)[:7]]
        rows = list(station.services.listed().for_list().order_by("category__position", "code"))
        return super().get_context_data(
            status=status,
            status_text=words.status_words(status),
            week=[
                {
                    "day": d,
                    "kind": words.kind_words(d),
                    "hours": words.spans_words(d.open_from_to),
                    "today": d.day == today,
                }
                for d in week
            ],
            provisional=any(d.provisional for d in week),
            weekly=[{"row": row, "days": words.days_words(row)} for row in weekly if not row.is_over],
            open_on_holidays=any(row.period == Period.HOLIDAY for row in weekly if not row.is_over),
            specials=list(station.specials.all()),
            walks=list(station.walks.held().select_related("community")),
            services=rows,
            in_service=Station.objects.listed().filter(pk=station.pk).exists(),
            structured=structured.of_station(station),
            **kwargs,
        )


class StationSheet(StationPage):
    """One place on paper, for its own door."""

    template_name = "services/poster_station.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | poster(None, "services:station", self.object.code)


@method_decorator(
    csrf_exempt, name="dispatch"
)  # it changes nothing; without a token the list can stay in the page cache
@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("lat", "lon"), name="dispatch")
class Near(View):
    """Places near a point: the position the browser gives after its reader pressed the button, or one chosen on a map.

    The position comes in the body, not in the address, so that no log has it; it is used for this answer and kept nowhere.
    """

    def get(self, request):
        return redirect(f"{reverse('services:stations')}?view=map")

    def post(self, request):
        form = PositionForm(request.POST)
        if not form.is_valid():
            return render(request, "services/near.html", {"rows": [], "bad": True}, status=422)
        point, when = (form.cleaned_data["lat"], form.cleaned_data["lon"]), form.cleaned_data["open"]
        ground = Ground()
        found = entries(ground.stations, point, when, rule=ground.rule)[:MOST_NEAR]
        coming = hours.coming(when, ground.stations) if when in hours.DAYS else None
        context = {
            "rows": found,
            "asked": when,
            "asked_words": dict(OPEN_WHEN)[when],
            "coming_words": words.coming_words(coming) if coming else "",
            "circle": ground.circle(*point),
            "map": maps.of_list(found, here=(*point, _("Your point"))),
            "rule": ground.rule,
        }
        return render(request, "services/near.html", context)
