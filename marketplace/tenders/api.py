"""The JSON face of calls: what everybody may read. Sealed bids, their number, and askers are not in it."""

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from . import reads
from .models import Call

router = Router(tags=["tenders"])
MOST = 100


class CallOut(Schema):
    """A call; amounts in yuan with two places, as text; moments as ISO 8601."""

    number: str
    code: str
    office: str
    procedure: str
    rule_set: str
    title_zh: str
    title_en: str
    budget: str
    state: str
    published_at: str | None
    questions_until: str | None
    deadline: str | None
    opened_at: str | None
    url: str


class QuestionOut(Schema):
    """A question without its asker; asker is a letter that is the same for one party within one call."""

    text: str
    asker: str
    asked_at: str
    answer: str
    answered_at: str | None


class CallDetail(CallOut):
    text_zh: str
    text_en: str
    communities: list[str]
    lines: list[dict]
    criteria: list[dict]
    conditions: list[dict]
    milestones: list[dict]
    amendments: list[dict]
    questions: list[QuestionOut]
    minutes: dict


@router.get("/calls", response=dict[str, int | list[CallOut]], summary="Calls for tenders, newest first")
def calls(request, state: str = "", offset: int = 0, limit: int = 50):
    rows = Call.objects.visible_to(request.actor).exclude(published_at=None)
    if state:
        rows = rows.filter(state=state)
    start, most = min(max(offset, 0), 10**9), min(max(limit, 1), MOST)
    found = rows.select_related("office", "procedure__rule_set").order_by("-published_at", "-id")[start : start + most]
    return {"count": rows.count(), "items": [_call(row) for row in found]}


@router.get("/calls/{code}", response=CallDetail, summary="One call")
def call(request, code: str):
    row = get_object_or_404(Call.objects.visible_to(request.actor).exclude(published_at=None).for_page(), code=code)
    return _call(row) | {
        "text_zh": row.text_zh,
        "text_en": row.text_en,
        "communities": [c.code for c in row.communities.all()],
        "lines": [{"item": x.item.code, "quantity": str(x.quantity), "unit": x.item.unit} for x in row.lines.all()],
        "criteria": [{"kind": c.kind, "name_zh": c.name_zh, "name_en": c.name_en, "weight": str(c.weight)} for c in row.criteria.all()],
        "conditions": [{"text_zh": c.text_zh, "text_en": c.text_en} for c in row.conditions.all()],
        "milestones": [{"title_zh": m.title_zh, "title_en": m.title_en, "share": str(m.share), "due_days": m.due_days, "demands": m.demands} for m in row.milestones.all()],
        "amendments": [
            {"number": a.number, "text_zh": a.text_zh, "text_en": a.text_en, "material": a.material, "old_deadline": _iso(a.old_deadline), "new_deadline": _iso(a.new_deadline), "published_at": _iso(a.published_at)}
            for a in row.amendments.all()
        ],
        "questions": [
            {"text": q.text, "asker": q.asker, "asked_at": _iso(q.asked_at), "answer": q.answer, "answered_at": _iso(q.answered_at)}
            for q in reads.public_questions(row)
        ],
        "minutes": row.minutes,
    }  # fmt: skip


@router.get("/receipts/{sha256}", summary="Whether such an envelope was received")
def receipt(request, sha256: str):
    found = reads.receipt_of(sha256.lower()[:64])
    if found is None:
        return {"known": False}
    return {
        "known": True,
        "call": found["call"].number,
        "received_at": _iso(found["received_at"]),
        "size": found["size"],
    }


def _iso(moment):
    return moment.isoformat(timespec="seconds") if moment else None


def _call(row) -> dict:
    values = {name: getattr(row, name) for name in ("number", "code", "title_zh", "title_en", "state")}
    moments = {name: _iso(getattr(row, name)) for name in ("published_at", "questions_until", "deadline", "opened_at")}
    return values | moments | {
        "office": row.office.code,
        "procedure": row.procedure.code,
        "rule_set": f"{row.procedure.rule_set.code} {row.procedure.rule_set.version}",
        "budget": str(row.budget),
        "url": row.get_absolute_url(),
    }  # fmt: skip
