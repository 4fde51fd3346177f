"""What only grows: the database itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.core.audit import record
from marketplace.core.models import AuditEvent
from tests.factories import actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    user = make_user()
    return record("test.done", user, by=actor(user))


def refused(sql, *values):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    assert AuditEvent.objects.count() == 1


def test_update_is_refused(event):
    refused("UPDATE core_auditevent SET verb = 'other' WHERE id = %s", event.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()


def test_delete_is_refused(event):
    refused("DELETE FROM core_auditevent WHERE id = %s", event.pk)
    refused("DELETE FROM core_auditevent")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()


def test_replacing_a_row_is_a_change_too(event):
    if connection.vendor == "sqlite":
        refused("INSERT OR REPLACE INTO core_auditevent SELECT * FROM core_auditevent")
    else:
        refused(
            "INSERT INTO core_auditevent SELECT * FROM core_auditevent ON CONFLICT (id) DO UPDATE SET verb = 'other'"
        )


@pytest.mark.postgres
def test_truncate_is_refused(event):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses for a reason of its own
    refused("TRUNCATE core_auditevent CASCADE")


def test_the_audit_keeps_no_personal_data():
    user = make_user("secret-person@example.org", name="Secret Person", phone="13800000000")
    event = record("test.made", user, by=actor(user), before={})
    assert "ecret" not in str(event.changes)
    assert "13800000000" not in str(event.changes)
    assert event.changes["language"] == [None, "zh-hans"]
