"""Finders: all rooms are asked, only for what is public, in both languages; shown while the index is down."""

import pytest

from marketplace.core import finding
from marketplace.core.actors import ANONYMOUS
from tests.support.district import logged_in

pytestmark = pytest.mark.once


def labels(text):
    return [str(found.label) for found in finding.find(text, ANONYMOUS)]


def titles(text):
    return [str(hit.title) for found in finding.find(text, ANONYMOUS) for hit in found.shown]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("周日", "/directory/?open=sunday"),
        ("哪里星期天开门", "/directory/?open=sunday"),
        ("招标", "/calls/?state=taking"),
        ("钱花到哪里", "/funds/"),
        ("成效", "/outcomes/"),
        ("附近", "/directory/circle/"),
    ],
)
def test_plain_words_lead_straight_there(district, db, text, address):
    found = finding.find(text, ANONYMOUS)
    assert address in [hit.url for hit in found[0].rows]


def test_every_room_is_found(district, db):
    from marketplace.catalogue.models import ServiceItem
    from marketplace.funds.models import Fund
    from marketplace.tenders.models import Call
    from orgs.models import Organisation
    from projects.outcomes.models import Outcome
    from projects.services.models import Service, Station

    rows = [
        Station.objects.listed().first().name_zh,
        Service.objects.listed().first().name_zh,
        Call.objects.visible_to(ANONYMOUS).exclude(published_at=None).first().title_zh,
        ServiceItem.objects.visible_to(ANONYMOUS).in_force().first().name_zh,
        Organisation.objects.listed().first().name_zh,
        Fund.objects.visible_to(ANONYMOUS).first().name_zh,
        Outcome.objects.visible_to(ANONYMOUS).first().title_zh,
    ]
    assert [name for name in rows if name not in titles(name)] == []


def test_all_words_must_be_found_and_nothing_is_found_for_nothing(district, db):
    from orgs.models import Organisation

    name = Organisation.objects.listed().first().name_zh
    assert titles(f"{name[:2]} {name[-2:]}")
    assert titles(f"{name} 绝无此词") == []
    assert finding.find("   ", ANONYMOUS) == []


def test_what_is_not_public_is_found_by_nobody(district, db):
    from marketplace.tenders.models import Call

    hidden = Call.objects.filter(published_at=None).first()
    assert hidden is not None
    for name in ("", "buyer", "leader"):
        page = logged_in(name).get("/search/", {"q": hidden.title_zh}).content.decode()
        assert hidden.get_absolute_url() not in page
