"""A round from its draft to the close of the call, and its cancellation."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from marketplace.core import clock, envelopes, files, sealing
from marketplace.core.actors import Actor
from marketplace.core.codes import new_code
from marketplace.core.numbers import next_number
from marketplace.core.verbs import creating, verb

from .. import sealed
from ..kinds import OPTIONAL, StageKind
from ..models import Round, RoundCriterion, Stage
from ..states_applications import ApplicationState
from . import forms
from .applications import keep_words

# Columns of a draft that `edit` writes.
FIELDS = (
    "title_zh", "title_en", "theme_zh", "theme_en", "text_zh", "text_en", "fund", "form", "budget", "least", "most", "classes",
    "stages_of_growth", "least_grade", "limit", "opens_at", "concept_form", "concept_until", "concept_by", "deadline", "review_until", "cure_days", "standstill_days", "reviewers",
    "blind", "sealed", "tranches", "line_share", "agreement_zh", "agreement_en", "reporting_zh", "reporting_en",
)  # fmt: skip
CRITERIA = [
    {"name_zh": "社区需求与针对性", "name_en": "Need in the community", "weight": Decimal("0.30")},
    {"name_zh": "方案可行性", "name_en": "Feasible plan", "weight": Decimal("0.30")},
    {"name_zh": "团队能力", "name_en": "Ability of the team", "weight": Decimal("0.20")},
    {"name_zh": "预算合理性", "name_en": "Reasonable budget", "weight": Decimal("0.20")},
]
TRANCHES = [
    {"title_zh": "首期", "title_en": "First", "share": "0.60"},
    {"title_zh": "中期", "title_en": "Interim", "share": "0.30"},
    {"title_zh": "末期", "title_en": "Final", "share": "0.10"},
]


def draft(
    office, *, by: Actor, fund, form, title_zh: str, budget: Decimal, most: Decimal, opens_at, deadline, review_until,
    criteria=None, communities=(), stages=None, **fields,
) -> Round:  # fmt: skip
    """Begin a round. fields: further columns of `FIELDS`; stages: {StageKind: planned end} besides the three dates."""
    fields.setdefault("tranches", [dict(row) for row in TRANCHES])
    round = Round(
        office=office, fund=fund, form=form, title_zh=title_zh, budget=budget, most=most, opens_at=opens_at, deadline=deadline,
        review_until=review_until, code=new_code(), drafted_by=by.user, created_at=clock.now(), **fields,
    )  # fmt: skip
    with creating(round, by=by, verb="draft") as round:
        round.save()
        _criteria(round, CRITERIA if criteria is None else criteria)
        round.communities.set(communities)
        _stages(round, stages or {})
    return round


def copy(
    old: Round, *, by: Actor, title_zh: str, opens_at: datetime, deadline: datetime, review_until: datetime
) -> Round:
    """Draft a round like an old one: everything but its dates, with the newest version of its form."""
    form = type(old.form).objects.filter(code=old.form.code).order_by("-version").first()
    plain = {name: getattr(old, name) for name in FIELDS if name not in ("title_zh", "opens_at", "concept_until", "concept_by", "deadline", "review_until", "form")}  # fmt: skip
    rows = [
        {name: getattr(c, name) for name in ("name_zh", "name_en", "description_zh", "description_en", "weight")}
        for c in old.criteria.all()
    ]
    kinds = dict.fromkeys(old.stages.values_list("kind", flat=True))
    return draft(
        old.office, by=by, form=form, title_zh=title_zh, opens_at=opens_at, deadline=deadline, review_until=review_until,
        criteria=rows, communities=old.communities.all(), stages=kinds, copied_from=old, **plain,
    )  # fmt: skip


def edit(round: Round, *, by: Actor, criteria=None, communities=None, stages=None, **fields) -> Round:
    """Save the draft as far as it is filled in; what is missing is said when approval is asked for.

    Args:
        criteria: [{"name_zh", "name_en", "description_zh", "description_en", "weight"}]; None leaves them.
        stages: {StageKind: planned end or None} of the optional stages and those without a date of their own.
        fields: any of `FIELDS`.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not columns of a draft: {sorted(unknown)}")
    with verb("edit", round, by=by) as round:
        for name, value in fields.items():
            setattr(round, name, value)
        if criteria is not None:
            round.criteria.all().delete()
            _criteria(round, criteria)
        if communities is not None:
            round.communities.set(communities)
        _stages(round, stages)
    return round


def _criteria(round, rows):
    for position, row in enumerate(rows, 1):
        RoundCriterion.objects.create(round=round, position=position, **row)


