"""What a walk through the pages stumbled over (tests/browser/test_incubation_flow.py), each thing by itself."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from marketplace.core import clock as core_clock
from marketplace.core.models import Notification
from marketplace.core.notices import words
from marketplace.core.registry import desk_entries
from orgs.domain import record_incubation
from orgs.incubation import attendance, domain
from orgs.incubation.models import Centre
from orgs.passport import incubation_rail
from tests.factories import make_user

from . import builders as b

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


def whats(actor) -> list:
    return [str(entry.what) for entry in desk_entries(actor)]


def page(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def chosen(soup, name):
    found = soup.select_one(f"[name={name}] option[selected], [name={name}][checked]")
    return found and found["value"]


def test_a_leader_opens_a_centre_and_nobody_else_does(client, street):
    address = "/incubation/centres/new/"
    client.force_login(street.people["leader"])
    assert client.get("/incubation/centres/").content.decode().count(address) == 1
    typed = {"office": street.office.pk, "name_zh": "二号园", "places": 4, "helps_target": 2}
    assert client.post(address, typed | {"places": "x"}).status_code == 422
    assert client.post(address, typed).status_code == 302
    made = Centre.objects.get(name_zh="二号园")
    assert (made.office, made.state, made.code) == (street.office, "open", "SC2026001")
    other = street.people["other_leader"].memberships.get().office
    assert client.post(address, typed | {"office": other.pk}).status_code == 422
    client.force_login(street.people["secretary"])
    assert address not in client.get("/incubation/centres/").content.decode()
    assert client.get(address).status_code == 403


def test_the_form_of_the_offer_begins_where_the_verb_does(client, street):
    stay = b.applied(street)
    domain.invite(stay, by=street.actor("secretary"), interview_at=core_clock.now() + timedelta(hours=1))
    client.force_login(street.people["leader"])
    assert chosen(page(client, f"/do/incubation.stay/{stay.pk}/offer/"), "stage") == "START"


def test_the_form_of_a_stage_begins_with_the_next_one(client, street):
    stay = b.inside(street)
    client.force_login(street.people["leader"])
    assert chosen(page(client, f"/do/incubation.stay/{stay.pk}/advance/"), "stage") == "GROWTH"
    domain.advance(stay, by=street.actor("leader"), stage="HUB", exception="试点")
    assert chosen(page(client, f"/do/incubation.stay/{stay.pk}/advance/"), "stage") is None


def test_the_stage_at_coming_in_stands_in_the_passport(client, street):
    stay = b.inside(street)
    assert [(r.stage, r.since) for r in street.organisation.incubation.all()] == [("START", TODAY)]
    entries = client.get(f"/organisations/{street.organisation.code}/passport.json").json()["entries"]
    assert [entry["day"] for entry in entries if entry["kind"] == "stage"] == ["2026-09-01"]
    rail = incubation_rail(street.organisation)
    assert [step["state"] for step in rail] == ["done", "now", "next", "next", "next"]
    domain.advance(stay, by=street.actor("leader"), stage="GROWTH", exception="试点")
    entries = client.get(f"/organisations/{street.organisation.code}/passport.json").json()["entries"]
    assert [entry["title"] for entry in entries if entry["kind"] == "stage"] == ["成长期", "初创期"]
    domain.go(stay, by=street.actor("owner"), reason="搬家")
    b.inside(street)  # again, in the stage that is known already
    assert street.organisation.incubation.count() == 2


def test_what_an_office_recorded_before_is_not_taken_back(street):
    record_incubation(street.organisation, by=street.actor("leader"), stage="MATURE", since=date(2026, 1, 1))
    stay = b.inside(street)
    assert (stay.stage, street.organisation.incubation.get().stage) == ("START", "MATURE")


def test_before_it_is_inside_the_plan_is_not_drawn(client, street):
    stay = b.applied(street)
    client.force_login(street.people["owner"])
    assert page(client, stay.get_absolute_url()).select_one("#goals-h") is None
    other = b.inside(street, *street.org())
    client.force_login(street.people["secretary"])
    assert page(client, other.get_absolute_url()).select_one("#goals-h") is not None


def test_the_letter_and_the_desk_say_when_the_interview_is(street, clock, django_capture_on_commit_callbacks):
    stay = b.applied(street)
    with django_capture_on_commit_callbacks(execute=True):
        domain.invite(stay, by=street.actor("secretary"), interview_at=core_clock.now() + timedelta(hours=3))
    told = Notification.objects.get(kind="incubation.invited", user=street.people["owner"])
    assert "11:00" in words(told)
    with clock("2026-09-01 12:00"):
        assert "面谈已结束，请决定" in whats(street.actor("leader"))
        assert "面谈已结束，请决定" not in whats(street.actor("secretary")), "a leader offers and declines"


def test_an_agreement_that_ends_waits_for_leaders(street):
    b.inside(street, until=TODAY + timedelta(days=30))
    said = {name: [w for w in whats(street.actor(name)) if w.startswith("协议")] for name in ("leader", "secretary")}
    assert len(said["leader"]) == 1 and said["secretary"] == []


def test_who_stands_at_the_door_is_let_in_by_the_staff(client, street, clock, refused):
    training = b.training(street)
    late = make_user()
    with core_clock.fixed(training.starts + timedelta(minutes=20)):
        here = f"/incubation/trainings/{training.code}/here/{attendance.code(training)}/"
        client.force_login(late)
        assert page(client, here).select_one("main form.act") is None
        assert client.post(here).status_code == 409
        refused("incubation.began", domain.enrol, training, by=street.actor("anybody"))
        mine = domain.enrol(training, by=street.actor("secretary"), person=late)
        assert page(client, here).select_one("main form.act button") is not None
        assert client.post(here).status_code == 302
        mine.refresh_from_db()
        assert mine.state == "attended"
    with core_clock.fixed(training.ends):
        refused("incubation.began", domain.enrol, training, by=street.actor("secretary"), person=make_user())


def test_a_quarter_before_it_came_is_not_reviewed(client, street, refused):
    stay, by = b.inside(street), street.actor("secretary")
    refused("incubation.quarter", domain.review, stay, by=by, quarter="2026Q2", result="ON_TRACK", text="x")
    client.force_login(street.people["secretary"])
    quarters = page(client, f"/do/incubation.stay/{stay.pk}/review/").select("[name=quarter] option")
    assert [option["value"] for option in quarters] == ["2026Q3"]
