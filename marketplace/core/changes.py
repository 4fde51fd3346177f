"""What an act changed, as people read it: columns with their labels, values as the house writes them."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "office": pgettext_lazy("column", "office"),
    "parent": pgettext_lazy("column", "belongs to"),
    "department": pgettext_lazy("column", "department"),
    "community": pgettext_lazy("column", "community"),
    "organisation": pgettext_lazy("column", "organisation"),
    "operator": pgettext_lazy("column", "run by"),
    "host": pgettext_lazy("column", "run by"),
    "category": pgettext_lazy("column", "category"),
    "fund": pgettext_lazy("column", "fund"),
    "procedure": pgettext_lazy("column", "procedure"),
    "based_on": pgettext_lazy("column", "drawn up from"),
    "follows": pgettext_lazy("column", "comes after"),
    "call": pgettext_lazy("column", "call"),
    "contract": pgettext_lazy("column", "contract"),
    "milestone": pgettext_lazy("column", "milestone"),
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

    only: names of the columns that are asked for. Columns that point at other rows are there once `look_up` has been
    asked for their names.
    """
    model = ContentType.objects.get_for_id(event.content_type_id).model_class()
    names = getattr(event, "names", {})
    found = []
    for name, (before, after) in event.changes.items():
        if only is not None and name not in only:
            continue
        column = _column(model, name)
        if column is not None and column.is_relation:
            before, after = (names.get((column.related_model, key), "") for key in (before, after))
            if not (before or after):
                continue  # a bare key says nothing, and what is not open to the reader is not named
        if label := _label(column, name):
            found.append({"label": label, "before": _value(column, before), "after": _value(column, after)})
    return found


def look_up(events, actor):
    """Give the events the names of the rows that their changes point at: one query a model, whatever there are.

    Named is what the reader may see (`visible_to`), and what a model says may be named to all (`NAMED_TO_ALL`);
    people and files are not: who acted stands on the step itself.
    """
    wanted = defaultdict(set)
    for event in events:
        model = ContentType.objects.get_for_id(event.content_type_id).model_class()
        for name, pair in event.changes.items():
            column = _column(model, name)
            if column is not None and column.is_relation and column.related_model is not None:
                wanted[column.related_model].update(key for key in pair if key)
    names = {(model, pk): str(row) for model, keys in wanted.items() for pk, row in _rows(model, keys, actor).items()}
    for event in events:
        event.names = names
    return events


def _rows(model, keys, actor) -> dict:
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(actor)
    elif not getattr(model, "NAMED_TO_ALL", False):
        return {}
    return rows.select_related(*getattr(model, "NAMED_WITH", ())).in_bulk(keys)


def _column(model, name):
    try:
        return model._meta.get_field(name)
    except (FieldDoesNotExist, AttributeError):
        return None


def _label(column, name):
    own = getattr(column, "verbose_name", None)
    return own if isinstance(own, Promise) else COLUMNS.get(name)


def _is_moment(value) -> bool:
    return isinstance(value, str) and "T" in value and parse_datetime(value) is not None


def _value(column, value) -> str:
    if value in (None, ""):
        return ""
    if column is not None and column.is_relation:
        return value
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    if isinstance(column, models.DateTimeField) or (column is None and _is_moment(value)):
        return words.when(parse_datetime(value))
    if isinstance(column, models.DateField):
        return words.day(parse_date(value))
    choices = dict(getattr(column, "flatchoices", None) or ())
    if isinstance(value, list | tuple):  # several of the choices
        return str(_(", ")).join(str(choices.get(one, one)) for one in value)
    return str(choices.get(value, value))