def _stages(round, planned=None):
    """Rows of the stages in their order. planned None: only the three dates follow the round's columns."""
    known = {StageKind.APPLICATION: round.deadline, StageKind.REVIEWS: round.review_until}
    if round.concept_form_id:
        known[StageKind.CONCEPT] = round.concept_by
    if planned is None:
        planned = dict(round.stages.values_list("kind", "ends_at"))
    planned = {kind: ends for kind, ends in planned.items() if kind != StageKind.CONCEPT}
    round.stages.all().delete()
    for position, kind in enumerate(StageKind, 1):
        if kind in OPTIONAL and kind not in planned and kind not in known:
            continue
        ends = known.get(kind, planned.get(kind))
        Stage.objects.create(round=round, kind=kind, position=position, ends_at=ends)


def submit(round: Round, *, by: Actor) -> Round:
    """Ask the leader to approve the draft."""
    with verb("submit", round, by=by) as round:
        round.state_reason = ""
    return round


def send_back(round: Round, *, by: Actor, reason: str) -> Round:
    with verb("send_back", round, by=by, note=reason) as round:
        round.state_reason = reason
    return round


@sensitive_variables()
def publish(round: Round, *, by: Actor) -> Round:
    """Approve the round: it gets its number and, where it is sealed, its key; its form is put in use.

    Raises:
        Refused: wrong state or role, gaps, or the fund has not so much free now. Nothing is changed then.
    """
    with verb("publish", round, by=by) as round:
        for form in {round.form, round.concept_form} - {None}:
            forms.use(form, by=by)
        round.number = next_number("ROUND")
        round.published_at = clock.now()
        round.approved_by = by.user
        if round.sealed:
            round.recipient, round.identity = sealed.new_key(round.code)
    return round


def extend(round: Round, *, by: Actor, deadline: datetime, review_until: datetime, reason: str) -> Round:
    """Take applications longer; never shorter."""
    with verb("extend", round, by=by, public_note=reason) as round:
        round.deadline, round.review_until = deadline, review_until
        _stages(round)
    return round


@sensitive_variables()
def close_call(round: Round, *, by: Actor) -> Round:
    """After the deadline: open what was sealed, give every application its mark, erase drafts that were not handed in.

    An envelope that does not open is not lost: its application stays handed in without content, and the secretariat
    sees that on its page.
    """
    with verb("close_call", round, by=by) as round:
        round.closed_at = clock.now()
        rows = round.applications.select_for_update() if _locks() else round.applications
        rows = list(rows.filter(state=ApplicationState.SUBMITTED).order_by("pk"))
        identity = sealed.opening_identity(round) if round.sealed and rows else ""
        for application in rows:
            if round.sealed:
                _open(application, identity, by)
            application.mark = _mark(round)
            application.save()
        _erase_drafts(round)
    return round


def _locks() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _mark(round) -> str:
    while True:
        mark = new_code()[:6].upper()
        if not round.applications.filter(mark=mark).exists():
            return mark


@sensitive_variables()
def _open(application, identity, by):
    receipt = application.submissions.order_by("-number").first()
    try:
        opened = envelopes.unseal(receipt.path, receipt.sha256, identity, body=sealed.BODY)
    except sealing.Unreadable:
        return
    listed = opened.content.get("files", [])
    for row, (name, data) in zip(listed, opened.files, strict=True):
        stored = files.store(data, purpose="grants.file", by=by, name=name, owner=application)
        row["key"] = str(stored.key)
    content = {key: opened.content[key] for key in ("title", "summary", "amount", "field", "answers", "files")}
    application.content, application.title, application.amount = content, content["title"], Decimal(content["amount"])
    keep_words(application)
    receipt.content = content
    receipt.save(update_fields=["content"])


@sensitive_variables()
def _erase_drafts(round):
    """What was never handed in is nobody's business; in a round that is not sealed the copy kept for editing goes too."""
    for application in round.applications.exclude(draft=None):
        paths = [file["path"] for file in sealed.read_draft(application).get("files", []) if file.get("path")]
        transaction.on_commit(lambda paths=paths: envelopes.erase_files(paths))
    round.applications.exclude(draft=None).update(draft=None, draft_saved_at=None)
    round.concepts.exclude(draft=None).update(draft=None)


def cancel(round: Round, *, by: Actor, reason: str) -> Round:
    """End the round without awards. Sealed envelopes stay sealed."""
    with verb("cancel", round, by=by, public_note=reason) as round:
        round.state_reason = reason
        _erase_drafts(round)
    return round
