"""What of calls may be found: everything published, by everybody; drafts by those who work in the office. Bids never."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock, documents
from marketplace.core.documents import DONE, ENDED, OPEN, PUBLIC, RUNNING, Document

from .models import Amendment, Call, CallLine, Question
from .states import PUBLIC as PUBLISHED
from .states import CallState, QuestionState

S = CallState
STATUS = {S.OPEN: OPEN, S.CONCLUDED: DONE, S.FAILED: ENDED, S.CANCELLED: ENDED}


def _objects():
    return Call.objects.select_related("office").prefetch_related(
        "communities", "lines__item", "amendments", "questions"
    )


def _documents(rows):
    with override("zh-hans"):
        return [_document(row) for row in rows]


def _document(row: Call) -> Document:
    items = [line.item for line in row.lines.all()]
    asked = [f"{q.text} {q.answer}" for q in row.questions.all() if q.state == QuestionState.ANSWERED]
    amendments = list(row.amendments.all())
    is_public = row.state in PUBLISHED and row.published_at is not None
    closed = row.deadline is not None and clock.now() > row.deadline
    status = RUNNING if row.state == S.OPEN and closed else STATUS.get(row.state, RUNNING)
    return Document(
        kind="call",
        key=row.pk,
        code=row.number or row.code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        body_zh="\n".join([row.text_zh, *(i.name_zh for i in items), *(a.text_zh for a in amendments), *asked]),
        body_en="\n".join([row.text_en, *(i.name_en for i in items), *(a.text_en for a in amendments)])
        if row.text_en
        else "",
        words=row.code,
        url=row.get_absolute_url(),
        facets={
            "community": tuple(community.code for community in row.communities.all()),
            "category": tuple({item.category for item in items}),
            "status": (status,),
            "year": (str((row.published_at or row.created_at).year),),
        },
        newest=row.published_at or row.created_at,
        deadline=row.deadline,
        amount=row.budget,
        is_open=status == OPEN,
        audience=frozenset({PUBLIC} if is_public else {f"office:{row.office_id}", "role:AUDITOR"}),
        look_again=row.deadline + timedelta(seconds=1) if status == OPEN and row.deadline else None,
    )


documents.register("call", model=Call, one=_("Call"), many=_("Calls"), order=20, objects=_objects, of=_documents)
for _model in (CallLine, Amendment, Question):
    documents.touches(_model, "call", lambda row: [row.call_id])
