"""Working days: the State Council's list, dated overrides, a provisional calendar beyond; who keeps dates is told.

Vectors of 2026: General Office of the State Council, notice on the arrangement of holidays in 2026.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import outbox, registry, workdays
from marketplace.core.actors import system
from marketplace.core.models import OutboxEvent, WorkdayOverride
from marketplace.core.workdays import Due, Workday

pytestmark = pytest.mark.django_db
YES, NO = Workday(True), Workday(False)


@pytest.mark.parametrize(
    ("day", "judged"),
    [
        (date(2026, 1, 1), NO),
        (date(2026, 1, 4), YES),  # Sunday, made up for New Year
        (date(2026, 2, 14), YES),  # Saturday, made up for Spring Festival
        (date(2026, 2, 16), NO),
        (date(2026, 9, 20), YES),  # Sunday, made up for National Day
        (date(2026, 10, 1), NO),
        (date(2026, 10, 7), NO),
        (date(2026, 10, 8), YES),
        (date(2026, 10, 10), YES),  # Saturday, made up for National Day
        (date(2026, 10, 11), NO),
        (date(2026, 11, 23), YES),
    ],
)
def test_the_published_list(day, judged):
    assert workdays.is_working_day(day) == judged


def test_over_national_day_2026():
    assert workdays.add_working_days(date(2026, 9, 30), 3) == Due(date(2026, 10, 10))
    assert workdays.add_days(date(2026, 9, 30), 3, "working") == Due(date(2026, 10, 10))
    assert workdays.add_days(date(2026, 9, 30), 3, "calendar") == Due(date(2026, 10, 3))
    assert workdays.working_days_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert workdays.add_working_days(date(2026, 9, 30), 0) == Due(date(2026, 9, 30))


def test_beyond_the_published_years_it_is_provisional():
    year = workdays.last_published() + 1
    assert year == 2027
    assert workdays.is_working_day(date(year, 10, 1)) == Workday(False, True)
    assert workdays.is_working_day(date(year, 10, 4)) == Workday(True, True)  # a Monday; only fixed dates are known
    assert workdays.is_working_day(date(year, 2, 6)) == Workday(False, True)  # Saturday
    assert workdays.add_working_days(date(2026, 12, 30), 1) == Due(date(2026, 12, 31))
    assert workdays.add_working_days(date(2026, 12, 31), 1) == Due(date(2027, 1, 4), True)


def test_a_row_wins_and_makes_it_certain():
    WorkdayOverride.objects.create(day=date(2026, 3, 2), is_working=False, source="flood, notice 12")
    WorkdayOverride.objects.create(day=date(2027, 1, 1), is_working=True, source="notice 13")
    assert workdays.is_working_day(date(2026, 3, 2)) == NO
    assert workdays.is_working_day(date(2027, 1, 1)) == YES
    assert workdays.add_working_days(date(2026, 2, 28), 1) == Due(date(2026, 3, 3))


def test_a_long_stretch_made_free_is_counted_over():
    start = date(2026, 3, 1)
    WorkdayOverride.objects.bulk_create(
        WorkdayOverride(day=start + timedelta(days=k), is_working=False, source="x") for k in range(100)
    )
    assert workdays.add_working_days(start, 1) == Due(date(2026, 6, 9))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
def test_adding_and_counting_agree(start, n):
    due = workdays.add_working_days(start, n)
    assert workdays.working_days_between(start, due.day) == n
    assert n == 0 or workdays.is_working_day(due.day).is_working


def test_days_are_counted_forwards_and_in_known_kinds():
    with pytest.raises(ValueError, match="forwards"):
        workdays.add_working_days(date(2026, 3, 2), -1)
    with pytest.raises(ValueError, match="calendar or working"):
        workdays.add_days(date(2026, 3, 2), 1, "lunar")
    assert workdays.working_days_between(date(2026, 3, 2), date(2026, 3, 1)) == 0


def test_whoever_keeps_provisional_dates_is_told_of_each_change_once(monkeypatch):
    from collections import defaultdict

    monkeypatch.setattr(outbox, "_receivers", defaultdict(list))
    told = []

    @registry.on_calendar
    def again(event):
        told.append(event.payload)

    def round_():
        workdays.notice_changes(system("core.calendar"))
        outbox.deliver()
        return len(told)

    assert [round_(), round_()] == [1, 1]
    row = WorkdayOverride.objects.create(day=date(2027, 1, 1), is_working=True, source="notice 13")
    assert [round_(), round_()] == [2, 2]
    row.delete()
    assert [round_(), round_()] == [3, 3], "going back is a change too"
    monkeypatch.setattr(workdays, "last_published", lambda: 2027)
    assert [round_(), round_()] == [4, 4]
    assert told[-1] == {"published_to": 2027}
    assert OutboxEvent.objects.filter(kind=workdays.CHANGED).count() == 4
