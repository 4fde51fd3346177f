"""Who did what to which object, and what changed. Append-only; the timeline of every object."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import transaction
from django.db.models import Model

from . import clock, deskcounts, documents
from .actors import Standing
from .models import AuditEvent
from .personal import is_personal

SKIP = frozenset({"id", "updated_at"})
# What a step of the timeline is read with: who did it, for whom, and who they are now if their accounts were merged.
WITH_WHO = ("actor", "actor__merged_into", "on_behalf_of", "on_behalf_of__merged_into")


def snapshot(obj: Model) -> dict:
    """The object's columns as plain values. Personal data is left out: the audit outlives its erasure."""
    values = {}
    for field in obj._meta.concrete_fields:
        if field.name in SKIP or is_personal(field) or getattr(field, "unaudited", False):
            continue
        value = getattr(obj, field.attname)
        if isinstance(value, (bytes, memoryview, File)):
            continue
        values[field.name] = value if isinstance(value, (str, int, bool, type(None), list, dict)) else _plain(value)
    return values


def _plain(value):
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def record(
    verb: str, obj: Model, *, by, before: dict | None = None, note="", public_note="", public=False, changes=None,
    beside: dict | None = None, standing=None,
):  # fmt: skip
    """Write one audit event in the current transaction.

    verb: "tenders.call.publish"; before: an earlier `snapshot`, {} for a new object, None for "nothing changed".
    beside: what changed on rows that belong to the object, {name: [before, after]}.
    standing: in whose name and on whose behalf (`Actor.standing`); without it the body is named where there is only one.
    """
    if standing is None:
        places = {grant.place for grant in by.grants if not grant.of}
        standing = Standing(tuple(places) if len(places) == 1 else ())
    if changes is None:
        after = snapshot(obj)
        if before is None:
            changes = {}
        else:
            changes = {
                k: [before.get(k), v]
                for k, v in after.items()
                if before.get(k) != v and (before or v not in (None, "", []))
            }
    transaction.on_commit(lambda: deskcounts.forget(by), robust=True)
    documents.touched(obj)
    event = _event(verb, obj, by, changes | (beside or {}), note, public_note, public, standing)
    event.save()
    return event


def record_new(verb: str, objs: list, *, by, public=False, standing):
    """What `record` writes for each of these new objects of one kind, in one statement."""
    transaction.on_commit(lambda: deskcounts.forget(by), robust=True)
    events = []
    for obj in objs:
        documents.touched(obj)
        changes = {k: [None, v] for k, v in snapshot(obj).items() if v not in (None, "", [])}
        events.append(_event(verb, obj, by, changes, "", "", public, standing))
    AuditEvent.objects.bulk_create(events, batch_size=500)


def _event(verb, obj, by, changes, note, public_note, public, standing) -> AuditEvent:
    return AuditEvent(
        verb=verb,
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        actor_id=by.user_id,
        roles=by.role_names() if not by.system else [f"SYSTEM:{by.system}"],
        changes=changes,
        note=note,
        public_note=public_note,
        public=public,
        at=clock.now(),
        request_id=by.request_id,
        in_name_of=list(standing.places),
        on_behalf_of_id=standing.of,
    )


def steps_of(obj: Model, actor, *, own=False):
    """The object's events, newest first: all for officers and for those whose object it is (`own`), else the public ones."""
    events = AuditEvent.objects.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)
    if not (actor.is_officer or own):
        events = events.filter(public=True)
    return events.select_related(*WITH_WHO).order_by("-id")


def timeline(obj: Model, actor, *, own=False) -> list[AuditEvent]:
    """`steps_of`, all of them."""
    return list(steps_of(obj, actor, own=own))
