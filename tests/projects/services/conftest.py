"""A page is made anew each time; a street, and a street with everything in its directory."""

import pytest
from django.utils import translation

from projects.services import domain

from .builders import make_category, make_service, make_station, make_street


@pytest.fixture(autouse=True)
def plain(settings):
    """Every page is made anew, addresses in the default language."""
    settings.PAGE_CACHE_SECONDS = 0
    translation.activate("zh-hans")


@pytest.fixture
def street(db, clock):
    with clock("2026-09-01 08:00"):
        yield make_street()


@pytest.fixture
def full(street):
    """Two counters, an elders' room, a service, a category, a named list, a draft of each that must not show."""
    weekend = (("REGULAR", "12345", 9, 17), ("WEEKEND", "67", 9, 12))
    one = make_station(street, "ST1", hours=weekend)
    make_station(street, "ST2", north=3000, community=street.far, provenance="source", source_ref="C12")
    make_station(street, "SC1", kind="ELDER_ROOM", north=400)
    category = make_category(street)
    service = make_service(street, category=category, stations=[one])
    named = domain.add_set(by=street.editor, code="L1", name_zh="清单", name_en="List", stated=28, quote_zh="28项")
    domain.set_members(named, by=street.editor, services=[service])
    make_station(street, "ST9", publish=False, name_zh="标记藏", name_en="MARKERHIDDEN", kind="CANTEEN")
    make_service(
        street,
        "SV9",
        category=category,
        stations=[one],
        publish=False,
        name_zh="标记藏",
        name_en="MARKERHIDDEN",
    )
    return street
