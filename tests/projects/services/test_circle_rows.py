"""What the circle is reckoned with: pace and needs that begin and end on days, walks that were timed, who hears of a closing."""

from datetime import date
from decimal import Decimal

import pytest

from marketplace.core import follows, outbox
from marketplace.core.models import Notification
from marketplace.core.states import matrix
from orgs.queries import actor_of
from orgs.states import Standing
from projects.services import domain
from projects.services.circle import Ground
from projects.services.models import NeededKind, Pace, ServiceSet, Station
from projects.services.states import PaceState
from projects.services.walking import rule
from tests.factories import make_user

from .builders import login, make_station, soup
from .test_verbs import EDITORS, KEEPERS, in_states, refused, yes

pytestmark = pytest.mark.django_db
FIRST_NEEDS = ("COUNTER", "ELDER", "CHILD", "MEALS", "BOOKS", "MOVE", "MEET", "CARE")
SLOW = {"detour": Decimal("1.30"), "kmh": Decimal("2.0"), "source": "x"}


def circle(street):
    return Ground().circle(street.home.lat, street.home.lon, street.home)


def test_matrix_of_what_the_circle_rests_on(street, clock):
    need, pace = NeededKind.objects.first(), domain.add_pace(by=street.editor, valid_from=date(2026, 9, 9), **SLOW)
    held = {"standing": EDITORS}
    assert yes("services.need", street, in_states(need, Standing)) == {
        "add": dict.fromkeys(Standing.values, EDITORS), "change": held, "end": held, "resume": {"ended": EDITORS},
    }  # fmt: skip
    assert yes("services.pace", street, in_states(pace, PaceState))["take_back"] == {"held": EDITORS}
    station = make_station(street)
    domain.add_walk(station, by=street.editor, community=street.home, minutes=3, walked_on=date(2026, 8, 1))
    found = matrix("services.station", street.actors(), {"listed": station})
    assert {who for (verb, who, _s), answer in found.items() if verb == "remove_walk" and answer == "yes"} == KEEPERS


def test_a_pace_holds_from_its_day(street, clock):
    by = street.editor
    assert (rule().detour, rule().kmh, rule().minutes(0, 0, 0.01, 0)) == (1.3, 4.5, 20)
    slow = domain.add_pace(by=by, valid_from=date(2026, 9, 10), **SLOW)
    assert rule().kmh == 4.5
    with clock("2026-09-10 00:00"):
        assert (rule().kmh, rule(date(2026, 9, 9)).kmh, rule().minutes(0, 0, 0.01, 0)) == (2.0, 4.5, 44)
        refused("begun", domain.take_back_pace, slow, by=by, reason="x")
    assert refused("day_taken", domain.add_pace, by=by, valid_from=date(2026, 9, 10), **SLOW).field == "valid_from"
    assert refused("passed", domain.add_pace, by=by, valid_from=date(2026, 8, 31), **SLOW).field == "valid_from"
    domain.take_back_pace(slow, by=by, reason="x")
    with clock("2026-09-10 00:00"):
        assert rule().kmh == 4.5
    assert Pace.objects.count() == 2


def test_needs_begin_and_end_on_days(street, clock):
    by = street.editor
    make_station(street, "SC1", kind="MEETING_ROOM", north=400)
    assert [need.code for need in Ground().needs] == list(FIRST_NEEDS)
    domain.add_need(
        by=by, code="TALK1", kinds=["MEETING_ROOM"], name_zh="议事", position=9, valid_from=date(2026, 9, 5)
    )
    domain.end_need(NeededKind.objects.get(code="CARE"), by=by, last_day=date(2026, 9, 4), reason="x")
    assert "TALK1" not in [need.code for need in Ground().needs]
    with clock("2026-09-05 08:00"):
        codes = [need.code for need in Ground().needs]
        assert codes[-1] == "TALK1" and "CARE" not in codes
        assert circle(street).needs[-1].is_reached
        domain.resume_need(NeededKind.objects.get(code="CARE"), by=by)
        assert NeededKind.objects.get(code="CARE").valid_from == date(2026, 9, 5)

    def add(code, kinds):
        return domain.add_need(by=by, code=code, kinds=kinds, name_zh="x")

    assert refused("no_kind", add, "N1", []).field == "kinds"
    assert refused("code_taken", add, "MEALS", ["CANTEEN"]).field == "code"


