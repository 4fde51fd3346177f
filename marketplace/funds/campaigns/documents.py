"""What of campaigns may be found: from the opening on by everybody; plans by the office in charge and the organiser."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import documents, rowcodes
from marketplace.core.documents import DONE, ENDED, OPEN, PUBLIC, RUNNING, Document

from .models import Campaign, CostLine, Update
from .states import PUBLIC as SHOWN
from .states import CampaignState

S = CampaignState
STATUS = {S.OPEN: OPEN, S.WAITING: RUNNING, S.REACHED: RUNNING, S.SETTLED: DONE}


def _objects():
    return Campaign.objects.select_related("organiser", "fund").prefetch_related("communities", "costs", "updates")


def _documents(rows):
    codes = rowcodes.of(Campaign, [row.pk for row in rows])
    with override("zh-hans"):
        return [_document(row, codes.get(row.pk, "")) for row in rows]


def _document(row: Campaign, code: str) -> Document:
    costs, news = list(row.costs.all()), list(row.updates.all())
    open_now = row.takes_gifts() or (row.state == S.OPEN and not row.is_here)
    status = STATUS.get(row.state, ENDED) if row.state != S.OPEN or open_now else RUNNING
    own = {f"office:{row.office_id}", f"organisation:{row.organiser_id}"}
    return Document(
        kind="campaign",
        key=row.pk,
        code=row.code,
        row=code,
        title_zh=row.title_zh,
        title_en=row.title_en,
        body_zh="\n".join([row.story_zh, *(c.name_zh for c in costs), *(u.text_zh for u in news), row.organiser.name_zh]),
        body_en="\n".join([row.story_en, *(c.name_en for c in costs), *(u.text_en for u in news)]) if row.story_en else "",
        words=f"众筹 crowdfunding {code}",
        url=row.get_absolute_url(),
        facets={
            "community": tuple(c.code for c in row.communities.all()),
            "status": (status,),
            "year": (str(row.opens_at.year),),
        },
        newest=row.opened_at or row.opens_at,
        deadline=row.closes_at,
        amount=sum((c.amount for c in costs if c.need == "MINIMUM"), start=0) or None,
        is_open=status == OPEN,
        audience=frozenset({PUBLIC} if row.state in SHOWN else own),
        look_again=row.closes_at if status == OPEN else None,
    )  # fmt: skip


documents.register(
    "campaign", model=Campaign, one=_("Campaign"), many=_("Campaigns"), order=45, objects=_objects, of=_documents
)
documents.touches(CostLine, "campaign", lambda row: [row.campaign_id])
documents.touches(Update, "campaign", lambda row: [row.campaign_id])
