"""What an application's pages show: answers with their files, the receipt, the result, what changed."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core import files, words
from orgs.experts.kinds import Field

from . import formdef, merging, scoring
from .queries_reviews import released
from .states import DECIDED


def with_files(application, content) -> list[dict]:
    """The answers section by section; files with the stored row that is handed out."""
    stored = {str(f.key): f for f in files.files_of(application, "grants.file")}
    sections = formdef.readable(application.form.definition, content)
    for section in sections:
        for row in section["rows"]:
            row["stored"] = [stored[f["key"]] for f in row.get("files", []) if f.get("key") in stored]
    return sections


def receipt_rows(application, found) -> list:
    return [
        (_("Round"), str(application.round)),
        (_("Organisation"), f"{application.organisation.name} {application.organisation.uscc}"),
        (_("Handing-in"), str(found.number)),
        (
            pgettext("grants", "Received"),
            f"{words.when(found.received_at)} ({found.received_at.isoformat(timespec='seconds')})",
        ),
        (_("Size"), f"{found.size} B"),
    ]


def result(application, actor, *, own) -> dict | None:
    """The decision with scores and comments, without names, for the applicant after it is decided; for the office as soon
    as scores are released."""
    round = application.round
    row = getattr(application, "determination", None)
    decided = round.state in DECIDED and row is not None and row.decided_at is not None
    if own and not decided:
        return None
    if not released(round):
        return None
    reviews = list(application.reviews.handed_in().prefetch_related("scores__criterion").order_by("id"))
    weights = {c.pk: c.weight for c in round.criteria.all()}
    shown = [
        {
            "number": n, "total": scoring.total({s.criterion_id: s.points for s in review.scores.all()}, weights),
            "scores": list(review.scores.all()), "comment": review.comment,
        }
        for n, review in enumerate(reviews, 1)
    ]  # fmt: skip
    return {
        "row": row if decided or not own else None,
        "reviews": shown,
        "mean": scoring.mean(r["total"] for r in shown),
    }


def labels_of(definition, keys) -> list[str]:
    """What the form calls these fields."""
    plain = {
        "title": _("Title of the project"), "summary": _("Summary for the public"), "amount": _("Amount that is asked for"),
        "field": _("Field of the project"),
    }  # fmt: skip
    return [plain.get(key) or formdef.said(formdef.field_of(definition, key), "label") for key in keys]


def _in_words(definition, content, key) -> str:
    value = merging.value_of(content, key)
    if key == "field":
        return str(Field(value).label) if value in Field.values else ""
    return value or "" if key in merging.PLAIN else formdef.in_words(formdef.field_of(definition, key), value)


def clashing(definition, keys, stored: dict, typed: dict) -> list[dict]:
    """[{key, label, theirs, mine}] of fields that two people changed at once."""
    return [
        {"key": key, "label": label, "theirs": _in_words(definition, stored, key), "mine": _in_words(definition, typed, key)}
        for key, label in zip(keys, labels_of(definition, keys), strict=True)
    ]  # fmt: skip


def compared(definition, old: dict, new: dict) -> list[dict]:
    """[{label, before, after}] of what differs between two versions."""
    found = []
    for name, label in zip(named := ("title", "summary", "amount"), labels_of(definition, named), strict=True):
        if old.get(name) != new.get(name):
            found.append({"label": label, "before": old.get(name, ""), "after": new.get(name, "")})
    for field in formdef.fields(definition):
        key = field["key"]
        before, after = (formdef.in_words(field, c.get("answers", {}).get(key)) for c in (old, new))
        if field["type"] == "FILES":
            before, after = (", ".join(f["name"] for f in c.get("files", []) if f["field"] == key) for c in (old, new))
        if before != after:
            found.append({"label": formdef.said(field, "label"), "before": before, "after": after})
    return found
