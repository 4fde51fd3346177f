"""What may be found of contracts: signed ones by everybody, drafts by the two sides and auditors."""

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import documents, rowcodes
from marketplace.core.texts import both, joined

from .models import Contract, ContractLine
from .states import PUBLIC, ContractState

STATUSES = {ContractState.CLOSED: documents.DONE, ContractState.TERMINATED: documents.ENDED}


def rows():
    """Contracts with all that their documents are made of."""
    return Contract.objects.select_related("organisation", "office", "fund", "call").prefetch_related(
        "call__communities", Prefetch("lines", ContractLine.objects.select_related("item")), "milestones"
    )


@override(settings.LANGUAGE_CODE)
def of(contracts):
    codes = rowcodes.of(Contract, [contract.pk for contract in contracts])
    for contract in contracts:
        yield _document(contract, codes.get(contract.pk, ""))


def _document(contract, row):
    status = STATUSES.get(contract.state, documents.RUNNING)
    is_public = contract.state in PUBLIC
    places, items = list(contract.call.communities.all()), [line.item for line in contract.lines.all()]
    parties = {f"office:{contract.office_id}", f"organisation:{contract.organisation_id}", "role:AUDITOR"}
    here = places[0] if len(places) == 1 else None
    return documents.Document(
        kind="contract", key=contract.pk, code=contract.number, row=row, title_zh=contract.title_zh, title_en=contract.title_en,
        url=contract.get_absolute_url(), body_zh=_text(contract, places, items, "zh"),
        body_en=_text(contract, places, items, "en"), words=row,
        facets={
            "community": tuple(place.code for place in places),
            "category": tuple(dict.fromkeys(item.category for item in items)),
            "status": (status,) if is_public else (),
            "org_class": (contract.organisation.org_class,),
            "year": (str((contract.signed_at or contract.created_at).year),),
        },
        newest=contract.signed_at or contract.created_at, amount=contract.price,
        lat=here.lat if here else None, lon=here.lon if here else None, is_open=status == documents.RUNNING,
        provenance=contract.provenance, audience=frozenset({documents.PUBLIC} if is_public else parties),
    )  # fmt: skip


def _text(contract, places, items, language) -> str:
    def said(obj, name):
        return both(obj, name)[language]

    return joined(
        said(contract.organisation, "name"), said(contract, "text"), *(said(item, "name") for item in items),
        *(said(place, "name") for place in places), said(contract.fund, "name"), said(contract.office, "name"),
        *(said(one, "title") for one in contract.milestones.all()),
    )  # fmt: skip


documents.register("contract", model=Contract, one=_("Contract"), many=_("Contracts"), order=40, objects=rows, of=of)
documents.touches(ContractLine, "contract", lambda row: [row.contract_id])
