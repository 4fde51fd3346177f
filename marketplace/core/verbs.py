"""The one mechanism that everything rests on: how a business act is done.

    with verb("publish", call, by=actor) as call:
        call.number = ...

Entering opens a transaction, locks the row, reads it afresh, and asks the state table (who, state,
requirements, second factor). Leaving sets the next state, saves, writes the audit event and the outbox
row, all in the same transaction. An exception inside leaves nothing behind.

Verbs may nest, also on a row that an outer verb holds: what the outer one changed so far is saved before the
inner one reads the row, and the outer object is read again after it. Neither loses the other's work.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from . import clock, news, outbox, pagecache
from .audit import record, record_new, snapshot
from .codes import codes_from, new_code
from .refusals import Refused
from .states import TABLES, table_of


@contextmanager
def act():
    """One transaction with one moment for all it writes. Acts may nest; the outermost sets the moment."""
    if clock.is_frozen():
        with transaction.atomic():
            yield
        return
    entered = clock.now()
    with transaction.atomic():
        moment = clock.transaction_now() if connection.vendor == "postgresql" else entered
        transaction.on_commit(pagecache.forget, robust=True)
        with clock.frozen(moment):
            yield


_held: ContextVar[tuple] = ContextVar("held", default=())


@contextmanager
def _holding(obj):
    """The object is an act's own until the block ends; acts inside on the same row hand their work over."""
    outer = [other for other in _held.get() if type(other) is type(obj) and other.pk is not None and other.pk == obj.pk]
    for other in outer:
        other.save()
    token = _held.set((*_held.get(), obj))
    try:
        yield
    finally:
        _held.reset(token)
    for other in outer:
        if other is not obj:
            other.refresh_from_db()


def lock(obj):
    """Lock the object's row until the transaction ends and read it afresh (SQLite: the write lock is held already).

    Raises:
        Refused: the row is gone.
    """
    manager = type(obj)._base_manager
    try:
        obj.refresh_from_db(
            from_queryset=manager.select_for_update(of=("self",))
            if connection.vendor == "postgresql"
            else manager.all()
        )
    except type(obj).DoesNotExist as error:
        raise Refused("gone", _gone(), kind="when") from error
    return obj


def _gone():
    from django.utils.translation import gettext_lazy as _

    return _("This is no longer there.")


@contextmanager
def verb(name: str, obj, *, by, note: str = "", public_note: str = "", beside: dict | None = None):
    """Do one step of an object's state table.

    Args:
        name: the verb as the table spells it ("publish").
        obj: a saved model instance with `STEPS`.
        by: the Actor.
        note: kept in the audit event for officers; public_note: for everybody, if the step is public.
        beside: {name: [before, after]} of what changed with the object on rows that belong to it, for its timeline.

    Raises:
        Refused: the actor, the state or a requirement says no. Nothing is changed then.
    """
    steps = table_of(obj)
    step = steps.by_verb[name]
    with act(), _holding(obj):
        lock(obj)
        refusal = steps.refusal(name, by, obj)
        if refusal:
            raise refusal
        before, standing = snapshot(obj), by.standing(step.who, obj)
        yield obj
        if step.target is not None:
            setattr(obj, steps.column, step.target)
        obj.save()
        event = record(
            f"{steps.name}.{name}", obj, by=by, before=before, note=note, public_note=public_note, public=step.public,
            beside=beside, standing=standing,
        )  # fmt: skip
        _told(steps.name, step, obj, event)


@contextmanager
def creating(obj, *, by, verb: str = "create", note: str = ""):
    """Create an object through its table: `with creating(Call(...), by=actor) as call: ...`.

    The step `verb` has no sources; its target is the first state. The object is saved when the block ends
    (or by the block itself, where it needs the key earlier).
    """
    steps = table_of(obj)
    step = steps.by_verb[verb]
    with act(), _holding(obj):
        refusal = steps.refusal(verb, by, obj)
        if refusal:
            raise refusal
        standing = by.standing(step.who, obj)
        if step.target is not None:
            setattr(obj, steps.column, step.target)
        yield obj
        obj.save()
        event = record(f"{steps.name}.{verb}", obj, by=by, before={}, note=note, public=step.public, standing=standing)
        _told(steps.name, step, obj, event)


def create_many(objs: list, *, by, verb: str):
    """Create objects of one matter at once, each with its audit event, in a fixed number of statements; nobody is told.

    For the act around it, which has asked for all of them what the table asks for one, and tells whom it concerns once.
    """
    if not objs:
        return
    steps = table_of(objs[0])
    step = steps.by_verb[verb]
    with act():
        for obj in objs:
            setattr(obj, steps.column, step.target)
        type(objs[0])._base_manager.bulk_create(objs, batch_size=500)
        standing = by.standing(step.who, objs[0])
        record_new(f"{steps.name}.{verb}", objs, by=by, public=step.public, standing=standing)


def _told(table, step, obj, event):
    """Queue what others hear: those whom the step tells, then those who follow what it is about."""
    for tell in step.tells:
        outbox.put(tell.kind, obj, event=event)
    for heard in news.of_step(f"{table}.{step.verb}"):
        outbox.put(heard.kind, obj, event=event)


__all__ = ["TABLES", "act", "codes_from", "create_many", "creating", "lock", "new_code", "verb"]
