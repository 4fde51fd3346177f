"""Worlds that many tests begin with are told once a worker: later the same rows and files are put there as they were.

    @told
    def running(street=None): ...           # a builder; its verbs run the first time

A builder is told anew whenever anything differs: its arguments, the moment or day, what the test wrote before it, the
database that the test began with. Only inside a test's own transaction; elsewhere builders simply run.

PostgreSQL's counters do not go back with a transaction: they are set back at the first row of the next test, so that
the same statements give the same keys.
"""

import dataclasses
import hashlib
import io
import pickle
import re
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import wraps
from pathlib import Path
from time import monotonic

from django.core.files.storage import storages
from django.db import connection, models
from django.utils.translation import get_language

from marketplace.core import clock

LONGEST = 600  # seconds for which a world told by the running clock is of now
QUIET = frozenset({"SELECT", "EXPLAIN", "RELEASE", "BEGIN", "PRAGMA", "SET"})
MARKS = frozenset({"SAVEPOINT", "ROLLBACK"})
PLAIN = (str, bytes, int, float, bool, type(None), Decimal, date, datetime, time, timedelta)
ROW = re.compile(r'\s*INSERT INTO "?(\w+)"?', re.IGNORECASE)
_tapes: dict = {}


class Counters:
    """Where the counters of PostgreSQL's tables stood before the tests of a database began to write."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Another database, or rows that stay: what was noted holds no longer."""
        self.before, self.moved, self.stale, self.back = {}, set(), set(), False

    def begin(self):
        self.stale |= self.moved
        self.moved, self.back = set(), False

    def row(self, table):
        """A row is about to be written."""
        if self.stale:
            self._set_back()
        if table not in self.before:
            self.before[table] = self._of(table)
        if self.before[table]:
            self.moved.add(table)

    def _of(self, table):
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [f"{table}_id_seq"])
            (name,) = cursor.fetchone()
            if name is None:
                return None
            cursor.execute(f"SELECT last_value, is_called FROM {name}")
            return (name, *cursor.fetchone())

    def _set_back(self):
        rows, self.stale = [self.before[table] for table in sorted(self.stale)], set()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join(["setval(%s, %s, %s)"] * len(rows)), [value for row in rows for value in row]
            )


class Ear:
    """Hears every statement of the worker: what was written since the test began, as one digest."""

    def __init__(self):
        self.in_test, self.dirty = False, False
        self.digest, self.writes, self.marks, self.counters = b"", [], {}, Counters()

    def begin(self):
        """A test begins: on the template, or on what its module built."""
        self.counters.begin()
        self.in_test, self.digest, self.writes, self.marks = True, b"", [], {}

    def end(self):
        self.in_test = False

    def restored(self):
        self.dirty = False
        self.counters.forget()

    def __call__(self, execute, sql, params, many, context):
        if connection.vendor == "postgresql" and isinstance(sql, str) and (row := ROW.match(sql)):
            self.counters.row(row[1]) if self.in_test else self.counters.forget()
        answer = execute(sql, params, many, context)
        word = sql.lstrip().partition(" ")[0].upper() if isinstance(sql, str) else "?"
        if word in QUIET or (word in MARKS and not self.in_test):
            return answer
        if not self.in_test:
            self.dirty = True
        elif word == "SAVEPOINT":
            self.marks[sql.split()[-1]] = (self.digest, len(self.writes))
        elif word == "ROLLBACK":
            self.counters.back = bool(self.counters.moved)
            self.digest, length = self.marks.get(sql.split()[-1], (b"?", 0))
            del self.writes[length:]
        else:
            self.writes.append((sql, params, many))
            self.digest = hashlib.blake2b(self.digest + repr((sql, params)).encode("utf-8", "replace")).digest()
        return answer


ear = Ear()


def listen():
    """Once a worker, and after a connection was made anew."""
    if ear not in connection.execute_wrappers:
        connection.execute_wrappers.append(ear)


@dataclasses.dataclass
class Tape:
    """Statements and files of a world, what its builder returned and made of its arguments."""

    writes: list
    files: dict
    result: bytes
    at: float


def told(builder):
    """Decorate a builder of rows: `args` are plain values, rows, dataclasses of them."""

    @wraps(builder)
    def tell(*args, **kwargs):
        things = [*args, *kwargs.values()]
        key = _key(builder, args, kwargs)
        if key is None or not _may():
            return builder(*args, **kwargs)
        tape = _tapes.get(key)
        if tape is None or monotonic() - tape.at > LONGEST:
            with _recording(key, things) as done:
                done.result = builder(*args, **kwargs)
            return done.result
        return _play(tape, things)

    return tell


def _may() -> bool:
    """In a test's own transaction, on the template's rows; with counters, before anything was taken back in it."""
    is_there = connection.in_atomic_block and ear.in_test and not ear.dirty and ear in connection.execute_wrappers
    return is_there and not ear.counters.back


def _key(builder, args, kwargs):
    try:
        given = (_plain(args), _plain(kwargs))
    except TypeError:
        return None
    moment = clock.now() if clock.is_moved() else clock.today()
    return builder.__module__, builder.__qualname__, given, moment, ear.digest, get_language()


def _plain(value):
    """A value as something that can be compared; rows are their keys."""
    if isinstance(value, models.Model):
        return value._meta.label, value.pk
    if isinstance(value, PLAIN):
        return type(value).__name__, value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, _plain(vars(value))
    if isinstance(value, dict):
        return tuple((_plain(k), _plain(v)) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_plain(one) for one in value)
    raise TypeError


class _Pickler(pickle.Pickler):
    """What a builder was given is named by its place, so that what it returns leads to the very same objects."""

    def __init__(self, file, things):
        super().__init__(file)
        self.things = things

    def persistent_id(self, obj):
        return next((n for n, one in enumerate(self.things) if one is obj and _is_kept(one)), None)


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, things):
        super().__init__(file)
        self.things = things

    def persistent_load(self, pid):
        return self.things[pid]


class _Done:
    result = None


@contextmanager
def _recording(key, things):
    first, before, done = len(ear.writes), _files(), _Done()
    yield done
    if ear.counters.back:  # what was taken back has used up keys
        return
    files = {path: path_of(path).read_bytes() for path, stamp in _files().items() if before.get(path) != stamp}
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, things)
    try:
        pickler.dump((done.result, [vars(one) if _is_kept(one) else None for one in things]))
    except (pickle.PicklingError, TypeError, AttributeError):
        return
    _tapes[key] = Tape(list(ear.writes[first:]), files, buffer.getvalue(), monotonic())


def _play(tape, things):
    for sql, params, many in tape.writes:
        with connection.cursor() as cursor:
            (cursor.executemany if many else cursor.execute)(sql, params)
    for name, data in tape.files.items():
        path = path_of(name)
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    result, states = _Unpickler(io.BytesIO(tape.result), things).load()
    for one, state in zip(things, states, strict=True):
        if state is not None:
            vars(one).update(state)
    return result


def _is_kept(one) -> bool:
    """An argument that a builder may change under its caller's hands."""
    return isinstance(one, models.Model) or (dataclasses.is_dataclass(one) and not isinstance(one, type))


def path_of(name) -> Path:
    return Path(storages["private"].location) / name


def _files() -> dict:
    """{path: when and how large} of the private storage."""
    folder = Path(storages["private"].location)
    found = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (stat.st_mtime_ns, stat.st_size) for path, stat in found}
