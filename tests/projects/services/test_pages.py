"""Pages of the directory, for everybody, in both languages, at a constant number of queries; bad input gets an answer."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.services import domain
from projects.services.models import Service, Station
from tests.factories import make_office

from .builders import KEPT, LAT, LON, METRE, copies, login, make_category, make_service, soup

pytestmark = pytest.mark.django_db
PUBLIC = (
    "/directory/", "/directory/?community=CM-A&open=sunday", "/directory/poster/", "/directory/ST1/", "/directory/ST1/poster/",
    "/directory/circle/", "/directory/circle/?community=CM-B", "/directory/circle/coverage/", "/directory/circle/coverage.csv",
    "/directory/services/", "/directory/services/poster/", "/directory/services/SV1/", "/directory/services/lists/", "/directory/offices/",
)  # fmt: skip


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
    return len(queries)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", [None, "editor", "leader", "owner"])
def test_every_page_draws_and_drafts_are_for_officers(client, full, name, prefix):
    login(client, full, name)
    for url in PUBLIC:
        answer = client.get(prefix + url)
        assert answer.status_code == 200, url
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert "标记藏" not in text and "MARKERHIDDEN" not in text, url
        if "csv" not in url:
            page = soup(answer)
            assert len(page.find_all("h1")) == 1 and not page.find_all(string=re.compile(r"\bNone\b")), url
            ids = [tag["id"] for tag in page.find_all(id=True)]
            assert len(ids) == len(set(ids)), url
    officer = name in ("editor", "leader")
    for url in ("/directory/ST9/", "/directory/services/SV9/"):
        assert client.get(prefix + url).status_code == (200 if officer else 404)
    for url in KEPT:
        assert client.get(prefix + url).status_code == {"editor": 200, None: 302}.get(name, 403), url


@pytest.mark.parametrize(
    "url",
    ["/directory/", "/directory/?community=CM-A", "/directory/poster/", "/directory/circle/", "/directory/circle/coverage/",
     "/directory/services/", "/directory/services/SV1/", "/directory/ST1/", "/directory/keep/", "/directory/services/lists/",
     "/", "/organisations/OR-T/", "/api/services/stations", "/api/services/services"],
)  # fmt: skip
def test_the_same_cost_for_1_3_and_50_rows(client, full, url):
    login(client, full, "editor")
    station, service = Station.objects.get(code="ST1"), Service.objects.get(code="SV1")
    from orgs.models import Organisation

    domain.change_station(station, by=full.editor, operator=Organisation.objects.get(code="OR-T"))
    client.get(url)
    costs = [cost(client, url)]
    for first, last in ((0, 2), (2, 49)):
        copies(station, first, last)
        copies(service, first + 100, last + 100)
        service.stations.set(Station.objects.filter(state="listed"))
        costs.append(cost(client, url))
    assert costs == [costs[0]] * 3, url


def codes(client, query):
    return [row["station"].code for row in client.get(f"/directory/?{query}").context["object_list"]]


def test_filters_of_places(client, full, clock):
    assert codes(client, "") == ["ST1", "ST2", "SC1"]
    assert codes(client, "kind=ELDER_ROOM") == ["SC1"]
    assert codes(client, "q=ST2") == ["ST2"]
    assert codes(client, "open=sunday") == codes(client, "open=saturday") == ["ST1"]
    assert codes(client, "open=holiday") == codes(client, "open=evening") == codes(client, "step_free=on") == []
    assert codes(client, "community=CM-A") == ["ST1", "SC1", "ST2"]
    assert codes(client, "community=CM-B") == ["ST2", "SC1", "ST1"]
    with clock("2026-09-13 10:00"):  # a Sunday
        assert codes(client, "open=now") == ["ST1"]
    with clock("2026-09-13 12:00"):
        assert codes(client, "open=now") == []


def test_the_coming_sunday_and_holiday_as_they_will_be(client, full, clock):
    """Special days, holidays and worked weekends count, not the weekly rows alone; today counts until the last one closes."""
    station = Station.objects.get(code="ST1")

    def day(query, path="/directory/"):
        context = client.get(f"{path}?{query}").context
        return context["coming_words"], [row["hours"] for row in context["object_list"]] if path == "/directory/" else [
            row.code for row in context["object_list"]
        ]

    assert day("open=sunday") == ("9 月 6 日 周日", ["09:00–12:00"])
    assert day("open=holiday") == ("中秋节 · 9 月 25 日 周五", [])
    with clock("2026-09-06 10:00"):
        assert day("open=sunday") == ("今天 · 9 月 6 日 周日", ["09:00–12:00"])
    with clock("2026-09-06 12:00"):
        assert day("open=sunday") == ("9 月 13 日 周日", ["09:00–12:00"])
    with clock("2026-09-15 08:00"):  # the 20th is worked in exchange for a holiday
        assert day("open=sunday") == ("9 月 20 日 周日", ["09:00–17:00"] * 3)
    domain.add_special(station, by=full.editor, first_day=date(2026, 9, 6), last_day=date(2026, 9, 6), reason_zh="停电")
    assert day("open=sunday") == ("9 月 6 日 周日", [])
    with clock("2026-12-10 08:00"):
        assert "provisional" in client.get("/en/directory/?open=holiday").content.decode()


def test_what_can_be_done_on_the_coming_sunday(client, full):
    station = Station.objects.get(code="ST1")
    make_service(full, "SV2", category=make_category(full, "EDU"), stations=[station], on_holidays=True)
    make_service(
        full, "SV3", category=make_category(full, "LAW"), stations=[Station.objects.get(code="ST2")], on_holidays=True
    )
    found = client.get("/directory/services/?open=sunday")
    assert [row.code for row in found.context["object_list"]] == ["SV2"]
    assert "9 月 6 日 周日：1 处开门" in found.content.decode()
    assert client.get("/directory/services/?open=holiday").context["object_list"].count() == 0
    assert {row["code"] for row in client.get("/api/services/stations?open=sunday").json()["results"]} == {"ST1"}


def test_a_map_of_the_list_only_where_it_is_asked_for(client, full):
    assert "leaflet" not in client.get("/directory/").content.decode()
    page = client.get("/directory/?view=map&kind=ELDER_ROOM")
    assert [(s["n"], s["url"]) for s in page.context["map"].data["spots"]] == [(1, "/directory/SC1/")]
    assert [area["name"] for area in page.context["map"].data["areas"]] == ["社区CM-A"]
    assert "leaflet/leaflet.js" in page.content.decode() and 'name="view" value="map"' in page.content.decode()


@pytest.mark.parametrize(
    "query",
    ["open=nonsense", "kind=%00", "community=XX", "community=%00", "q=%00", "q=" + "x" * 5000, "page=zz", "page=999", "page=-1",
     "step_free=%F0%9F%92%A9", "category=XX", "department=%27", "channel=|", "mode=%00", "on_holidays=0"],
)  # fmt: skip
def test_bad_filters_never_break_a_page(client, full, query):
    for url in ("/directory/", "/directory/poster/", "/directory/services/", "/directory/services/poster/"):
        assert client.get(f"{url}?{query}").status_code == 200, url


def test_filters_of_services(client, full):
    station = Station.objects.get(code="ST1")
    make_service(
        full, "SV2", category=make_category(full, "EDU"), stations=[station], on_holidays=True, time_limit=0, channels=["WEIBO"],
        modes=["HOME"], papers_zh="学籍证明",
    )  # fmt: skip

    def found(query):
        return [row.code for row in client.get(f"/directory/services/?{query}").context["object_list"]]

    assert found("") == ["SV1", "SV2"]
    for query in ("category=EDU", "on_holidays=on", "on_the_spot=on", "channel=WEIBO", "mode=HOME", "q=学籍 sv2"):
        assert found(query) == ["SV2"], query
    assert found("channel=WECHAT") == ["SV1"] and found("department=OF-T") == ["SV1", "SV2"]


@pytest.mark.parametrize("code", ["XX", "%00", "CM-A%27", "a" * 300])
def test_a_circle_of_nowhere(client, full, code):
    assert client.get(f"/directory/circle/?community={code}").status_code == 404
    assert client.get(f"/api/services/circle/{code}").status_code == 404


# ---- near a position -----------------------------------------------------------------------------
def test_near_a_position(full):
    client = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/directory/near/", {"lat": f"{LAT + 400 * METRE:.4f}", "lon": str(LON)})
    assert [row["station"].code for row in answer.context["rows"]] == ["SC1", "ST1", "ST2"]
    assert (answer.status_code, "no-store" in answer["Cache-Control"], list(answer.cookies)) == (200, True, [])
    wrote = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert wrote == []
    page = soup(answer)
    sent = f"{LAT + 400 * METRE:.4f}"  # drawn on the map of this one answer, part of no address and of no form
    assert sent not in "".join(str(value) for tag in page.find_all(True) for value in tag.attrs.values())


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("91", "0"), ("-91", "0"), ("0", "181"), ("nan", "0"), ("inf", "0"), ("1e999", "0"), ("", ""), ("a", "b"), ("1\x00", "2"),
     ("1;2", "3"), ("９９９", "0")],
)  # fmt: skip
def test_bad_positions(client, full, lat, lon):
    answer = client.post("/directory/near/", {"lat": lat, "lon": lon})
    assert (answer.status_code, answer.context["rows"]) == (422, [])
    assert client.post("/directory/near/", {}).status_code == 422


def test_a_position_is_never_part_of_an_address(client, full):
    assert client.get("/directory/near/?lat=30&lon=103").status_code == 302
    page = soup(client.get("/directory/"))
    form = page.find("form", action="/directory/near/")
    assert form["method"] == "post" and form.has_attr("hidden")


# ---- the circle ----------------------------------------------------------------------------------
def test_reached_and_missing(client, full):
    context = client.get("/directory/circle/?community=CM-A").context
    lines = {
        str(line.label): (line.is_reached, line.nearest and line.nearest.minutes) for line in context["circle"].needs
    }
    assert lines == {
        "公共服务窗口": (True, 1), "老人有处去": (True, 7), "孩子有处去": (False, None), "吃饭": (False, None),
        "看书学习": (False, None), "健身和绿地": (False, None), "聚会和活动": (False, None), "康复和谈心": (False, None),
    }  # fmt: skip
    assert [(str(r.label), r.is_reached) for r in context["circle"].categories] == [("类CIVIL", True)]
    far = client.get("/directory/circle/?community=CM-B").context
    assert [(str(r.label), r.nearest.minutes, r.is_reached) for r in far["circle"].categories] == [
        ("类CIVIL", 52, False)
    ]


def test_the_drawing_says_what_the_list_says(client, full):
    page = soup(client.get("/directory/circle/?community=CM-A"))
    drawn = [t.get_text() for t in page.select("svg .spot-n")]
    listed = [n.get_text() for n in page.select("ul.near .n")]
    assert drawn == listed == ["1", "2"]
    links = [a["href"] for a in page.select("svg.map--links a")]
    assert links == ["/directory/circle/?community=CM-A"]  # the other one has no boundary: it stands in the list
    assert {a["href"] for a in page.select("ol.index a")} == {"?community=CM-A", "?community=CM-B"}
    assert "4.5" in page.get_text() and "1.3" in page.get_text()


def test_coverage_in_figures(client, full):
    context = client.get("/directory/circle/coverage/").context
    needs = {str(row["label"]): (row["communities"], row["people"]) for row in context["needs"]}
    assert (needs["公共服务窗口"], needs["老人有处去"], needs["吃饭"]) == ((2, 1000), (1, 900), (0, 0))
    table = b"".join(client.get("/directory/circle/coverage.csv")).decode("utf-8-sig").splitlines()
    assert table[0].split(",")[:4] == ["community", "name", "population", "COUNTER"]
    assert [row.split(",")[3:5] for row in table[1:]] == [["1", "1"], ["1", "0"]]


def test_a_street_without_places(client, db):
    for url in (
        "/directory/",
        "/directory/circle/",
        "/directory/circle/coverage/",
        "/directory/services/",
        "/directory/services/lists/",
    ):
        assert client.get(url).status_code == 200
    assert client.get("/directory/circle/coverage.csv").status_code == 200


# ---- one place, one matter, posters ---------------------------------------------------------------
def test_a_place_says_when_it_opens_next(client, full, clock):
    with clock("2026-09-11 18:00"):
        page = client.get("/en/directory/ST1/").content.decode()
        assert "Closed now, opens tomorrow at 09:00" in page and "weekend" in page
    with clock("2026-09-18 18:00"):
        assert "worked in exchange for a holiday" in client.get("/en/directory/ST1/").content.decode()
    domain.close_station(Station.objects.get(code="ST1"), by=full.editor, reason="已搬走")
    page = client.get("/directory/ST1/").content.decode()
    assert "已搬走" in page and "现在开门" not in page


def test_kept_pages_are_stale_when_the_clock_changes_them(client, full, clock, settings):
    settings.PAGE_CACHE_SECONDS = 86_400
    with clock("2026-09-16 16:59"):
        for url in ("/directory/", "/directory/ST1/", "/directory/services/SV1/", "/directory/circle/", "/"):
            assert "到 17:00" in client.get(url).content.decode(), url
    with clock("2026-09-16 17:00"):
        for url in ("/directory/", "/directory/ST1/", "/directory/services/SV1/", "/directory/circle/", "/"):
            assert "到 17:00" not in client.get(url).content.decode(), url


def test_posters_lead_to_their_page(client, full, settings):
    settings.SITE_URL = "https://portal.example.org"
    context = client.get("/directory/poster/?kind=ELDER_ROOM&page=1").context
    assert context["address"] == "https://portal.example.org/directory/?kind=ELDER_ROOM"
    assert context["qr"].startswith("data:image/png;base64,")
    assert client.get("/en/directory/ST1/poster/").context["address"] == "https://portal.example.org/en/directory/ST1/"


def test_what_it_adds_elsewhere(client, full):
    home = client.get("/").content.decode()
    assert "家门口十五分钟" in home and "站点ST1" in home and "找社区公共服务站" in home
    from orgs.models import Organisation

    organisation = Organisation.objects.get(code="OR-T")
    assert "它运营的地点" not in client.get(organisation.get_absolute_url()).content.decode()
    domain.change_station(Station.objects.get(code="ST1"), by=full.editor, operator=organisation)
    assert "它运营的地点" in client.get(organisation.get_absolute_url()).content.decode()


def test_what_waits_for_the_editor(client, full, clock):
    from marketplace.core.registry import desk_entries

    station = Station.objects.get(code="ST2")
    domain.end_hours(station, by=full.editor, hours=station.hours.get(), last_day=date(2026, 9, 10))

    def waits(name):
        return [(e.number, str(e.label)) for e in desk_entries(full.actor(name)) if e.number[:2] in ("ST", "SV", "SC")]

    assert waits("editor") == [("ST2", "安排时段"), ("ST9", "查看"), ("SV9", "查看")]
    assert waits("leader") == waits("other_editor") == waits("owner") == []
    assert "维护站点和事项" in login(client, full, "editor").get("/desk/").content.decode()


def test_the_page_of_offices_says_what_each_is_there_for_and_leads_to_its_matters(client, full):
    answering = Service.objects.get(code="SV1").department
    make_office("OF-T2", kind="DISTRICT_DEPARTMENT", name_zh="区文体局", duties_zh="图书流通")
    make_office("OF-T3", name_zh="旧办公室", valid_to=date(2020, 1, 1))
    cost(client, "/directory/offices/?n=0")  # what is kept in memory is there then
    few = cost(client, "/directory/offices/?n=1")
    page = client.get("/directory/offices/").content.decode()
    assert "图书流通" in page and "旧办公室" not in page and 'id="OF-T2"' in page and "department=OF-T2" not in page
    assert f'<a href="/directory/services/?department={answering.code}">负责' in page
    for n in range(20):
        make_office(f"OF-M{n}")
    assert cost(client, "/directory/offices/?n=2") == few
