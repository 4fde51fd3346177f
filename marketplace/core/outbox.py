"""What others must hear: written with the act, delivered after the commit, at least once, heard once.

    @receiver("tenders.call_published")
    def index(event): ...

A receiver runs in a transaction of its own together with its receipt, so a second delivery is not heard
again. What reaches outside the database (a letter) is registered with `outside=True`: it runs after that
transaction, so that a slow server never holds the write lock; if the process dies between the letter and its
receipt, it is sent twice. A failed delivery is tried again later and later, then parked with its error.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from . import clock
from .models import OutboxEvent, OutboxReceipt

log = logging.getLogger(__name__)
_receivers: dict[str, list] = defaultdict(list)
RETRY_SECONDS = (5, 30, 120, 600, 3600, 6 * 3600)


LEASE = timedelta(minutes=5)  # a delivery outside the transaction is one worker's own for so long
_outside: set = set()


def receiver(kind: str, *, outside: bool = False):
    """Decorate `fn(event: OutboxEvent)`; kind "*" hears everything. outside: it does not run in a transaction."""

    def decorate(fn):
        _receivers[kind].append(fn)
        if outside:
            _outside.add(fn)
        return fn

    return decorate


def put(kind: str, obj=None, *, event=None, payload=None, not_before=None) -> OutboxEvent:
    """Write an outbox row in the current transaction; `event` is the audit event that caused it."""
    moment = clock.now()
    row = OutboxEvent.objects.create(
        kind=kind,
        content_type=ContentType.objects.get_for_model(obj) if obj is not None else None,
        object_id=obj.pk if obj is not None else None,
        payload=payload or {},
        audit=event,
        created_at=moment,
        not_before=not_before or moment,
    )
    if settings.TASK_MODE == "inline" and not_before is None:
        transaction.on_commit(lambda: _deliver_one(row.pk), robust=True)
    return row


def deliver(limit: int = 100) -> int:
    """Deliver what is due, oldest first; returns how many rows were dealt with. Safe in many workers at once."""
    due = OutboxEvent.objects.filter(delivered_at=None, parked_at=None, not_before__lte=clock.now())
    keys = list(due.order_by("not_before", "id").values_list("pk", flat=True)[:limit])
    return sum(_deliver_one(key) for key in keys)


def _deliver_one(key: int) -> int:
    failures = []
    with transaction.atomic():
        rows = OutboxEvent.objects.filter(pk=key, delivered_at=None, parked_at=None, not_before__lte=clock.now())
        if connection.vendor == "postgresql":
            rows = rows.select_for_update(skip_locked=True)
        row = rows.first()
        if row is None:
            return 0
        hearers = [*_receivers[row.kind], *_receivers["*"]]
        for fn in hearers:
            if fn not in _outside:
                _try(row, fn, _hear, failures)
        waiting = [fn for fn in hearers if fn in _outside and not _has_heard(row, fn)]
        if waiting:  # nobody else takes the row up meanwhile
            OutboxEvent.objects.filter(pk=key).update(not_before=clock.now() + LEASE)
        else:
            _close(row, failures)
            return 1
    for fn in waiting:
        _try(row, fn, _hear_outside, failures)
    _close(row, failures)
    return 1


def _name(fn) -> str:
    return f"{fn.__module__}.{fn.__name__}"


def _try(row, fn, how, failures):
    try:
        how(row, fn)
    except Exception as error:
        log.exception("outbox %s %s", row.kind, fn.__name__)
        failures.append(f"{_name(fn)}: {type(error).__name__}: {error}")


def _has_heard(row, fn) -> bool:
    return OutboxReceipt.objects.filter(event=row, receiver=_name(fn)).exists()


def _hear(row, fn):
    with transaction.atomic():
        try:
            with transaction.atomic():
                OutboxReceipt.objects.create(event=row, receiver=_name(fn))
        except IntegrityError:
            return
        fn(row)


def _hear_outside(row, fn):
    fn(row)
    OutboxReceipt.objects.create(event=row, receiver=_name(fn))


def _close(row, failures):
    rows = OutboxEvent.objects.filter(pk=row.pk)
    error = "\n".join(failures)[:2000]
    if not failures:
        rows.update(delivered_at=clock.now(), error="")
    elif row.attempts >= len(RETRY_SECONDS):
        rows.update(parked_at=clock.now(), error=error)
    else:
        wait = timedelta(seconds=RETRY_SECONDS[row.attempts])
        rows.update(attempts=F("attempts") + 1, not_before=clock.now() + wait, error=error)
