"""How a business act is done: one transaction, one moment, the table's answer, audit and outbox with it."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from marketplace.core import clock, numbers
from marketplace.core.actors import ANONYMOUS
from marketplace.core.models import AuditEvent, Counter, OutboxEvent, WorkdayOverride
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.verbs import act, creating, lock, verb
from tests.factories import actor, make_user

from .days import make_day, table  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("table")]


@pytest.fixture
def by():
    return actor(make_user(name="Mr Li"))


def test_an_act_sets_the_state_and_leaves_audit_and_outbox(by):
    day = make_day()
    with verb("light", day, by=by, note="for officers", public_note="for all") as held:
        assert held is day
        held.is_working = False
    day.refresh_from_db()
    assert (day.source, day.is_working) == ("green", False)
    event = AuditEvent.objects.get()
    assert (event.verb, event.object, event.actor, event.note, event.public_note, event.public) == (
        "test.day.light", day, by.user, "for officers", "for all", True,
    )  # fmt: skip
    assert event.changes == {"source": ["red", "green"], "is_working": [True, False]}
    row = OutboxEvent.objects.get()
    assert (row.kind, row.object, row.audit) == ("test.lit", day, event)


def test_creating_asks_the_table_and_records_what_is_there_now():
    with creating(WorkdayOverride(day=date(2027, 3, 1), is_working=True), by=ANONYMOUS) as day:
        day.is_working = False
    day.refresh_from_db()
    assert (day.source, day.is_working) == ("red", False)
    assert AuditEvent.objects.get().verb == "test.day.create"


@pytest.mark.parametrize(
    ("state", "when", "known", "name", "code", "status"),
    [
        ("red", date(2027, 3, 1), False, "light", "known", 403),
        ("green", date(2027, 3, 1), True, "light", "wrong_state", 409),
        ("red", date(2027, 3, 5), True, "light", "test.friday", 422),
        ("green", date(2027, 3, 1), True, "sign", "second_factor", 403),
    ],
)
def test_refusals_come_in_order_and_change_nothing(state, when, known, name, code, status):
    day = make_day(when, state)
    who = actor(make_user(), second_factor=False) if known else ANONYMOUS
    with pytest.raises(Refused) as refused, verb(name, day, by=who):
        pytest.fail("the block of a refused act does not run")
    assert (refused.value.code, refused.value.status) == (code, status)
    assert "%(" not in refused.value.sentence
    day.refresh_from_db()
    assert day.source == state
    assert not AuditEvent.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_an_exception_inside_leaves_nothing(by):
    day = make_day()
    with pytest.raises(ZeroDivisionError), verb("light", day, by=by):
        with verb("note", make_day(date(2027, 3, 2)), by=by):
            pass
        numbers.next_number("TEST")
        raise ZeroDivisionError
    assert list(WorkdayOverride.objects.values_list("source", flat=True)) == ["red"]
    assert not AuditEvent.objects.exists()
    assert not OutboxEvent.objects.exists()
    assert not Counter.objects.filter(series="TEST").exists()
    assert not clock.is_frozen()


def test_a_stale_object_is_read_afresh_before_the_table_is_asked(by):
    day = make_day()
    WorkdayOverride.objects.filter(pk=day.pk).update(source="green")
    with pytest.raises(Refused, match="wrong_state"), verb("light", day, by=by):
        pass


def test_a_row_that_is_gone_is_refused(by):
    day = make_day()
    WorkdayOverride.objects.all().delete()
    with pytest.raises(Refused, match="gone"), verb("light", day, by=by):
        pass


def test_nested_on_the_same_object_keeps_what_was_changed_before(by):
    day = make_day()
    with verb("light", day, by=by) as day:
        day.is_working = False
        with verb("note", day, by=by) as day:
            day.day = date(2027, 3, 9)
    day.refresh_from_db()
    assert (day.source, day.is_working, day.day) == ("green", False, date(2027, 3, 9))


def test_nested_through_another_copy_of_the_row_loses_neither_work(by):
    day = make_day()
    with verb("note", day, by=by) as day:
        day.is_working = False
        copy = WorkdayOverride.objects.get(pk=day.pk)
        with verb("light", copy, by=by) as copy:
            copy.day = date(2027, 3, 9)
        assert (copy.is_working, day.source, day.day) == (False, "green", date(2027, 3, 9))
    day.refresh_from_db()
    assert (day.source, day.is_working, day.day) == ("green", False, date(2027, 3, 9))


def test_time_stands_still_in_an_act_and_in_the_acts_inside(by):
    with act():
        begun = clock.now()
        with verb("light", make_day(), by=by):
            assert clock.now() == begun
        assert AuditEvent.objects.get().at == begun
    assert not clock.is_frozen()


def test_the_clock_can_be_fixed_and_moved(clock):
    from marketplace.core import clock as core

    with clock("2026-10-01 00:00"):
        assert core.today() == date(2026, 10, 1)
        with act():
            assert core.now() == core.transaction_now()
    real = core.now()
    with core.moved(timedelta(days=3)), core.moved(timedelta(days=-1)):
        assert timedelta(days=2) <= core.now() - real < timedelta(days=2, seconds=5)
        assert core.is_moved()


def test_log_in_is_made_anew_each_time():
    raised = []
    for _turn in range(2):
        try:
            raise LOG_IN
        except Refused as error:
            raised.append(error)
    assert raised[0] is not raised[1]
    assert [error.code for error in raised] == ["log_in", "log_in"]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_does_the_act():
    """Row lock on PostgreSQL, write lock at the beginning (IMMEDIATE) on SQLite."""
    day, by = make_day(), actor(make_user())
    start, outcomes = threading.Barrier(8), []

    def go():
        try:
            start.wait()
            with verb("light", WorkdayOverride.objects.get(pk=day.pk), by=by):
                number = numbers.next_number("RACE")
            outcomes.append(number)
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [f"{clock.today().year}-001"] + ["wrong_state"] * 7
    assert AuditEvent.objects.count() == OutboxEvent.objects.count() == 1
    assert Counter.objects.get(series="RACE").value == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_when_drawn_at_once():
    drawn = []

    def go():
        try:
            with act():
                number = numbers.next_number("RUSH", 2026)
            drawn.append(number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(drawn) == [f"2026-{n:03d}" for n in range(1, 13)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_the_moment_is_the_transactions():
    with act(), connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()")
        assert cursor.fetchone()[0] == clock.now()


def test_lock_reads_afresh():
    day = make_day()
    WorkdayOverride.objects.filter(pk=day.pk).update(is_working=False)
    with act():
        assert lock(day).is_working is False
