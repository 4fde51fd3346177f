"""/healthz: the process answers. /readyz: everything it needs is there."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse

from . import clock
from .models import Heartbeat

SILENT_AFTER = timedelta(minutes=3)


def healthz(request):
    return JsonResponse({"ok": True})


def readyz(request):
    """Each part with what is wrong with it; 503 when one is."""
    parts = {"database": _database(), "migrations": "", "worker": "", "search": {"engine": "database"}}
    if not parts["database"]:
        parts["migrations"], parts["worker"] = _migrations(), _worker()
    parts["search"]["problem"] = parts["database"]  # lists search the database itself
    ok = not (parts["database"] or parts["migrations"] or parts["worker"])
    shown = {k: v if isinstance(v, dict) else {"problem": v} for k, v in parts.items()}
    return JsonResponse({"ok": ok} | shown, status=200 if ok else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        return type(error).__name__
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} migrations wait" if waiting else ""


def _worker() -> str:
    if settings.TASK_MODE == "inline":
        return ""
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return "never seen"
    return "silent" if abs(clock.now() - beat.at) > SILENT_AFTER else ""
