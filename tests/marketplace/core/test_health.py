"""/healthz, /readyz and the worker that they speak of."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from marketplace.core import clock as time_of_portal
from marketplace.core import outbox, registry
from marketplace.core.models import Heartbeat, OutboxEvent

READY = {
    "ok": True, "database": {"problem": ""}, "migrations": {"problem": ""}, "worker": {"problem": ""},
    "search": {"engine": "database", "problem": ""},
}  # fmt: skip


def test_healthz_asks_nothing(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json(), answer["Content-Type"]) == (200, {"ok": True}, "application/json")


@pytest.mark.django_db
def test_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, READY)


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "problem"), [(None, "never seen"), (10, "silent"), (2, ""), (-10, "silent")])
def test_the_worker_is_missed(client, settings, ago, problem):
    settings.TASK_MODE = "worker"
    if ago is not None:
        Heartbeat.objects.create(name="worker", at=time_of_portal.now() - timedelta(minutes=ago))
    answer = client.get("/readyz")
    assert answer.status_code == (503 if problem else 200)
    assert answer.json() == READY | {"ok": not problem, "worker": {"problem": problem}}


@pytest.mark.django_db
def test_a_migration_waits(client):
    MigrationRecorder.Migration.objects.filter(app="funds").order_by("-id").first().delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        READY | {"ok": False, "migrations": {"problem": "1 migrations wait"}},
    )


def test_the_database_is_away(client, django_db_blocker):
    """Nothing of the error's text (host, user) is told."""
    with django_db_blocker.unblock(), mock.patch.object(connection, "cursor", side_effect=OSError("secret-host")):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == READY | {
        "ok": False, "database": {"problem": "OSError"}, "search": {"engine": "database", "problem": "OSError"},
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_one_round_delivers_beats_and_survives_a_broken_job(settings, monkeypatch):
    settings.TASK_MODE = "worker"
    done = []

    def broken(actor):
        raise ValueError("broken")

    monkeypatch.setattr(registry, "_periodic", {"broken": broken, "tidy": lambda actor: done.append(actor.system)})
    monkeypatch.setitem(outbox._receivers, "tests.heard", [lambda event: done.append(event.payload)])
    outbox.put("tests.heard", payload={"n": 1})
    assert done == []
    call_command("worker", once=True)
    assert done == ["tidy", {"n": 1}]
    assert Heartbeat.objects.get(name="worker").at <= time_of_portal.now()
    assert OutboxEvent.objects.filter(delivered_at=None).count() == 0


@pytest.mark.twice
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_it_stops_when_told(number):
    """A process of its own, beating within seconds and gone cleanly after the signal."""
    database = connection.settings_dict
    url = (
        f"sqlite:///{database['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=configured.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "marketplace.settings", "DATABASE_URL": url, "TASKS": "worker"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(300):
            if Heartbeat.objects.filter(name="worker").exists():
                break
            time.sleep(0.1)
        assert Heartbeat.objects.filter(name="worker").exists()
        process.send_signal(number)
        _out, errors = process.communicate(timeout=15)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, "")
