"""Databases of the tests: migrated once, copied for each worker, restored after each test that commits.

Append-only tables refuse the flush that Django would do, so a committed test gets its database back by a
fresh copy of the template.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import get_ident
from weakref import WeakSet

import django
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.signals import connection_created

TEMPLATES = Path(settings.BASE_DIR) / "var" / "test-templates"
RUN = Path(os.environ["LINLI_TEST_DIR"])  # one folder a run, whatever the worker
HOUSE = ("marketplace", "orgs", "projects", "cms", "search")
KEPT = 6  # templates of other branches and other Djangos, which may be in use this very moment


def fingerprint() -> str:
    """Changes with every migration, model and guard of the house, with every package, and with Django."""
    digest = hashlib.sha256(django.__version__.encode())
    root = Path(settings.BASE_DIR)
    ours = [
        path
        for room in HOUSE
        for path in (root / room).rglob("*.py")
        if {"migrations", "models"} & set(path.parts) or path.stem in {"models", "appendonly"}
    ]
    for path in [*sorted(ours), root / "requirements.txt"]:
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(name, folder=TEMPLATES):
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


_opened = WeakSet()


def _note(connection, **_):
    _opened.add(connection)


connection_created.connect(_note)


def close_all():
    """Every connection of this thread: inside the event loop of a browser Django keeps others than outside."""
    for one in list(_opened):
        if one._thread_ident == get_ident():
            one.close()
    connections.close_all()


class Sqlite:
    """A file a worker; restored from a copy of its own, so that nothing another run does can take it away.

    A restored database is a new file under a new name: a thread of a server that has not ended yet may hold the old
    one, and what it does to that, or to the log beside it, must not reach the next test.
    """

    def __init__(self, worker):
        self.worker, self.number = worker, 0
        self.path = Path(settings.VAR_DIR) / f"{worker}.sqlite3"
        self.template = self.path.with_suffix(".template")

    def prepare(self):
        shared = TEMPLATES / f"{fingerprint()}.sqlite3"
        with one_at_a_time("sqlite"):
            if not shared.exists():
                building = shared.with_suffix(".building")
                building.unlink(missing_ok=True)
                self._point(building)
                call_command("migrate", verbosity=0)
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                close_all()
                building.replace(shared)
            shared.touch()
            shutil.copyfile(shared, self.template)
            for old in sorted(TEMPLATES.glob("*.sqlite3"), key=lambda p: p.stat().st_mtime)[:-KEPT]:
                old.unlink()
        self.restore()

    def _point(self, path):
        close_all()
        connection.settings_dict["NAME"] = str(path)

    def restore(self, source=None):
        close_all()
        self._remove()
        self.number += 1
        self.path = self.path.with_name(f"{self.worker}-{self.number}.sqlite3")
        shutil.copyfile(source or self.template, self.path)
        self._point(self.path)

    def _remove(self):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def keep(self, name):
        """The database as it is now, kept under a name for all workers of this run."""
        close_all()  # the last one writes the log back into the file
        shutil.copyfile(self.path, self._kept(name))

    def has(self, name):
        return self._kept(name).exists()

    def take(self, name):
        """The database becomes what was kept under the name."""
        self.restore(self._kept(name))

    def _kept(self, name):
        return RUN / f"{name}.sqlite3"

    def drop(self):
        close_all()
        self._remove()
        self.template.unlink(missing_ok=True)


class Postgres:
    """A database a worker, made from a template database."""

    def __init__(self, worker):
        self.name = f"linli_{worker}_{os.getpid()}"
        self.home = connection.settings_dict["NAME"]
        self.kept = set()

    def _admin(self, *statements):
        close_all()
        connection.settings_dict["NAME"] = self.home
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        close_all()

    def prepare(self):
        self.template = f"linli_template_{fingerprint()}"
        with one_at_a_time("postgres"):
            close_all()
            connection.settings_dict["NAME"] = self.home
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
                there = cursor.fetchone()
            if not there:
                self._admin(
                    f"DROP DATABASE IF EXISTS {self.template}_building", f"CREATE DATABASE {self.template}_building"
                )
                connection.settings_dict["NAME"] = f"{self.template}_building"
                call_command("migrate", verbosity=0)
                self._admin(f"ALTER DATABASE {self.template}_building RENAME TO {self.template}")
        self.restore()

    def restore(self, source=None):
        self._copy(source or self.template, self.name)

    def _copy(self, source, target):
        self._admin(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)", f"CREATE DATABASE {target} TEMPLATE {source}")
        connection.settings_dict["NAME"] = self.name

    def keep(self, name):
        """The database as it is now, kept under a name for this worker."""
        self._copy(self.name, f"{self.name}_{name}")
        self.kept.add(name)

    def has(self, name):
        return name in self.kept

    def take(self, name):
        """The database becomes what was kept under the name."""
        self.restore(f"{self.name}_{name}")

    def drop(self):
        for name in (self.name, *(f"{self.name}_{kept}" for kept in self.kept)):
            self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@cache
def keeper():
    """The database keeper of this pytest worker."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return (Postgres if connection.vendor == "postgresql" else Sqlite)(worker)


def after_restore():
    ContentType.objects.clear_cache()
