"""Who keeps the directory, and what must hold. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import requirement, rule
from orgs.rules import holds

edits = holds("EDITOR")


@rule("keeps", _("The directory is kept by editors of the office in charge, or of the street office it is part of."))
def keeps(actor, obj):
    if obj.office_id is None:
        return False
    return not actor.bodies("office", "EDITOR").isdisjoint(obj.office.led_from())


@requirement("code_taken", _("The code %(code)s is taken already."), field="code")
def code_is_free(actor, obj):
    same = type(obj)._base_manager.filter(code=obj.code).exclude(pk=obj.pk)
    return {"code": obj.code} if same.exists() else None


@requirement("no_spot", _("Say where it is: latitude and longitude are missing."))
def has_a_spot(actor, station):
    return {} if station.lat is None or station.lon is None else None


@requirement("no_hours", _("It has no opening hours that run today or later."))
def has_running_hours(actor, station):
    return None if station.pk and station.hours.running(clock.today()).exists() else {}


@requirement("no_special", _("There are no days with other hours that lie ahead."))
def has_specials(actor, station):
    return None if station.specials.filter(last_day__gte=clock.today()).exists() else {}


@requirement("no_station", _("Say first where it is given: at one place at least."))
def has_stations(actor, service):
    return None if service.stations.filter(state="listed").exists() else {}


@requirement("has_services", _("%(n)s services stand under this category. Move or end them first."))
def has_no_services(actor, category):
    n = category.services.exclude(state="ended").count()
    return {"n": n} if n else None


@requirement("no_walk", _("No walk to this place has been timed."))
def has_walks(actor, station):
    return None if station.walks.held().exists() else {}


@requirement(
    "day_taken", _("From %(day)s another rule of walking holds already. Take it back first."), field="valid_from"
)
def day_is_free(actor, pace):
    same = type(pace).objects.filter(valid_from=pace.valid_from, state="held").exclude(pk=pace.pk)
    return {"day": pace.valid_from.isoformat()} if pace.valid_from and same.exists() else None


@requirement("begun", _("It has begun to hold: enter the one that follows it."))
def lies_ahead(actor, pace):
    return {} if pace.valid_from <= clock.today() else None
