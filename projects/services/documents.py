"""What may be found of the directory: places, matters done at counters, and the communities they lie in."""

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock, documents
from marketplace.core.texts import both, in_both, joined
from orgs.models import Community, Office

from . import hours
from .models import Category, Service, Station
from .states import PlaceState

EDITORS = frozenset({"officer"})


def _seen_by(row):
    return EDITORS if row.state == PlaceState.DRAFT else frozenset({documents.PUBLIC})


def _is_over(row) -> bool:
    return row.state == PlaceState.ENDED or (row.valid_to is not None and row.valid_to < clock.today())


def _said(obj, name, language) -> str:
    return both(obj, name)[language] if obj is not None else ""


# ---- places -------------------------------------------------------------------------------------------
def stations():
    return Station.objects.select_related("community", "operator", "office")


@override(settings.LANGUAGE_CODE)
def of_stations(rows):
    for row in rows:
        kind = in_both(row.get_kind_display)
        yield documents.Document(
            kind="station", key=row.pk, code=row.code, title_zh=row.name_zh, title_en=row.name_en,
            url=row.get_absolute_url(), body_zh=_place_text(row, kind, "zh"), body_en=_place_text(row, kind, "en"),
            words=joined(kind["zh"], kind["en"]), facets={"community": (row.community.code,)}, lat=row.lat, lon=row.lon,
            is_open=not _is_over(row), audience=_seen_by(row), provenance=row.provenance,
        )  # fmt: skip


def _place_text(row, kind, language) -> str:
    return joined(
        kind[language], _said(row, "note", language), _said(row, "address", language),
        _said(row.community, "name", language), _said(row.operator, "name", language), row.phone,
    )  # fmt: skip


documents.register(
    "station", model=Station, one=_("Place"), many=_("Places"), order=15, objects=stations, of=of_stations
)


@documents.open_now
def open_places(moment):
    marks = hours.calendar()
    rows = Station.objects.listed().with_hours()
    return [f"station:{row.pk}" for row in rows if hours.status(row, marks, moment).is_open]


# ---- matters ------------------------------------------------------------------------------------------
def services():
    return Service.objects.select_related("category", "department").prefetch_related(
        Prefetch("stations", Station.objects.select_related("community"))
    )


@override(settings.LANGUAGE_CODE)
def of_services(rows):
    for row in rows:
        yield documents.Document(
            kind="service", key=row.pk, code=row.code, title_zh=row.name_zh, title_en=row.name_en,
            url=row.get_absolute_url(), body_zh=_matter_text(row, "zh"), body_en=_matter_text(row, "en"),
            facets={
                "community": tuple(dict.fromkeys(place.community.code for place in row.stations.all())),
                "category": (row.category.code,), "fee_tier": (row.fee_tier,),
            },
            is_open=not _is_over(row), audience=_seen_by(row), provenance=row.provenance,
        )  # fmt: skip


def _matter_text(row, language) -> str:
    with override("en" if language == "en" else settings.LANGUAGE_CODE):
        ways = [str(label) for label in (*row.channel_labels, *row.mode_labels)]
    return joined(
        _said(row.category, "name", language), _said(row, "papers", language), _said(row, "fee_note", language),
        " ".join(ways), _said(row.department, "name", language),
    )  # fmt: skip


documents.register(
    "service", model=Service, one=_("Matter done for you"), many=_("What is done for you"), order=10, objects=services,
    of=of_services,
)  # fmt: skip


def _categories(values):
    return {row.code: row.name for row in Category.objects.filter(code__in=values)}


documents.facet_names("category", _categories)


# ---- communities: their places -------------------------------------------------------------------------
@override(settings.LANGUAGE_CODE)
def of_communities(rows):
    places = reverse("services:stations")
    for row in rows:
        office = row.office
        yield documents.Document(
            kind="community", key=row.pk, code=row.code, title_zh=row.name_zh, title_en=row.name_en,
            url=f"{places}?community={row.code}", body_zh=office.name_zh, body_en=office.name_en,
            facets={"community": (row.code,)}, lat=row.lat, lon=row.lon,
            is_open=row.valid_to is None or row.valid_to >= clock.today(), provenance=row.provenance,
        )  # fmt: skip


documents.register(
    "community", model=Community, one=_("Community"), many=_("Communities"), order=55,
    objects=lambda: Community.objects.select_related("office"), of=of_communities,
)  # fmt: skip


@documents.named_places
def middles():
    """The middles of the communities."""
    rows = Community.objects.standing().exclude(lat=None).exclude(lon=None)
    return {row.code: (row.name, row.lat, row.lon) for row in rows}


# ---- offices: what they are there for ------------------------------------------------------------------
@override(settings.LANGUAGE_CODE)
def of_offices(rows):
    """The list of the matters that it answers for; without any, its lines on the page of all offices."""
    matters, all_offices = reverse("services:services"), reverse("services:offices")
    answers = set(Service.objects.listed().values_list("department", flat=True))
    for row in rows:
        kind = in_both(row.get_kind_display)
        yield documents.Document(
            kind="office", key=row.pk, code=row.code, title_zh=row.name_zh, title_en=row.name_en,
            url=f"{matters}?department={row.code}" if row.pk in answers else f"{all_offices}#{row.code}",
            body_zh=joined(row.duties_zh, kind["zh"]), body_en=joined(row.duties_en, kind["en"]),
            is_open=row.valid_to is None or row.valid_to >= clock.today(), provenance=row.provenance,
        )  # fmt: skip


documents.register(
    "office", model=Office, one=_("Office"), many=_("Offices"), order=58, objects=Office.objects.all, of=of_offices
)
documents.touches(Service, "office", lambda row: [row.department_id])
