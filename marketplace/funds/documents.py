"""What may be found of funds: those in force or over by everybody, drafts by officers."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import documents
from marketplace.core.texts import both, in_both, joined

from .models import Fund
from .states import PUBLIC, FundState


def rows():
    return Fund.objects.select_related("office", "host").prefetch_related("communities")


@override(settings.LANGUAGE_CODE)
def of(funds):
    for fund in funds:
        places = list(fund.communities.all())
        is_over, kind = fund.state == FundState.CLOSED, in_both(fund.get_kind_display)
        here = places[0] if len(places) == 1 else None
        yield documents.Document(
            kind="fund", key=fund.pk, code=fund.code, title_zh=fund.name_zh, title_en=fund.name_en,
            url=fund.get_absolute_url(), body_zh=_text(fund, kind, places, "zh"),
            body_en=_text(fund, kind, places, "en"), words=joined(kind["zh"], kind["en"]),
            facets={
                "community": tuple(place.code for place in places),
                "status": (documents.ENDED if is_over else documents.RUNNING,),
                "year": (str(fund.year),),
            },
            lat=here.lat if here else None, lon=here.lon if here else None, is_open=not is_over,
            provenance=fund.provenance, audience=frozenset({documents.PUBLIC} if fund.state in PUBLIC else {"officer"}),
        )  # fmt: skip


def _text(fund, kind, places, language) -> str:
    def said(obj, name):
        return both(obj, name)[language] if obj is not None else ""

    return joined(
        said(fund, "purpose"), kind[language], said(fund, "rules"), said(fund, "beneficiaries"),
        *(said(place, "name") for place in places), said(fund.host, "name"), said(fund.office, "name"),
    )  # fmt: skip


documents.register("fund", model=Fund, one=_("Fund"), many=_("Funds"), order=60, objects=rows, of=of)
