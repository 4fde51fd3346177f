"""What may be found of calls: published ones by everybody, drafts by the office's own people. Bids are no documents."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock, documents, filedocuments, rowcodes
from marketplace.core.texts import both, joined

from .models import Amendment, Award, Call, CallLine, Criterion, Question
from .states import AWARDED, PUBLIC, CallState

STATUSES = {
    CallState.OPEN: documents.OPEN,
    CallState.CONCLUDED: documents.DONE,
    CallState.FAILED: documents.ENDED,
    CallState.CANCELLED: documents.ENDED,
}


def rows():
    """Calls with all that their documents are made of."""
    return (
        Call.objects.select_related("office", "fund", "award__bid__organisation")
        .defer("minutes", "identity")
        .prefetch_related(
            "communities", Prefetch("lines", CallLine.objects.select_related("item")), "criteria", "questions",
            "amendments",
        )
    )  # fmt: skip


@override(settings.LANGUAGE_CODE)
def of(calls):
    codes, now = rowcodes.of(Call, [call.pk for call in calls]), clock.now()
    for call in calls:
        yield _document(call, codes.get(call.pk, ""), now)


def _document(call, row, now):
    is_public = call.state in PUBLIC and call.published_at is not None
    items = [line.item for line in call.lines.all()]
    takes_bids = call.state == CallState.OPEN and call.deadline is not None and now <= call.deadline
    status = STATUSES.get(call.state, documents.RUNNING)
    if status == documents.OPEN and not takes_bids:
        status = documents.RUNNING
    places = list(call.communities.all())
    here = places[0] if len(places) == 1 else None
    return documents.Document(
        kind="call", key=call.pk, code=call.number, row=row, title_zh=call.title_zh, title_en=call.title_en,
        url=call.get_absolute_url(), body_zh=_text(call, items, "zh"), body_en=_text(call, items, "en"),
        words=row,
        facets={
            "community": tuple(place.code for place in places),
            "category": tuple(dict.fromkeys(item.category for item in items)),
            "status": (status,) if is_public else (),
            "year": (str((call.published_at or call.created_at).year),),
        },
        newest=call.published_at or call.created_at, deadline=call.deadline if is_public else None, amount=call.budget,
        lat=here.lat if here else None, lon=here.lon if here else None,
        is_open=status in {documents.OPEN, documents.RUNNING},
        provenance=call.provenance, audience=frozenset({documents.PUBLIC} if is_public else {"role:AUDITOR", f"office:{call.office_id}"}),
        look_again=call.deadline + timedelta(seconds=1) if takes_bids else None,  # to the second of the deadline it takes bids
    )  # fmt: skip


def _text(call, items, language) -> str:
    """Everything that stands on the public page; who asked a question is not read."""

    def said(obj, name):
        return both(obj, name)[language]

    award = getattr(call, "award", None) if call.state in AWARDED else None
    return joined(
        said(call, "text"), *(said(item, "name") for item in items), said(call.office, "name"),
        *(said(place, "name") for place in call.communities.all()),
        *(joined(said(one, "name"), said(one, "description")) for one in call.criteria.all()),
        *(said(one, "text") for one in call.amendments.all()),
        *(joined(one.text, one.answer) for one in call.questions.all()),
        said(award.bid.organisation, "name") if award else "", said(call.fund, "name"),
    )  # fmt: skip


documents.register(
    "call", model=Call, one=_("Call for tenders"), many=_("Calls for tenders"), order=20, objects=rows, of=of
)
for _model in (CallLine, Criterion, Amendment, Question, Award):
    documents.touches(_model, "call", lambda row: [row.call_id])
documents.touches(Call, "file", filedocuments.of_owner)
