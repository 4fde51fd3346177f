"""Rows whose statements are kept are written, changed and read as Django does it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock
from marketplace.core.models import Counter, OutboxEvent
from marketplace.core.numbers import next_number
from marketplace.core.prepared import find

pytestmark = pytest.mark.django_db


def event(**fields):
    values = {"kind": "x.y", "payload": {"a": [1, "二", None]}, "created_at": clock.now(), "not_before": clock.now()}
    return OutboxEvent.objects.create(**values | fields)


def plain(row) -> dict:
    """What Django's own reading says of it."""
    return OutboxEvent.objects.filter(pk=row.pk).values().get()


def values(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_is_kept_as_django_keeps_it():
    first, second = event(), event(kind="z", object_id=7, error="bad ' % %s")
    assert first.pk and second.pk > first.pk and not first._state.adding
    assert [plain(row) for row in (first, second)] == [values(row) for row in (first, second)]
    second.attempts, second.delivered_at, second.payload = 3, clock.now() + timedelta(days=1), {"b": "%s"}
    second.save()
    assert plain(second) == values(second) and plain(first) == values(first)
    second.kind, second.attempts = "not kept", 4
    second.save(update_fields=["attempts"])
    assert (plain(second)["kind"], plain(second)["attempts"]) == ("z", 4)
    second.refresh_from_db()
    assert plain(second) == values(second)


def test_what_is_not_plain_goes_djangos_way():
    row = event(attempts=2)
    row.attempts = F("attempts") + 5
    row.save()
    row.refresh_from_db()
    assert row.attempts == 7
    late = OutboxEvent.objects.defer("payload").get(pk=row.pk)
    late.refresh_from_db()
    assert late.get_deferred_fields() == {"payload"} and late.payload == row.payload


def test_a_row_with_a_key_of_its_own_is_new_or_changed():
    row = event()
    again = OutboxEvent(pk=row.pk, kind="again", created_at=row.created_at, not_before=row.not_before)
    again.save()
    own = OutboxEvent(pk=row.pk + 50, kind="own", created_at=row.created_at, not_before=row.not_before)
    own.save()
    assert set(OutboxEvent.objects.values_list("pk", "kind")) == {(row.pk, "again"), (row.pk + 50, "own")}
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxEvent(pk=row.pk, kind="x", created_at=row.created_at, not_before=row.not_before).save(force_insert=True)


def test_a_row_that_is_gone_is_no_row():
    row = event()
    OutboxEvent.objects.filter(pk=row.pk).delete()
    with pytest.raises(OutboxEvent.DoesNotExist):
        row.refresh_from_db()
    assert find(OutboxEvent, id=row.pk) is None


def test_found_by_columns_empty_ones_too():
    first, second = event(kind="a"), event(kind="a", object_id=7)
    assert find(OutboxEvent, kind="a", object_id=None) == first
    assert find(OutboxEvent, kind="a", object_id=7) == second
    assert find(OutboxEvent, kind="b", object_id=None) is None
    found = find(OutboxEvent, id=second.pk)
    assert values(found) == plain(second) and found._state.db == "default" and not found._state.adding


def test_who_listens_to_saves_hears_of_it():
    heard = []

    def hears(sender, instance, created, **kwargs):
        heard.append((instance.pk, created))

    post_save.connect(hears, sender=OutboxEvent)
    try:
        row = event()
        row.save()
    finally:
        post_save.disconnect(hears, sender=OutboxEvent)
    assert heard == [(row.pk, True), (row.pk, False)]


def test_a_number_is_raised_in_one_statement():
    assert [next_number("T", 2031), next_number("T", 2031), next_number("T", 2032)] == ["2031-001", "2031-002", "2032-001"]  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        assert next_number("T", 2031) == "2031-003"
    assert len(asked) == 1 and Counter.objects.get(series="T", year=2031).value == 3
