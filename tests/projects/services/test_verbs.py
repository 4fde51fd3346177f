"""Verbs of the directory: what they write and refuse, who may, what stands in the history."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from marketplace.core import clock as core_clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.audit import timeline
from marketplace.core.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.core.states import matrix
from projects.services import domain
from projects.services.models import Category, OpeningHours, Service, ServiceSet, Station
from projects.services.states import KeptState, PlaceState

from .builders import TEXTS, make_category, make_service, make_station

pytestmark = pytest.mark.django_db
KEEPERS, EDITORS = {"editor", "part_editor"}, {"editor", "part_editor", "other_editor"}


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refused) as found:
        act(*args, **kwargs)
    assert found.value.code == code and found.value.sentence
    return found.value


def yes(name, street, objects):
    found = {}
    for (verb, who, state), answer in matrix(name, street.actors(), objects).items():
        if answer == "yes":
            found.setdefault(verb, {}).setdefault(state, set()).add(who)
    return found


def in_states(row, enum):
    objects = {}
    for state in enum.values:
        objects[state] = type(row).objects.get(pk=row.pk)
        objects[state].state = state
    return objects


# ---- who may -----------------------------------------------------------------------------------
def test_matrix_of_stations(street):
    station, by = make_station(street), street.editor
    domain.add_special(station, by=by, first_day=date(2026, 9, 2), last_day=date(2026, 9, 2), reason_zh="x")
    two = {"draft": KEEPERS, "listed": KEEPERS}
    assert yes("services.station", street, in_states(station, PlaceState)) == {
        "add": dict.fromkeys(PlaceState.values, KEEPERS),
        **dict.fromkeys(("change", "add_hours", "end_hours", "add_special", "remove_special", "add_walk"), two),
        "publish": {"draft": KEEPERS}, "close": {"listed": KEEPERS}, "reopen": {"ended": KEEPERS},
    }  # fmt: skip


def test_matrix_of_services(street):
    """Kept by the street office itself: an editor of one of its parts does not reach up."""
    service = make_service(street, category=make_category(street), stations=[make_station(street)])
    one = {"editor"}
    assert yes("services.service", street, in_states(service, PlaceState)) == {
        "add": dict.fromkeys(PlaceState.values, one),
        **dict.fromkeys(("change", "set_stations"), {"draft": one, "listed": one}),
        "publish": {"draft": one}, "close": {"listed": one}, "reopen": {"ended": one},
    }  # fmt: skip


def test_matrix_of_categories_and_sets(street):
    category = make_category(street)
    named = domain.add_set(by=street.editor, code="L1", name_zh="清单", stated=28)
    used, ended = {"used": EDITORS}, {"ended": EDITORS}
    common = {"add": dict.fromkeys(KeptState.values, EDITORS), "end": used, "use_again": ended}
    assert yes("services.category", street, in_states(category, KeptState)) == common | {"change": used}
    assert yes("services.set", street, in_states(named, KeptState)) == common | {"change": used, "set_members": used}


# ---- stations ----------------------------------------------------------------------------------
def test_the_whole_way(street, clock):
    station, by = make_station(street, publish=False), street.editor
    assert (station.state, list(Station.objects.visible_to(ANONYMOUS))) == ("draft", [])
    domain.publish_station(station, by=by)
    assert list(Station.objects.visible_to(ANONYMOUS).listed()) == [station]
    with clock("2026-09-10 12:00"):
        domain.change_station(station, by=by, **TEXTS | {"phone": "028-1"})
        domain.close_station(station, by=by, reason="搬走了")
    with clock("2026-09-11 12:00"):
        assert list(Station.objects.listed()) == [] and list(Station.objects.visible_to(ANONYMOUS)) == [station]
        station.refresh_from_db()
        assert (station.valid_to, station.state_reason) == (date(2026, 9, 10), "搬走了")
        domain.reopen_station(station, by=by)
        station.refresh_from_db()
        assert (station.valid_from, station.valid_to, station.state_reason) == (date(2026, 9, 11), None, "")
    verbs = [e.verb.rpartition(".")[2] for e in reversed(timeline(station, by))]
    assert verbs == ["add", "add_hours", "publish", "change", "close", "reopen"]
    assert [e.verb.rpartition(".")[2] for e in reversed(timeline(station, ANONYMOUS))] == ["publish", "close", "reopen"]
    change = AuditEvent.objects.get(verb="services.station.change")
    assert change.changes["phone"] == ["", "028-1"]


def test_published_from_a_day_on(street, clock):
    station = make_station(street, publish=False)
    domain.publish_station(station, by=street.editor, valid_from=date(2026, 10, 1))
    assert not Station.objects.listed().exists()
    with clock("2026-10-01 00:00"):
        assert Station.objects.listed().exists()


def test_what_a_place_needs_before_it_is_published(street):
    bare = make_station(street, "ST8", hours=(), publish=False)
    refused("no_hours", domain.publish_station, bare, by=street.editor)
    lost = make_station(street, "ST9", publish=False, lat=None)
    refused("no_spot", domain.publish_station, lost, by=street.editor)
    assert refused("code_taken", make_station, street, "ST9").field == "code"
    refused("wrong_state", domain.publish_station, make_station(street), by=street.editor)


def test_who_is_no_editor_changes_nothing(street):
    station = make_station(street)
    for name in ("leader", "buyer", "other_editor", "owner"):
        refused("keeps", domain.change_station, station, by=street.actor(name), name_zh="x")
    refused("keeps", domain.change_station, station, by=ANONYMOUS, name_zh="x")
    station.refresh_from_db()
    assert station.name_zh == "站点ST1"


# ---- hours -------------------------------------------------------------------------------------
def hours_of(street, **values):
    fields = {"period": "REGULAR", "weekdays": "12345", "opens": time(18), "closes": time(19)} | values
    station = Station.objects.first() or make_station(street)
    return domain.add_hours(station, by=street.editor, **fields)


@pytest.mark.parametrize(
    ("code", "field", "values"),
    [
        ("times_reversed", "closes", {"closes": time(18)}),
        ("no_days", "weekdays", {"weekdays": ""}),
        ("no_weekend", "weekdays", {"period": "WEEKEND", "weekdays": "56"}),
        ("no_weekday", "weekdays", {"weekdays": "56"}),
        ("dates_reversed", "valid_to", {"valid_to": date(2026, 8, 31)}),
        ("passed", "valid_from", {"valid_from": date(2026, 8, 31)}),
        ("hours_overlap", "opens", {"opens": time(16, 59)}),
        ("hours_overlap", "opens", {"period": "EVENING", "weekdays": "3", "opens": time(8), "closes": time(20)}),
    ],
)
def test_hours_that_cannot_be(street, code, field, values):
    assert refused(code, hours_of, street, **values).field == field
    assert OpeningHours.objects.count() == 1


def test_hours_that_touch_or_lie_apart_are_fine(street):
    hours_of(street, opens=time(17))
    hours_of(street, period="WEEKEND", weekdays="76")
    hours_of(street, period="HOLIDAY", weekdays="12", opens=time(9), closes=time(12))
    rows = OpeningHours.objects.order_by("pk").values_list("period", "weekdays")
    assert list(rows) == [("REGULAR", "12345"), ("REGULAR", "12345"), ("WEEKEND", "67"), ("HOLIDAY", "")]


def test_hours_end_and_others_follow(street, clock):
    station = make_station(street)
    row = station.hours.get()
    later = {"hours": row, "by": street.editor}
    with clock("2026-09-10 09:00"):
        refused("passed", domain.end_hours, station, last_day=date(2026, 9, 8), **later)
        domain.end_hours(station, last_day=date(2026, 9, 30), **later)
        refused("later", domain.end_hours, station, last_day=date(2026, 10, 8), **later)
        new = hours_of(street, opens=time(8), closes=time(18), valid_from=date(2026, 10, 1))
        domain.end_hours(station, by=street.editor, hours=new, last_day=date(2026, 9, 30))
        assert not OpeningHours.objects.filter(pk=new.pk).exists()
    with clock("2026-10-10 09:00"):
        refused("no_hours", domain.end_hours, station, last_day=date(2026, 10, 10), **later)
    row.refresh_from_db()
    assert row.valid_to == date(2026, 9, 30)


def test_hours_of_another_place_are_not_ended_here(street):
    one, two = make_station(street), make_station(street, "ST2")
    refused("not_here", domain.end_hours, one, by=street.editor, hours=two.hours.get(), last_day=date(2026, 9, 9))


DAY = date(2026, 9, 16)


@pytest.mark.parametrize(
    ("code", "field", "values"),
    [
        ("dates_reversed", "last_day", {"last_day": date(2026, 9, 15)}),
        ("passed", "last_day", {"first_day": date(2026, 8, 1), "last_day": date(2026, 8, 31)}),
        ("too_long", "last_day", {"last_day": date(2027, 9, 30)}),
        ("half_a_span", "closes", {"opens": time(9)}),
        ("half_a_span", "opens", {"closes": time(9)}),
        ("times_reversed", "closes", {"opens": time(9), "closes": time(9)}),
    ],
)
def test_special_days_that_cannot_be(street, code, field, values):
    fields = {"first_day": DAY, "last_day": DAY, "reason_zh": "停电"} | values
    assert refused(code, domain.add_special, make_station(street), by=street.editor, **fields).field == field


def test_special_days_come_and_go(street, clock):
    station, by = make_station(street), street.editor
    row = domain.add_special(station, by=by, first_day=DAY, last_day=DAY + timedelta(days=3), reason_zh="停电")
    refused("special_overlaps", domain.add_special, station, by=by, first_day=DAY, last_day=DAY, reason_zh="x")
    with clock("2026-09-17 10:00"):
        domain.remove_special(station, by=by, special=row)
        row.refresh_from_db()
        assert row.last_day == DAY  # the day that has passed stays on record
        refused("no_special", domain.remove_special, station, by=by, special=row)
    public = [e.public_note for e in timeline(station, ANONYMOUS) if e.verb.endswith("add_special")]
    assert public == ["停电"]


def test_the_database_refuses_hours_the_wrong_way_round(street):
    station = make_station(street)
    with pytest.raises(IntegrityError), transaction.atomic():
        station.hours.create(period="REGULAR", weekdays="1", opens=time(9), closes=time(8), valid_from=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        station.specials.create(first_day=DAY, last_day=DAY, opens=time(9), reason_zh="x")


# ---- services, categories, named lists -----------------------------------------------------------
def test_services(street):
    category, station = make_category(street), make_station(street)
    service = make_service(street, category=category, publish=False)
    refused("no_station", domain.publish_service, service, by=street.editor)
    domain.set_stations(service, by=street.editor, stations=[station])
    domain.publish_service(service, by=street.editor)
    domain.change_service(service, by=street.editor, fee=Decimal("0.50"), fee_tier="low", channels=[])
    service.refresh_from_db()
    assert (service.fee, service.channels, service.mode_labels) == (Decimal("0.50"), "", ["一站式服务"])
    refused("has_services", domain.end, category, by=street.editor)
    domain.close_service(service, by=street.editor, reason="已取消")
    domain.end(category, by=street.editor)
    assert (Category.objects.get().state, list(Service.objects.listed())) == ("ended", [])
    domain.use_again(category, by=street.editor)
    domain.reopen_service(service, by=street.editor)
    assert list(Service.objects.listed()) == [service]


def test_a_service_cannot_come_back_where_no_place_is_left(street):
    station = make_station(street)
    service = make_service(street, category=make_category(street), stations=[station])
    domain.close_service(service, by=street.editor, reason="x")
    domain.close_station(station, by=street.editor, reason="x")
    refused("no_station", domain.reopen_service, service, by=street.editor)


def test_named_lists(street):
    service = make_service(street, category=make_category(street), stations=[make_station(street)])
    named = domain.add_set(by=street.editor, code="L1", name_zh="清单", stated=28)
    domain.set_members(named, by=street.editor, services=[service])
    assert list(ServiceSet.objects.get().services.all()) == [service]
    assert AuditEvent.objects.get(verb="services.set.set_members").note == "SV1"
    domain.end(named, by=street.editor)
    refused("wrong_state", domain.set_members, named, by=street.editor, services=[])
    assert core_clock.today() == date(2026, 9, 1)
