"""What may be found of outcomes: published ones by everybody; drafts by officers and the organisation that writes."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import documents, rowcodes
from marketplace.core.texts import both, joined

from .models import Indicator, Outcome
from .states import PUBLIC, OutcomeState


def rows():
    return Outcome.objects.select_related("contract__organisation").prefetch_related(
        "communities", "indicators", "contract__lines__item"
    )


@override(settings.LANGUAGE_CODE)
def of(outcomes):
    codes = rowcodes.of(Outcome, [outcome.pk for outcome in outcomes])
    for outcome in outcomes:
        if outcome.state != OutcomeState.SET_ASIDE:
            yield _document(outcome, codes.get(outcome.pk, ""))


def _document(outcome, row):
    is_public, contract = outcome.state in PUBLIC, outcome.contract
    places, items = list(outcome.communities.all()), [line.item for line in contract.lines.all()]
    writers = {"officer", f"organisation:{contract.organisation_id}"}
    moment = outcome.published_at or outcome.created_at
    here = places[0] if len(places) == 1 else None
    return documents.Document(
        kind="outcome", key=outcome.pk, code=outcome.code, row=row, title_zh=outcome.title_zh, title_en=outcome.title_en,
        url=outcome.get_absolute_url(),
        words=row, body_zh=_text(outcome, places, items, "zh"),
        body_en=_text(outcome, places, items, "en"),
        facets={
            "community": tuple(place.code for place in places),
            "category": tuple(dict.fromkeys(item.category for item in items)),
            "org_class": (contract.organisation.org_class,), "year": (str(moment.year),),
        },
        newest=moment, lat=here.lat if here else None, lon=here.lon if here else None,
        provenance=outcome.provenance, audience=frozenset({documents.PUBLIC} if is_public else writers),
    )  # fmt: skip


def _text(outcome, places, items, language) -> str:
    def said(obj, name):
        return both(obj, name)[language]

    return joined(
        said(outcome, "story"), *(said(item, "name") for item in items),
        *(said(one, "name") for one in outcome.indicators.all()), *(said(place, "name") for place in places),
        said(outcome.contract.organisation, "name"),
    )  # fmt: skip


documents.register("outcome", model=Outcome, one=_("Outcome"), many=_("Outcomes"), order=70, objects=rows, of=of)
documents.touches(Indicator, "outcome", lambda row: [row.outcome_id])
