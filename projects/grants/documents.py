"""What may be found of grant rounds: published ones by everybody, drafts by the office that drafts. Applications are no documents."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock, documents
from marketplace.core.texts import both, joined

from .models import Round
from .states import PUBLIC, RoundState

DRAFTERS = ("EDITOR", "LEADER", "SECRETARY", "FINANCE")
STATUSES = {RoundState.CLOSED: documents.DONE, RoundState.CANCELLED: documents.ENDED}


def rows():
    return Round.objects.select_related("office", "fund").defer("identity").prefetch_related("communities")


@override(settings.LANGUAGE_CODE)
def of(rounds):
    now = clock.now()
    for one in rounds:
        yield _document(one, now)


def _document(one, now):
    is_public = one.state in PUBLIC
    takes = one.state == RoundState.OPEN and one.opens_at <= now <= one.deadline
    status = documents.OPEN if takes else STATUSES.get(one.state, documents.RUNNING)
    places = list(one.communities.all())
    inside = {f"office:{one.office_id}:{role}" for role in DRAFTERS} | {"role:AUDITOR"}
    turns = [m for m in (one.opens_at, one.deadline) if m > now] if one.state == RoundState.OPEN else []
    return documents.Document(
        kind="round", key=one.pk, code=one.number, title_zh=one.title_zh, title_en=one.title_en,
        url=one.get_absolute_url(), body_zh=_text(one, places, "zh"), body_en=_text(one, places, "en"),
        words=joined(one.theme_zh, one.theme_en),
        facets={
            "community": tuple(place.code for place in places), "status": (status,) if is_public else (),
            "year": (str((one.published_at or one.created_at).year),),
        },
        newest=one.published_at or one.created_at, deadline=one.deadline if is_public else None, amount=one.budget,
        is_open=status in {documents.OPEN, documents.RUNNING}, provenance=one.provenance,
        audience=frozenset({documents.PUBLIC} if is_public else inside), look_again=min(turns, default=None),
    )  # fmt: skip


def _text(one, places, language) -> str:
    def said(obj, name):
        return both(obj, name)[language]

    return joined(
        said(one, "text"), said(one, "reporting"), said(one.office, "name"), said(one.fund, "name"),
        *(said(place, "name") for place in places),
    )  # fmt: skip


documents.register("round", model=Round, one=_("Grant round"), many=_("Grant rounds"), order=25, objects=rows, of=of)
