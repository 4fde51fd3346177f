"""A round's applications and concepts as a table or as JSON: who, what, how much, every answer, the scores as far as released."""

import json

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core.exports import csv_response, plain, xlsx_response
from marketplace.core.money import yuan
from orgs.experts.kinds import Field

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
        return _json(name, (_row(application, scores) for application in rows.iterator(CHUNK)))
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


def _row(application, scores) -> dict:
    line = scores.get(application.pk)
    return {
        "mark": application.mark, "organisation": application.organisation.name_zh, "uscc": application.organisation.uscc,
        "title": application.title, "amount": application.amount, "state": application.state,
        "form": application.form.code, "form_version": application.form.version, "content": application.content,
        "score": line.score if line else None, "rank": line.rank if line else None, "awarded": _award(application),
    }  # fmt: skip


def _json(name, rows):
    def lines():
        yield "["
        for number, data in enumerate(rows):
            yield ("," if number else "") + "\n" + json.dumps(data, ensure_ascii=False, default=lambda v: str(plain(v)))
        yield "\n]\n"

    response = StreamingHttpResponse(lines(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# ---- short concepts -----------------------------------------------------------------------------------
def concepts(round, rows, kind):
    """A download of what was handed in as concepts, with what was decided about it."""
    rows = rows.select_related("organisation", "form", "decided_by").order_by("id")
    columns, name = _columns(round, rows), f"{round.number}-concepts.{kind}"
    if kind == "json":
        return _json(name, (_concept_row(concept) for concept in rows.iterator(CHUNK)))
    head = [_("Organisation"), _("Code"), _("Title"), _("Summary for the public"), _("Amount asked for"), _("Field of the project")]  # fmt: skip
    head += [_("State"), _("Reason"), pgettext("grants", "Handed in"), *(formdef.said(field, "label") for field in columns.values())]  # fmt: skip
    lines = (_concept_line(concept, columns) for concept in rows.iterator(CHUNK))
    return (csv_response if kind == "csv" else xlsx_response)(name, head, lines)


def _concept_line(concept, columns):
    content, field = concept.content or {}, (concept.content or {}).get("field", "")
    return [
        concept.organisation.name, concept.organisation.uscc, concept.title, content.get("summary", ""), _amount(content),
        Field(field).label if field in Field.values else "", concept.get_state_display(), concept.reason, concept.submitted_at,
        *(_answer(concept, code, key, asked, content.get("answers", {})) for (code, key), asked in columns.items()),
    ]  # fmt: skip


def _amount(content):
    return yuan(content["amount"]) if content.get("amount") else None


def _concept_row(concept) -> dict:
    return {
        "organisation": concept.organisation.name_zh, "uscc": concept.organisation.uscc, "title": concept.title, "amount": _amount(concept.content),
        "state": concept.state, "reason": concept.reason, "submitted_at": concept.submitted_at, "decided_at": concept.decided_at,
        "form": concept.form.code, "form_version": concept.form.version, "content": concept.content,
    }  # fmt: skip
