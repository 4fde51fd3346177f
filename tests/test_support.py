"""The ground that the other tests stand on: what one test commits, the next does not see; what migrations made stays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page, Site

from marketplace.core.models import AuditEvent
from orgs.models import User
from tests.factories import make_user
from tests.support import postgres

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_is_committed_is_gone_in_the_next_test(turn):
    assert User.objects.count() == 0
    make_user()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO no_such_table VALUES (1)")


@pytest.mark.django_db
def test_rows_of_migrations_are_there():
    assert (Page.objects.filter(depth=1).count(), Site.objects.count()) == (1, 1)
    assert AuditEvent.objects.count() == 0


@pytest.mark.skipif(postgres.binaries() is None, reason=f"PostgreSQL is missing: {postgres.HOW}")
def test_a_postgresql_of_ones_own():
    """Started in a process of its own, answering, and gone with it."""
    code = (
        "import psycopg, sys; from tests.support import postgres; url = postgres.start();"
        "print(psycopg.connect(url).execute('select 6 * 7').fetchone()[0], url)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    number, url = answer.stdout.split()
    assert number == "42"
    import psycopg

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)
