"""The JSON face: the same rows as the pages, hidden alike."""

import pytest

from projects.services import domain
from projects.services.models import Category, Station

from .builders import make_category, make_service, make_station

pytestmark = pytest.mark.django_db
API = "/api/services"


@pytest.fixture
def full(street):
    one = make_station(street, "ST1", hours=(("REGULAR", "12345", 9, 17), ("HOLIDAY", "", 9, 12)))
    make_service(street, category=make_category(street), stations=[one])
    make_station(street, "ST9", publish=False)
    make_service(street, "SV9", category=Category.objects.get(), stations=[one], publish=False)
    return street


def test_stations(client, full, clock):
    with clock("2026-09-16 10:00"):
        found = client.get(f"{API}/stations").json()
    assert (found["count"], [row["code"] for row in found["results"]]) == (1, ["ST1"])
    row = found["results"][0]
    assert row["schedules"] == [
        {"period": "HOLIDAY", "byday": "", "opens_at": "09:00", "closes_at": "12:00", "valid_from": "2026-09-01", "valid_to": None},
        {"period": "REGULAR", "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00", "valid_from": "2026-09-01", "valid_to": None},
    ]  # fmt: skip
    assert (row["is_open"], row["open_until"], row["url"]) == (True, "2026-09-16T17:00:00+08:00", "/directory/ST1/")
    assert client.get(f"{API}/stations?open=sunday").json()["count"] == 0
    assert client.get(f"{API}/stations?open=holiday&community=CM-A&kind=COMMUNITY_STATION&q=ST1").json()["count"] == 1


def test_drafts_are_hidden_and_ended_ones_keep_their_address(client, full):
    assert client.get(f"{API}/stations/ST9").status_code == client.get(f"{API}/services/SV9").status_code == 404
    domain.close_station(Station.objects.get(code="ST1"), by=full.editor, reason="x")
    assert client.get(f"{API}/stations").json()["count"] == 0
    assert client.get(f"{API}/stations/ST1").status_code == 200


def test_services_and_circle(client, full):
    found = client.get(f"{API}/services?category=CIVIL&station=ST1").json()
    row = found["results"][0]
    assert (found["count"], row["code"], row["channels"], row["stations"]) == (1, "SV1", ["COUNTER", "WECHAT"], ["ST1"])
    assert (row["papers_zh"], row["fee"], row["time_limit"]) == (["身份证", "户口簿"], "0.00", 3)
    circle = client.get(f"{API}/circle/CM-A").json()
    assert (circle["minutes"], circle["detour"], circle["kmh"]) == (15, 1.3, 4.5)
    assert circle["needs"][0] == {
        "need": "COUNTER", "kinds": ["COMMUNITY_STATION", "STREET_CENTRE"], "reached": True, "nearest": "ST1", "minutes": 1,
        "walked": False,
    }  # fmt: skip
    assert circle["categories"] == [
        {"category": "CIVIL", "reached": True, "nearest": "ST1", "minutes": 1, "walked": False}
    ]


@pytest.mark.parametrize(
    "query", ["page=-3", "page=999999999", "community=%27", "open=x", "kind=%F0%9F%92%A9", "on_holidays=true"]
)
def test_odd_questions(client, full, query):
    for path in ("stations", "services"):
        assert client.get(f"{API}/{path}?{query}").status_code == 200
    assert client.get(f"{API}/stations?q=%00").status_code == 400
    assert client.get(f"{API}/stations?page=x").status_code == 422
    assert client.get(f"{API}/stations/%00").status_code == 404
