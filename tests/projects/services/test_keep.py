"""Pages of those who keep the directory: all of it in the browser, junk in every field, others refused."""

from datetime import date

import pytest

from marketplace.core.faces import url as verb_url
from projects.services import domain
from projects.services.models import Category, Service, ServiceSet, Station
from projects.services.states import PlaceState

from .builders import KEPT, login, soup

pytestmark = pytest.mark.django_db


# ---- editors' forms ------------------------------------------------------------------------------
def test_an_editor_does_it_all_in_the_browser(client, full):
    login(client, full, "editor")
    values = {
        "office": full.centre.pk, "code": "ST5", "name_zh": "新站", "kind": "COMMUNITY_STATION", "community": full.home.pk,
        "address_zh": "南街5号", "lat": "30.69", "lon": "103.85", "step_free": "true",
    }  # fmt: skip
    assert client.post("/directory/keep/new/", values | {"code": "keep"}).status_code == 422
    assert client.post("/directory/keep/new/", values | {"code": "ST1"}).status_code == 422
    assert client.post("/directory/keep/new/", values)["Location"] == "/directory/ST5/"
    station = Station.objects.get(code="ST5")
    steps = [
        ("publish", {}, 422),
        ("add_hours", {"period": "REGULAR", "weekdays": ["1", "2"], "opens": "17:00", "closes": "09:00"}, 422),
        ("add_hours", {"period": "REGULAR", "weekdays": ["1", "2"], "opens": "09:00", "closes": "17:00"}, 302),
        ("publish", {}, 302),
        ("add_special", {"first_day": "2026-09-09", "last_day": "2026-09-09", "reason_zh": "停电"}, 302),
        ("change", {**values, "name_zh": "改名", "lat": "nan"}, 422),
        ("change", {**values, "name_zh": "改名"}, 302),
    ]
    for verb, data, status in steps:
        assert client.post(verb_url(station, verb), data).status_code == status, verb
    station.refresh_from_db()
    special, row = station.specials.get(), station.hours.get()
    for verb, data in (
        ("remove_special", {"special": special.pk}), ("end_hours", {"hours": row.pk, "last_day": "2026-09-30"}),
        ("close", {"reason": "搬走"}),
    ):  # fmt: skip
        assert client.post(verb_url(station, verb), data).status_code == 302, verb
    station.refresh_from_db()
    assert (station.name_zh, station.state, station.step_free) == ("改名", PlaceState.ENDED, True)
    assert (
        client.post("/directory/keep/categories/new/", {"code": "C9", "name_zh": "新类", "position": "3"}).status_code
        == 302
    )
    service = {
        "office": full.street.pk, "code": "SV5", "name_zh": "新事项", "category": Category.objects.get(code="C9").pk,
        "department": full.street.pk, "channels": ["WECHAT"], "time_limit": "5", "fee_tier": "free", "fee": "",
        "guide_url": "https://example.org/g",
    }  # fmt: skip
    for wrong in (
        {"guide_url": "javascript:alert(1)"},
        {"guide_url": "//evil.example"},
        {"fee": "3"},
        {"time_limit": "-1"},
    ):
        assert client.post("/directory/keep/services/new/", service | wrong).status_code == 422, wrong
    assert client.post("/directory/keep/services/new/", service).status_code == 302
    made = Service.objects.get(code="SV5")
    form = soup(client.get(verb_url(made, "change")))
    assert [tag["value"] for tag in form.select("input[name=channels][checked]")] == ["WECHAT"]


NASTY = [
    "",
    "\x00",
    "<script>alert(1)</script>",
    "９" * 30,
    "-1",
    "99999999999999999999",
    "2026-02-30",
    "25:61",
    "💩" * 300,
    "NaN",
]


@pytest.mark.parametrize("junk", NASTY)
def test_fuzzed_forms_answer(client, full, junk):
    login(client, full, "editor")
    station, service = Station.objects.get(code="ST1"), Service.objects.get(code="SV1")
    domain.add_special(station, by=full.editor, first_day=date(2026, 9, 9), last_day=date(2026, 9, 9), reason_zh="x")
    objects = (
        (station, ("change", "add_hours", "end_hours", "add_special", "remove_special")), (service, ("change", "set_stations")),
        (Category.objects.get(), ("change",)), (ServiceSet.objects.get(), ("set_members",)),
    )  # fmt: skip
    urls = [verb_url(obj, verb) for obj, verbs in objects for verb in verbs] + list(KEPT[2:])
    for url in urls:
        names = {tag["name"] for tag in soup(client.get(url)).select("main form [name]")} - {"csrfmiddlewaretoken"}
        status = client.post(url, dict.fromkeys(names, junk)).status_code
        assert status == 422 or (status == 302 and junk == "" and ("set_" in url)), url


def test_others_are_refused_on_the_editors_pages(client, full):
    station = Station.objects.get(code="ST1")
    for name, status in (("leader", 403), ("owner", 403), ("other_editor", 403), (None, 403)):
        login(client, full, name)
        assert client.post(verb_url(station, "close"), {"reason": "x"}).status_code == status, name
        assert client.post("/directory/keep/new/", {}).status_code == (422 if name == "other_editor" else 403)
    station.refresh_from_db()
    assert station.state == "listed"
