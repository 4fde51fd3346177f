"""System checks: what a start in production should not be without. `manage.py check --deploy` runs them."""

from django.conf import settings
from django.core import checks
from django.core.checks import Tags
from django.db import connections
from django.db.migrations.loader import MigrationLoader

SHORT = 32


@checks.register(Tags.security, deploy=True)
def deployment(app_configs, **kwargs):
    """Settings that are right on a developer's machine or in a demo, and wrong where real people come."""
    found = []
    if settings.DEMO:
        found.append(
            checks.Error("DEMO=1: passwords and one-time codes are shown.", hint="Unset DEMO.", id="linli.E001")
        )
    if settings.CLOCK_SHIFT:
        found.append(checks.Error("CLOCK_SHIFT moves the clock: deadlines would be wrong.", id="linli.E002"))
    if len(settings.SEALING_KEY) < SHORT or settings.SEALING_KEY == settings.SECRET_KEY:
        found.append(
            checks.Error(
                f"SEALING_KEY is shorter than {SHORT} characters or the same as SECRET_KEY.",
                hint="Bids are sealed under it: give it a long random secret of its own.",
                id="linli.E003",
            )
        )
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            checks.Warning("SITE_URL is not https: links in letters and QR codes lead there.", id="linli.W001")
        )
    if settings.TASK_MODE != "worker":
        found.append(
            checks.Warning(
                "TASKS=inline: letters are sent while people wait, and nothing is tried again.",
                hint="Set TASKS=worker and run manage.py worker.",
                id="linli.W002",
            )
        )
    if settings.EMAIL_CONFIG["EMAIL_BACKEND"].rsplit(".", 2)[-2] in {"console", "dummy", "locmem"}:
        found.append(checks.Warning("EMAIL_URL sends no letters: nobody could log in by code.", id="linli.W003"))
    return found


@checks.register(Tags.database)
def guards(app_configs, databases=None, **kwargs):
    """The database itself keeps append-only tables; one that was copied or mended by hand may not any more.

    Runs with `migrate` and with `check --database default`; asks for what the applied migrations promised.
    """
    found = []
    for alias in databases or ():
        connection = connections[alias]
        loader = MigrationLoader(connection)
        promised = set().union(
            *(
                operation.guards[connection.vendor]
                for key in loader.applied_migrations
                if key in loader.disk_migrations
                for operation in loader.disk_migrations[key].operations
                if hasattr(operation, "guards")
            )
        )
        found += [
            checks.Error(
                f"{table} has lost its guards: its rows could be changed.",
                hint="Restore the triggers from the migrations, then run manage.py ledger verify.",
                id="linli.E004",
            )
            for table in sorted({table for table, _trigger in promised - _guards(connection)})
        ]
    return found


def _guards(connection) -> set:
    """(table, trigger) of every trigger that is there and not switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')")
        return set(cursor.fetchall())
