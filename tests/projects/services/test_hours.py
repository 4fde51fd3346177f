"""When a place is open: kinds of days, special days, the next opening; and how far it is on foot."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from marketplace.core.models import WorkdayOverride
from marketplace.core.workdays import calendar as days_of
from projects.services import domain, hours, words
from projects.services.models import Station
from projects.services.walking import FIRST, metres

from .builders import LAT, LON, METRE, clock_time, make_station

pytestmark = pytest.mark.django_db
ALL = (
    ("REGULAR", "12345", 9, 12), ("EXTENDED", "12345", 12, 13.5), ("REGULAR", "12345", 13.5, 17), ("EVENING", "4", 18, 20),
    ("WEEKEND", "6", 9, 12), ("HOLIDAY", "", 10, 11),
)  # fmt: skip


def spans(station, day):
    day = date.fromisoformat(day)
    found = hours.day_of(Station.objects.with_hours().get(pk=station.pk), day, days_of(day, day)[day])
    return found.kind, words.spans_words(found.open_from_to)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-09-16", ("working", "09:00–17:00")),  # Wednesday; the three spans touch
        ("2026-09-17", ("working", "09:00–17:00、18:00–20:00")),  # Thursday evening
        ("2026-09-19", ("weekend", "09:00–12:00")),
        ("2026-09-13", ("weekend", "不开门")),  # Sunday
        ("2026-09-20", ("makeup", "09:00–17:00")),  # a Sunday worked for National Day; no Thursday evening
        ("2026-10-02", ("holiday", "10:00–11:00")),  # Friday
        ("2026-10-03", ("holiday", "10:00–11:00")),  # a Saturday inside the holiday is no plain Saturday
    ],
)
def test_which_hours_hold(street, day, found):
    assert spans(make_station(street, hours=ALL), day) == found


def test_an_override_makes_a_day_free_or_worked(street):
    station = make_station(street, hours=ALL)
    WorkdayOverride.objects.create(day=date(2026, 9, 16), is_working=False, source="storm")
    WorkdayOverride.objects.create(day=date(2026, 9, 19), is_working=True, source="in exchange")
    assert spans(station, "2026-09-16") == ("holiday", "10:00–11:00")
    assert spans(station, "2026-09-19") == ("makeup", "09:00–17:00")


def test_special_days_replace_everything(street):
    station, by = make_station(street, hours=ALL), street.editor
    domain.add_special(station, by=by, first_day=date(2026, 9, 16), last_day=date(2026, 9, 17), reason_zh="停电")
    for opens, closes in ((14, 15), (16, 17)):
        domain.add_special(
            station, by=by, first_day=date(2026, 9, 18), last_day=date(2026, 9, 18), opens=clock_time(opens),
            closes=clock_time(closes), reason_zh="培训",
        )  # fmt: skip
    assert spans(station, "2026-09-16") == spans(station, "2026-09-17") == ("working", "不开门")
    assert spans(station, "2026-09-18") == ("working", "14:00–15:00、16:00–17:00")


def test_rows_hold_between_their_days(street):
    station = make_station(street, hours=ALL)
    row = station.hours.get(period="EVENING")
    domain.end_hours(station, by=street.editor, hours=row, last_day=date(2026, 9, 17))
    assert spans(station, "2026-09-17")[1].endswith("20:00") and spans(station, "2026-09-24")[1] == "09:00–17:00"


@pytest.mark.parametrize(
    ("now", "is_open", "moment", "sentence"),
    [
        ("2026-09-16 08:59", False, "2026-09-16 09:00", "现在不开，今天 09:00 开门"),
        ("2026-09-16 09:00", True, "2026-09-16 17:00", "现在开门，到 17:00"),
        ("2026-09-16 16:59", True, "2026-09-16 17:00", "现在开门，到 17:00"),
        ("2026-09-16 17:00", False, "2026-09-17 09:00", "现在不开，明天 09:00 开门"),
        ("2026-09-17 17:30", False, "2026-09-17 18:00", "现在不开，今天 18:00 开门"),
        ("2026-09-12 12:00", False, "2026-09-14 09:00", "现在不开，9 月 14 日 周一 09:00 开门"),
        ("2026-10-01 12:00", False, "2026-10-02 10:00", "现在不开，明天 10:00 开门"),
    ],
)
def test_status_and_the_next_opening(street, clock, now, is_open, moment, sentence):
    station = make_station(street, hours=ALL)
    with clock(now):
        found = hours.status(Station.objects.with_hours().get(pk=station.pk), hours.calendar())
        assert words.status_words(found) == sentence
    there = timezone.make_aware(datetime.fromisoformat(moment))
    assert (found.is_open, found.until if is_open else found.opens) == (is_open, there)
    assert found.changes <= there


def test_nothing_ahead(street, clock):
    station = make_station(street)
    domain.add_special(
        station, by=street.editor, first_day=date(2026, 9, 1), last_day=date(2026, 10, 31), reason_zh="装修"
    )
    found = hours.status(Station.objects.with_hours().get(pk=station.pk), hours.calendar())
    assert (found.is_open, found.opens, words.status_words(found)) == (False, None, "不开门，两周内没有开放时间")


def test_beyond_the_published_calendar_days_are_provisional():
    found = days_of(date(2030, 9, 30), date(2030, 10, 4))
    assert [(d.is_working, d.holiday, d.provisional) for d in found.values()] == [
        (True, "", True), (False, "National Day", True), (False, "National Day", True), (False, "National Day", True),
        (True, "", True),
    ]  # fmt: skip


def test_a_calendar_costs_one_query(street, django_assert_num_queries):
    with django_assert_num_queries(1):
        hours.calendar()


@pytest.mark.parametrize(("north", "far"), [(0, 1), (57, 1), (58, 2), (865, 15), (866, 16)])
def test_minutes_on_foot(north, far):
    """75 metres a minute, 1.3 times the straight line: 15 minutes are 865 metres as the crow flies."""
    assert FIRST.minutes(LAT, LON, LAT + north * METRE, LON) == far


def test_metres():
    assert metres(0, 0, 0, 180) == pytest.approx(20_015_087, rel=1e-4)
    assert metres(LAT, LON, LAT, LON) == 0


def test_words_of_days(street):
    station = make_station(
        street, hours=(("REGULAR", "135", 9, 10), ("HOLIDAY", "", 9, 10), ("STAGGERED", "12345", 11, 12))
    )
    assert {words.days_words(row) for row in station.hours.all()} == {
        "星期一、星期三、星期五",
        "星期一 至 星期五",
        "节假日",
    }
    assert time(9) == station.hours.first().opens


def test_hours_in_short(street):
    assert words.in_short(make_station(street, hours=ALL).hours.all()) == [
        ("星期一 至 星期五", "09:00–17:00"), ("星期四", "18:00–20:00"), ("星期六", "09:00–12:00"), ("节假日", "10:00–11:00"),
    ]  # fmt: skip
