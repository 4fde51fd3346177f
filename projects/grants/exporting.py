"""A round's applications as a table or as JSON: who, what, how much, every answer, the scores as far as released."""

import json

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core.exports import csv_response, plain, xlsx_response

from . import formdef
from .domain import reviewing
from .queries_reviews import released

KINDS = ("csv", "xlsx", "json")
CHUNK = 200


def _columns(round, rows):
    """All questions of all versions in use here, newest version first: {key: field}."""
    from .models import FormVersion

    versions = FormVersion.objects.filter(pk__in=rows.order_by().values("form_id")).order_by("-version")
    found = {}
    for version in versions:
        for field in formdef.fields(version.definition):
            found.setdefault((version.code, field["key"]), field)
    return found


def response(round, rows, kind):
    """A download; CSV and JSON are streamed row by row."""
    rows = rows.select_related("organisation", "form", "determination").order_by("mark", "id")
    scores = {line.application.pk: line for line in reviewing.ranking(round)} if released(round) else {}
    columns = _columns(round, rows)
    name = f"{round.number}-applications.{kind}"
    if kind == "json":
        return _json(name, rows, columns, scores)
    head = [
        _("Mark"),
        _("Organisation"),
        _("Code"),
        _("Title"),
        _("Amount asked for"),
        _("State"),
        _("Score"),
        _("Rank"),
        pgettext("grants", "Awarded"),
    ]
    head += [formdef.said(field, "label") for field in columns.values()]
    lines = (_line(application, columns, scores) for application in rows.iterator(CHUNK))
    return (csv_response if kind == "csv" else xlsx_response)(name, head, lines)


def _award(application):
    row = getattr(application, "determination", None)
    return row.amount if row is not None and row.decided_at and row.outcome == "award" else None


def _line(application, columns, scores):
    line, answers = scores.get(application.pk), (application.content or {}).get("answers", {})
    return [
        application.mark, application.organisation.name, application.organisation.uscc, application.title, application.amount,
        application.get_state_display(), line.score if line else "", line.rank if line else "", _award(application),
        *(_answer(application, code, key, field, answers) for (code, key), field in columns.items()),
    ]  # fmt: skip


def _answer(application, code, key, field, answers):
    if application.form.code != code:
        return ""
    if field["type"] == "FILES":
        return ", ".join(f["name"] for f in (application.content or {}).get("files", []) if f["field"] == key)
    return formdef.in_words(field, answers.get(key))


def _json(name, rows, columns, scores):
    def lines():
        yield "["
        for number, application in enumerate(rows.iterator(CHUNK)):
            line = scores.get(application.pk)
            data = {
                "mark": application.mark, "organisation": application.organisation.name_zh, "uscc": application.organisation.uscc,
                "title": application.title, "amount": application.amount, "state": application.state,
                "form": application.form.code, "form_version": application.form.version, "content": application.content,
                "score": line.score if line else None, "rank": line.rank if line else None, "awarded": _award(application),
            }  # fmt: skip
            yield ("," if number else "") + "\n" + json.dumps(data, ensure_ascii=False, default=lambda v: str(plain(v)))
        yield "\n]\n"

    response = StreamingHttpResponse(lines(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
