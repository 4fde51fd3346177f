"""Offices, communities and the calendar's own days: kept with history, never deleted, published names stay."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from marketplace.core import audit, clock, workdays
from marketplace.core.refusals import Refused
from orgs import domain, outlines
from orgs.models import Community, Office
from tests import factories
from tests.marketplace.tenders import builders as b

pytestmark = pytest.mark.django_db
SQUARE = [[104.0, 30.0], [104.1, 30.0], [104.1, 30.1], [104.0, 30.1], [104.0, 30.0]]


@pytest.fixture
def keeper():
    return factories.actor(factories.person("KEEPER", factories.make_office()))


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as found:
        act(*args, **kwargs)
    return found.value.code, found.value.field


def geojson(ring, **more) -> bytes:
    return json.dumps({"type": "Polygon", "coordinates": [ring]} | more).encode()


def test_an_office_is_added_changed_ended_and_followed(keeper):
    street = factories.make_office("OF-A")
    office = domain.add_office(
        by=keeper, code="OF-A1", kind="STREET_DEPARTMENT", parent=street, name_zh="社区发展科", buys=True
    )
    assert (office.valid_from, office.valid_to, office.state) == (clock.today(), None, "standing")
    domain.change_office(office, by=keeper, name_zh="社区发展办公室", duties_zh="购买服务")
    newest = audit.timeline(office, keeper)[0]
    assert newest.changes == {"name_zh": ["社区发展科", "社区发展办公室"], "duties_zh": ["", "购买服务"]}
    assert newest.actor_id == keeper.user_id
    last = clock.today() + timedelta(days=10)
    domain.end_standing(office, by=keeper, last_day=last, reason="机构调整")
    assert Office.objects.standing().contains(office)
    assert not Office.objects.standing(last + timedelta(days=1)).contains(office)
    assert Office.objects.standing(last + timedelta(days=1), beside=office.pk).contains(office)
    domain.resume_standing(office, by=keeper)
    office.refresh_from_db()
    assert office.valid_to is None
    new = domain.add_office(
        by=keeper, code="OF-A2", kind="STREET_DEPARTMENT", parent=street, name_zh="社区发展中心", follows=office
    )
    assert list(office.followed_by.all()) == [new]


def test_what_an_office_cannot(keeper):
    street = factories.make_office("OF-B")
    part = domain.add_office(by=keeper, code="OF-B1", kind="STREET_DEPARTMENT", parent=street, name_zh="科")
    assert refused(domain.add_office, by=keeper, code="OF-B1", kind="STREET", name_zh="重") == ("code_taken", "code")
    assert refused(domain.change_office, street, by=keeper, parent=part) == ("below_itself", "parent")
    yesterday = clock.today() - timedelta(days=1)
    assert refused(domain.end_standing, part, by=keeper, last_day=yesterday, reason="x") == ("passed", "last_day")
    factories.person("BUYER", part)
    assert refused(domain.end_standing, part, by=keeper, last_day=clock.today(), reason="x") == (
        "roles_held",
        "last_day",
    )
    editor = factories.actor(factories.person("EDITOR", street))
    assert refused(domain.add_office, by=editor, code="OF-B2", kind="STREET", name_zh="x")[0] == "role:KEEPER"


def test_what_something_published_rests_on_keeps_its_name(keeper):
    street = b.make_street()
    call = b.draft_call(street, communities=list(Community.objects.all()))
    place = Community.objects.get()
    domain.change_community(place, by=keeper, name_zh="永宁新社区")  # nothing is published for it yet
    b.domain.submit(call, by=street.actor("buyer"))
    b.domain.publish(call, by=street.actor("leader"))
    assert refused(domain.change_community, place, by=keeper, name_zh="别名") == ("rested_on", "name_zh")
    assert refused(domain.change_office, street.office, by=keeper, name_zh="别名") == ("rested_on", "name_zh")
    domain.change_community(place, by=keeper, name_zh="永宁新社区", population=9000)
    domain.end_standing(place, by=keeper, last_day=clock.today(), reason="合并")
    assert list(call.communities.all()) == [place] and call.communities.get().name_zh == "永宁新社区"


def test_an_outline_is_taken_with_its_history(keeper):
    place = factories.make_community(factories.make_office())
    domain.set_outline(place, by=keeper, file=geojson(SQUARE), source="测绘 2026-1")
    place.refresh_from_db()
    assert place.polygon == SQUARE and (place.lat, place.lon) == (30.05, 104.05)
    wider = [[103.9, 30.0], *SQUARE[1:4], [103.9, 30.0]]
    feature = {"type": "Feature", "id": place.code, "geometry": {"type": "Polygon", "coordinates": [wider]}}
    other = {"type": "Feature", "id": "X", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    domain.set_outline(
        place,
        by=keeper,
        file=json.dumps({"type": "FeatureCollection", "features": [other, feature]}).encode(),
        source="2",
    )
    events = audit.timeline(place, keeper)
    assert events[0].changes["polygon"] == [SQUARE, wider] and events[0].note == "2"
    assert (place.lat, place.lon) == (30.05, 104.05)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no json", "no_geojson"),
        (b"\xff\xfe", "no_geojson"),
        (b"[" * 100_000, "no_geojson"),
        (b"[]", "no_polygon"),
        (b'{"type": "FeatureCollection", "features": []}', "which"),
        (b'{"type": "FeatureCollection", "features": 7}', "which"),
        (b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon"}}, {}]}', "which"),
        (b'{"type": "Point", "coordinates": [1, 2]}', "no_polygon"),
        (b'{"type": "Polygon"}', "holes"),
        (b'{"type": "Polygon", "coordinates": [[[1,2],[2,2],[2,3],[1,2]], [[1,2],[2,2],[2,3],[1,2]]]}', "holes"),
        (b'{"type": "Feature", "geometry": 7}', "no_polygon"),
        (geojson("abc"), "no_points"),
        (geojson([[1, "2"]] * 4), "no_points"),
        (geojson([[30.0, 104.0], [30.1, 104.0], [30.1, 104.1], [30.0, 104.0]]), "no_points"),  # latitude first
        (geojson([[float("nan"), 1]] * 4), "no_points"),
        (geojson(SQUARE[:4]), "open"),
        (geojson(SQUARE[:1] * 5), "crosses"),
        (geojson([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]), "crosses"),
        (geojson([[n / 1000, 0] for n in range(900)] + [[0, 1], [0, 0]]), "too_many"),
        (b" " * (outlines.MAX_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_outline(data, code):
    assert refused(outlines.read, data) == (code, "file")


def test_a_day_of_the_calendar(keeper):
    day = date(2026, 12, 9)  # a Wednesday
    with clock.fixed(_moment(2026, 12, 1)):
        row = domain.add_day(by=keeper, day=day, is_working=False, source="通知第 12 号")
        assert not workdays.is_working_day(day).is_working
        assert refused(domain.add_day, by=keeper, day=day, is_working=True, source="x") == ("day_taken", "day")
        assert refused(domain.add_day, by=keeper, day=date(2026, 12, 1), is_working=False, source="x") == (
            "day_passed",
            "day",
        )
        domain.take_back_day(row, by=keeper, reason="误登记")
        assert workdays.is_working_day(day).is_working
        row = domain.add_day(by=keeper, day=day, is_working=False, source="通知第 13 号")
        assert not workdays.is_working_day(day).is_working
    with clock.fixed(_moment(2026, 12, 9)):
        assert refused(domain.take_back_day, row, by=keeper, reason="迟")[0] == "day_passed"
        assert not workdays.is_working_day(day).is_working


def _moment(*day):
    return timezone.make_aware(datetime(*day, 9))
