"""What an act changed, as people read it: columns with their labels, values as the house writes them."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import words

# Columns that many rooms have under one name; a model's own label comes first.
COLUMNS = {
    "name": _("what it is called"),
    "state": _("state of the matter"),
    "number": _("number of the file"),
    "title_zh": _("title in Chinese"),
    "title_en": _("title in English"),
    "text_zh": _("text in Chinese"),
    "text_en": _("text in English"),
    "role": _("role"),
    "valid_from": _("valid from"),
    "valid_to": _("valid to"),
    "price": _("price"),
    "amount": _("amount"),
    "accepted_amount": _("amount accepted"),
    "starts": _("start"),
    "ends": _("end"),
    "due": _("due on"),
    "again_by": _("to be delivered again by"),
    "report": _("report"),
    "attendance": _("people reached"),
    "reason": _("reason"),
    "is_expert": _("expert"),
    "is_chair": _("chair"),
    "answer": _("answer"),
    "answer_until": _("answer until"),
    "standstill_until": _("standstill until"),
    "decision": _("decision"),
}


def shown(event) -> list[dict]:
    """Of `changes` those that everybody reads who reads the step."""
    return changes(event, only=event.step.shows) if event.step else []


def in_words(event) -> str:
    """`shown` as one clause for a notice: "bids until: 2 March 9:00 → 4 March 9:00"."""
    rows = [_now("%(label)s: %(before)s → %(after)s") % row for row in shown(event)]
    return _now("; ").join(rows) or _now("no date moves")


def changes(event, only=None) -> list[dict]:
    """[{label, before, after}] of an audit event. Columns without a label are for the records, not for readers.

    only: names of the columns that are asked for.
    """
    model = ContentType.objects.get_for_id(event.content_type_id).model_class()
    found = []
    for name, (before, after) in event.changes.items():
        if only is not None and name not in only:
            continue
        column = _column(model, name)
        if label := _label(column, name):
            found.append({"label": label, "before": _value(column, before), "after": _value(column, after)})
    return found


def _column(model, name):
    try:
        return model._meta.get_field(name)
    except (FieldDoesNotExist, AttributeError):
        return None


def _label(column, name):
    if column is not None and column.is_relation:
        return None  # a bare key says nothing
    own = getattr(column, "verbose_name", None)
    return own if isinstance(own, Promise) else COLUMNS.get(name)


def _is_moment(value) -> bool:
    return isinstance(value, str) and "T" in value and parse_datetime(value) is not None


def _value(column, value) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    if isinstance(column, models.DateTimeField) or (column is None and _is_moment(value)):
        return words.when(parse_datetime(value))
    if isinstance(column, models.DateField):
        return words.day(parse_date(value))
    choices = dict(getattr(column, "flatchoices", None) or ())
    return str(choices.get(value, value))
