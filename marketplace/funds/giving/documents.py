"""What of giving may be found: filed collections, by everybody. Gifts and promises are in no index."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import documents
from marketplace.core.documents import DONE, ENDED, OPEN, PUBLIC, RUNNING, Document

from .models import Collection, Report
from .states_collections import SHOWN, CollectionState

S = CollectionState
STATUS = {S.FILED: RUNNING, S.OPEN: OPEN, S.ENDED: ENDED, S.SETTLED: DONE}


def _objects():
    return Collection.objects.select_related("fund__host", "fund__office").prefetch_related(
        "reports", "fund__communities"
    )


def _documents(rows):
    return [_document(row) for row in rows]


def _document(row: Collection) -> Document:
    told = [r for r in row.reports.all() if r.published_at]
    host = row.fund.host
    return Document(
        kind="collection",
        key=row.pk,
        code=row.filing_number or "",
        title_zh=row.title_zh,
        title_en=row.title_en,
        body_zh="\n".join(filter(None, [row.purpose_zh, row.use_zh, row.beneficiaries_zh, row.fund.name_zh, host and host.name_zh, *(r.text_zh for r in told)])),
        body_en="\n".join(filter(None, [row.purpose_en, row.fund.name_en, *(r.text_en for r in told)])) if row.purpose_en else "",
        words="募捐 备案 collection fundraising",
        url=row.get_absolute_url(),
        facets={
            "community": tuple(place.code for place in row.fund.communities.all()),
            "status": (STATUS.get(row.state, RUNNING),),
            "year": (str(row.starts.year),) if row.starts else (),
        },
        deadline=None,
        amount=row.target,
        is_open=row.state == S.OPEN,
        audience=frozenset({PUBLIC} if row.state in SHOWN else {f"office:{row.fund.office_id}"}),
    )  # fmt: skip


documents.register(
    "collection",
    model=Collection,
    one=_("Collection"),
    many=_("Collections"),
    order=65,
    objects=_objects,
    of=_documents,
)
documents.touches(Report, "collection", lambda row: [row.collection_id])
