"""From a change to the index: rows written with the act, delivered after it, at least once, in the order of an object.

`queue` writes a row in the transaction of the change. `deliver` reads the documents as they are now, writes them to the
index, and only then takes the rows away: whatever dies in between, the rows are still there. A document that the index
does not take is tried again later and later, then parked with its error; an index that cannot be reached counts
against nobody.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F

from marketplace.core import clock, documents

from . import engines
from .engine import SHELVES
from .entries import entry
from .models import Change, Moment, Round

log = logging.getLogger(__name__)
RETRY_SECONDS = (5, 30, 120, 600, 3600)
BATCH = 200
ROUND = "deliver"


class _Queued:
    """Marks in the transaction itself that a document's row is written: a savepoint undone takes both back."""

    def __init__(self, kind, key):
        self.document, self.delivered = (kind, key), False

    def __call__(self):
        return None


def queue(kind: str, keys):
    """These documents changed in this transaction. A document is queued once in a transaction."""
    waiting = {mark.document for mark in _marks() if not mark.delivered}
    fresh = [key for key in dict.fromkeys(keys) if (kind, key) not in waiting]
    now = clock.now()
    Change.objects.bulk_create([Change(kind=kind, key=key, at=now, not_before=now) for key in fresh])
    if connection.in_atomic_block:
        for key in fresh:
            transaction.on_commit(_Queued(kind, key))


def _marks():
    return [found for _sids, found, *_robust in connection.run_on_commit if isinstance(found, _Queued)]


def is_waiting() -> bool:
    """Something is due to be delivered, or reads differently by now."""
    now = clock.now()
    return (
        Change.objects.filter(parked_at=None, not_before__lte=now).exists()
        or Moment.objects.filter(at__lte=now).exists()
    )


def waiting() -> set[str]:
    """Documents ("kind:key") whose change is to be tried again."""
    return {str(row) for row in Change.objects.filter(parked_at=None)}


def deliver(engine=None, *, limit: int = BATCH, patience: float = 10) -> int:
    """Bring what is due into the index; returns how many documents were dealt with. Safe in many processes at once.

    Raises:
        Down: the index cannot be written now; everything stays queued.
    """
    if not is_waiting():
        return 0
    engine = engine or engines.current()
    with engine.writing(patience) as writer:
        number = next_round()
        _come_due()
        rows = list(Change.objects.filter(parked_at=None, not_before__lte=clock.now()).order_by("id")[:limit])
        changed = defaultdict(list)
        for row in rows:
            changed[row.kind].append(row.key)
        read, errors = _read(changed)
        for kind, keys in changed.items():
            for key in dict.fromkeys(keys):
                _write(writer, kind, key, read.get((kind, key)), number, errors)
        errors |= writer.commit()
        _settle(rows, read, errors)
    return len({(row.kind, row.key) for row in rows})


def next_round() -> int:
    """A number higher than all before: what is written under it replaces what was written under a lower one."""
    with transaction.atomic():
        row, _made = Round.objects.get_or_create(name=ROUND)
        Round.objects.filter(pk=row.pk).update(number=F("number") + 1)
        return Round.objects.get(pk=row.pk).number


def _come_due():
    """What reads differently since a moment that has passed is queued like any change."""
    with transaction.atomic():
        due = list(Moment.objects.filter(at__lte=clock.now())[:BATCH])
        for row in due:
            queue(row.kind, [row.key])
        Moment.objects.filter(pk__in=[row.pk for row in due]).delete()


def _read(changed):
    """({(kind, key): document}, {id: error}); an object that cannot be read keeps no other from being read."""
    found, errors = {}, {}
    for kind, keys in changed.items():
        keys = list(dict.fromkeys(keys))
        try:
            found |= {(kind, key): document for key, document in documents.read(kind, keys).items()}
        except Exception:
            for key in keys:
                try:
                    found |= {(kind, one): document for one, document in documents.read(kind, [key]).items()}
                except Exception as error:
                    log.exception("document %s:%s", kind, key)
                    errors[f"{kind}:{key}"] = f"{type(error).__name__}: {error}"
    return found, errors


def _write(writer, kind, key, document, number, errors):
    id = f"{kind}:{key}"
    if id in errors:
        return
    shelf = None
    if document is not None:
        made = entry(document, number)
        shelf = made.shelf
        writer.put(made)
    for other in SHELVES:
        if other != shelf:
            writer.remove(other, id, number)


def _settle(rows, read, errors):
    """Take away what was heard; what failed waits longer, or is parked."""
    with transaction.atomic():
        heard = [row for row in rows if str(row) not in errors]
        Change.objects.filter(pk__in=[row.pk for row in heard]).delete()
        for row in heard:
            Change.objects.filter(kind=row.kind, key=row.key).exclude(parked_at=None).delete()
        for row in rows:
            if str(row) in errors:
                _put_off(row, errors[str(row)])
        _note_moments({(row.kind, row.key): read.get((row.kind, row.key)) for row in heard})
    done = {(row.kind, row.key) for row in rows}
    for mark in _marks():
        mark.delivered = mark.delivered or mark.document in done


def _put_off(row, error):
    rows = Change.objects.filter(pk=row.pk)
    if row.attempts >= len(RETRY_SECONDS):
        rows.update(parked_at=clock.now(), error=error[:2000])
    else:
        wait = timedelta(seconds=RETRY_SECONDS[row.attempts])
        rows.update(attempts=F("attempts") + 1, not_before=clock.now() + wait, error=error[:2000])


def _note_moments(documents_by_key):
    kinds = defaultdict(list)
    for kind, key in documents_by_key:
        kinds[kind].append(key)
    for kind, keys in kinds.items():
        Moment.objects.filter(kind=kind, key__in=keys).delete()
    note_moments([document for document in documents_by_key.values() if document is not None])


def note_moments(found):
    """Remember when these documents read differently by the clock alone."""
    rows = [Moment(kind=d.kind, key=d.key, at=d.look_again) for d in found if d.look_again is not None]
    Moment.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["at"])