def test_a_walk_that_was_timed_comes_before_reckoned_minutes(street, client):
    station, by = make_station(street, north=600), street.editor
    assert (circle(street).reaches[0].minutes, circle(street).reaches[0].walked) == (11, False)
    domain.add_walk(station, by=by, community=street.home, minutes=12, walked_on=date(2026, 7, 1))
    domain.add_walk(station, by=by, community=street.home, minutes=17, walked_on=date(2026, 8, 1))
    found = circle(street)
    assert (found.reaches[0].minutes, found.reaches[0].walked, found.needs[0].is_reached) == (17, True, False)
    assert Ground().circle(street.home.lat, street.home.lon).reaches[0].minutes == 11, "a point is not a community"
    for address in (
        f"/en/directory/?community={street.home.code}",
        f"/en/directory/circle/?community={street.home.code}",
    ):
        text = soup(client.get(address)).main.get_text(" ", strip=True)
        assert "17" in text and "(walked)" in " ".join(text.split()) and "Where a walk was timed" in text, address
    assert "17 minutes, walked on" in soup(client.get("/en/directory/ST1/")).main.get_text(" ", strip=True)
    domain.remove_walk(station, by=by, walk=station.walks.get(minutes=17))
    assert circle(street).reaches[0].minutes == 12
    for field, values in (
        ("minutes", {"minutes": 0}), ("minutes", {"minutes": 241}), ("walked_on", {"walked_on": date(2026, 9, 2)}),
        ("walked_on", {"walked_on": date(2010, 1, 1)}),
    ):  # fmt: skip
        given = {"community": street.home, "minutes": 5, "walked_on": date(2026, 8, 1)} | values
        code = {"minutes": "not_walked"}.get(field) or ("ahead" if given["walked_on"].year == 2026 else "too_old")
        assert refused(code, domain.add_walk, station, by=by, **given).field == field


def test_who_follows_a_place_hears_that_it_closes(street, clock, django_capture_on_commit_callbacks):
    reader = make_user("reader@example.org")
    station = make_station(street)
    follows.follow(station, by=actor_of(reader))
    with clock("2026-09-02 09:00"):
        domain.add_special(
            station, by=street.editor, first_day=date(2026, 9, 4), last_day=date(2026, 9, 4), reason_zh="停电"
        )
    with clock("2026-09-03 09:00"):
        domain.close_station(Station.objects.get(), by=street.editor, reason="搬走了")
        outbox.deliver()
    kinds = set(Notification.objects.filter(user=reader).values_list("kind", flat=True))
    assert kinds == {"services.station.add_special.news", "services.station.close.news"}


def test_editors_keep_them_in_the_back_office(street, client):
    login(client, street, "editor")
    day = {"valid_from": "2026-09-08"}
    wrong = client.post("/cms/kept/pace/add/", day | {"detour": "0.5", "kmh": "4", "source": "x"})
    assert wrong.status_code == 422
    assert client.post("/cms/kept/pace/add/", day | {"detour": "1.4", "kmh": "3", "source": "实测"}).status_code == 302
    need = day | {"code": "N1", "name_zh": "议事", "kinds": ["MEETING_ROOM"], "position": "9"}
    assert client.post("/cms/kept/needed/add/", need).status_code == 302
    named = {"code": "L9", "name_zh": "新清单", "stated": "12", "provenance": "source", "position": "1"}
    assert client.post("/directory/services/lists/new/", named).status_code == 422, "no source is named"
    assert client.post("/directory/services/lists/new/", named | {"source_ref": "C16"}).status_code == 302
    made = ServiceSet.objects.get(code="L9")
    assert (made.source_ref, made.valid_from) == ("C16", date(2026, 9, 1))
    for name in ("pace", "needed", "sets"):
        assert client.get(f"/cms/kept/{name}/").status_code == 200
    login(client, street, "buyer")
    assert client.get("/cms/kept/pace/").status_code == 200
    assert client.get("/cms/kept/pace/add/").status_code in (302, 403)
    assert client.get("/directory/services/lists/new/").status_code == 403
