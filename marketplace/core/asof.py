"""A row as it stood at the end of a day: what was changed since is taken back in a copy, from the history."""

import copy
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist

from . import clock
from .models import AuditEvent


def as_on(obj, day: date):
    """A copy of the row with the values it had when the day ended; None if it was entered later. Never saved.

    Columns that the history leaves out (personal data) have today's values.
    """
    ended = clock.midnight(day + timedelta(days=1))
    of = ContentType.objects.get_for_model(obj)
    events = list(AuditEvent.objects.filter(content_type=of, object_id=obj.pk).order_by("-id").only("changes", "at"))
    if events and events[-1].at >= ended and _is_birth(events[-1], obj):
        return None
    then = copy.copy(obj)
    for event in events:
        if event.at < ended:
            break
        for name, (before, _after) in event.changes.items():
            try:
                field = obj._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            if field.concrete:
                setattr(then, field.attname, field.to_python(before) if before is not None else _nothing(field))
    return then


def _is_birth(event, obj) -> bool:
    """The first step on record is that which made the row: every value came from nothing."""
    return bool(event.changes) and all(before is None for before, _after in event.changes.values())


def _nothing(field):
    return None if field.null else field.get_default()
