"""Applications from the first line to the receipt. Plain content lives in memory only while a round is sealed.

Lock order in this room: the round, then the application. Whoever hands in shares the round's row; whoever closes,
extends or cancels holds it alone.
"""

import hashlib
import json

from django.db import connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from marketplace.core import clock, envelopes, files
from marketplace.core.actors import Actor
from marketplace.core.money import yuan
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.verbs import act, creating, new_code, verb

from .. import formdef, merging, sealed
from ..models import AnswerText, Application, Comment, Round, Submission
from ..states_applications import ApplicationState

PURPOSE = "grants.file"


def share(round_id: int):
    """Hold the round as it is until this transaction ends, together with others (SQLite: the write lock does)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM grants_round WHERE id = %s FOR SHARE", [round_id])


def start(round: Round, *, by: Actor, organisation) -> Application:
    """Begin an application, with the form's version that the round uses now.

    Raises:
        Refused: too early or late, not eligible (the sentence says why), or the limit is reached.
    """
    with act():
        share(round.pk)
        application = Application(
            round=Round.objects.select_related("form").get(pk=round.pk), organisation=organisation, form_id=round.form_id,
            code=new_code(), writer=by.user, created_at=clock.now(),
        )  # fmt: skip
        with creating(application, by=by, verb="start") as application:
            from .concepts import carried_over

            begins = carried_over(application)
            if begins:
                _write(application, begins)
    return application


@sensitive_variables()
def save(application: Application, *, by: Actor, content: dict, began: dict | None = None) -> Application:
    """Keep what is written so far, encrypted; files stay as they are.

    Args:
        began: fingerprints of what the page was made from (`merging`); what only others changed since stays then.
            None: the content is all there is to be.

    Raises:
        merging.Clash: others changed the same fields meanwhile. Nothing is saved.
    """
    with act():
        share(application.round_id)
        with verb("save", application, by=by) as application:
            stored = sealed.read_draft(application)
            if began is not None and application.draft:
                content = merging.merged(application.form.definition, began, stored, content)
            _write(application, {**content, "files": stored.get("files", [])})
    return application


@sensitive_variables()
def add_file(application: Application, field: str, upload, *, by: Actor) -> Application:
    """Add a file to one field of the draft; it lies encrypted in storage.

    Raises:
        Refused: wrong type or size, too many files, or no such field.
    """
    name, media_type, data = files.examine(upload, purpose=PURPOSE)
    with act():
        share(application.round_id)
        with verb("save", application, by=by) as application:
            asked = formdef.field_of(application.form.definition, field)
            content = sealed.read_draft(application)
            kept = content.get("files", [])
            most = min(int(asked.get("most") or formdef.MOST_FILES), formdef.MOST_FILES) if asked else 0
            if sum(file["field"] == field for file in kept) >= most:
                raise Refused(
                    "grants.too_many_files", _("At most %(count)s files here."), field=field, values={"count": most}
                )
            if sum(file["size"] for file in kept) + len(data) > sealed.MAX_TOTAL_MB * 2**20:
                raise Refused("grants.files_too_big", _("All files together: at most %(mb)s MB."), field=field, values={"mb": sealed.MAX_TOTAL_MB})  # fmt: skip
            row = {
                "field": field, "name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "media_type": media_type,
                "path": envelopes.keep_file(application.code, data),
            }  # fmt: skip
            _write(application, {**content, "files": [*kept, row]})
    return application


@sensitive_variables()
def remove_file(application: Application, sha256: str, *, by: Actor) -> Application:
    """Take a file out of the draft and erase it."""
    with act():
        share(application.round_id)
        with verb("save", application, by=by) as application:
            content = sealed.read_draft(application)
            gone = [file["path"] for file in content.get("files", []) if file["sha256"] == sha256]
            _write(application, {**content, "files": [f for f in content.get("files", []) if f["sha256"] != sha256]})
            transaction.on_commit(lambda: envelopes.erase_files(gone))
    return application


@sensitive_variables()
def _write(application, content):
    application.draft = sealed.lock_draft(application.code, content)
    application.draft_saved_at = clock.now()


# ---- handing in ---------------------------------------------------------------------------------------
VERBS = {ApplicationState.SUBMITTED: "replace", ApplicationState.RETURNED: "resubmit"}


def verb_of(application) -> str:
    """How handing in is called in this state."""
    return VERBS.get(application.state, "submit")


@sensitive_variables()
def submit(application: Application, *, by: Actor) -> Submission:
    """Hand the draft in; one that was handed in is replaced. Returns the receipt.

    In a sealed round whose call runs, the envelope is made before the transaction begins; whether it is in time is what
    the transaction's clock says, and the draft is erased with it. Else the content is stored as it is.

    Raises:
        Refused: late, incomplete, not eligible. The draft stays then.
    """
    application.refresh_from_db()
    prefetch_related_objects([application], "organisation", "round", "form")
    name = verb_of(application)
    refusal = TABLES["grants.application"].refusal(name, by, application)
    if refusal:
        raise refusal
    locked = bytes(application.draft)
    content = sealed.read_draft(application)
    refuse_gaps(application, content)
    final = _final(application, content)
    loaded = [(f["name"], envelopes.read_file(application.code, f["path"])) for f in final["files"]]
    if not sealed.is_sealing(application.round):
        return _record(application, name, by=by, locked=locked, final=final, loaded=loaded)
    envelope = envelopes.seal(_portable(application, final), loaded, application.round.recipient, body=sealed.BODY)
    try:
        receipt = _record(application, name, by=by, locked=locked, final=final, loaded=loaded, envelope=envelope)
    except BaseException:
        envelopes.discard(envelope)
        raise
    envelopes.erase_files([file["path"] for file in content.get("files", [])])
    return receipt


def refuse_gaps(application, content):
    round = application.round
    found = formdef.gaps(application.form.definition, content, least=round.least, most=round.most)
    if found:
        raise Refused("grants.application_incomplete", "%(what)s", values={"what": found[0].sentence})


def _final(application, content) -> dict:
    plain = formdef.pruned(application.form.definition, content)
    keys = {
        field["key"]
        for field in formdef.fields(application.form.definition)
        if formdef.is_asked(field, plain["answers"])
    }
    return {
        "title": plain["title"].strip(), "summary": plain["summary"].strip(), "amount": str(yuan(plain["amount"])), "field": plain.get("field", ""),
        "answers": plain["answers"], "files": [file for file in plain.get("files", []) if file["field"] in keys],
    }  # fmt: skip


def _portable(application, final) -> dict:
    """What goes into the envelope: readable without the portal."""
    organisation, round = application.organisation, application.round
    return {
        **final,
        "files": [{k: f[k] for k in ("field", "name", "size", "sha256", "media_type")} for f in final["files"]],
        "round": round.number,
        "round_code": round.code,
        "form": {"code": application.form.code, "version": application.form.version},
        "organisation": {"uscc": organisation.uscc, "name_zh": organisation.name_zh, "name_en": organisation.name_en},
        "sealed_at": clock.now().isoformat(timespec="seconds"),
    }


@sensitive_variables()
def _record(application, name, *, by, locked, final, loaded, envelope=None) -> Submission:
    with act():
        share(application.round_id)
        with verb(name, application, by=by, note=envelope.sha256 if envelope else "") as application:
            if bytes(application.draft) != locked:
                raise Refused(
                    "grants.draft_changed",
                    _("A colleague changed the application meanwhile. Please check it and hand it in again."),
                    kind="when",
                )
            content = None
            if envelope is None:
                content = _stored(application, final, loaded, by)
                application.content, application.title, application.amount = (
                    content,
                    content["title"],
                    yuan(content["amount"]),
                )
                keep_words(application)
            else:
                application.draft = application.draft_saved_at = None
            packed = json.dumps(content, ensure_ascii=False, sort_keys=True).encode() if content else b""
            application.submitted_at = clock.now()
            application.reason = ""
            return Submission.objects.create(
                application=application, number=application.submissions.count() + 1,
                sha256=envelope.sha256 if envelope else hashlib.sha256(packed).hexdigest(),
                size=envelope.size if envelope else len(packed), path=envelope.path if envelope else "",
                received_at=clock.now(), content=content,
            )  # fmt: skip


def keep_words(application):
    """By what it is found, as soon as it may be read: a sealed one has no words before it is opened."""
    words = formdef.words(application.form.definition, application.content)
    AnswerText.objects.update_or_create(application=application, defaults={"text": words})


def _stored(application, final, loaded, by) -> dict:
    rows = []
    for row, (name, data) in zip(final["files"], loaded, strict=True):
        stored = files.store(data, purpose=PURPOSE, by=by, name=name, owner=application)
        rows.append({k: row[k] for k in ("field", "name", "size", "sha256", "media_type")} | {"key": str(stored.key)})
    return {**final, "files": rows}


@sensitive_variables()
def reopened(application) -> None:
    """A returned application is written on: the draft begins with what was handed in. Part of `screening.return_`."""
    content = application.content or {}
    rows = []
    for file in content.get("files", []):
        stored = files.files_of(application, PURPOSE).filter(key=file["key"]).first()
        with files.open_file(stored) as handle:
            path = envelopes.keep_file(application.code, handle.read())
        rows.append({k: file[k] for k in ("field", "name", "size", "sha256", "media_type")} | {"path": path})
    _write(application, {**content, "files": rows})


def withdraw(application: Application, *, by: Actor) -> Application:
    """Take it back. A sealed one is never opened."""
    with act():
        share(application.round_id)
        with verb("withdraw", application, by=by) as application:
            application.submitted_at = None
    return application


def comment(application: Application, *, by: Actor, text: str, field: str = "") -> Comment:
    """Say something to the team; officers and reviewers never read it."""
    with verb("comment", application, by=by) as application:
        return Comment.objects.create(application=application, field=field, author=by.user, text=text, at=clock.now())
