"""Pages of incubation: who reads what, nothing leaks, a constant number of queries, both languages."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock as core_clock
from orgs.incubation import domain
from orgs.incubation.models import MaturityQuestion, Stay
from tests.factories import actor, make_organisation, make_user

from . import builders as b

pytestmark = pytest.mark.django_db
LEAK = "泄露标记"


@pytest.fixture
def full(street):
    """A body inside with a full plan, an application, a draft training, a request to file: all marked."""
    stay = b.inside(street, note=LEAK)
    owner = street.actor("owner")
    domain.assess(stay, by=owner, answers={q.pk: 2 for q in MaturityQuestion.objects.all()}, note=LEAK)
    domain.set_goal(stay, by=owner, text=LEAK, due=core_clock.today() + timedelta(days=9))
    domain.meet(stay, by=street.actor("mentor"), day=core_clock.today(), minutes=60, about=LEAK, next_steps=LEAK)
    domain.ask_help(stay, by=owner, kind="LEGAL", question=LEAK)
    domain.review(stay, by=street.actor("secretary"), quarter="2026Q3", result="BEHIND", text=LEAK)
    other, other_owner = street.org()
    b.applied(street, other, other_owner, needs=LEAK)
    b.training(street, publish=False, title_zh=LEAK)
    b.asked_group(street, make_user(), name_zh=LEAK)
    domain.add_resource(street.centre, by=street.actor("secretary"), kind="ROOM", name_zh="会议室")
    return street, stay


PUBLIC = (
    "/incubation/", "/incubation/?stage=START&q=x", "/incubation/centres/", "/incubation/centres/SC1/", "/incubation/groups/",
    "/incubation/hubs/", "/incubation/hubs/OR-T/", "/incubation/trainings/", "/incubation/figures/", "/organisations/OR-T/",
    "/charts/incubation/", "/incubation/trainings/calendar.ics",
)  # fmt: skip


def test_the_public_learns_who_is_inside_and_nothing_of_plans(client, full):
    street, stay = full
    rival, owner = street.org()
    for user in (None, make_user(), owner.user):
        client.logout()
        if user:
            client.force_login(user)
        for url in (*PUBLIC, stay.get_absolute_url(), f"/search/?q={LEAK[:2]}"):
            answer = client.get(url)
            if answer.status_code == 404:
                assert "hubs/OR-T" in url
                continue
            assert answer.status_code == 200, url
            assert LEAK not in answer.content.decode(), (url, user)
        hidden = Stay.objects.get(state="applied")
        assert client.get(hidden.get_absolute_url()).status_code == 404
        assert client.get("/incubation/desk/").status_code in (302, 403)
        assert client.get("/incubation/centres/SC1/bookings/").status_code in (302, 403)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", ["owner", "mentor", "secretary", "leader"])
def test_those_around_it_read_its_plan(client, full, name, prefix):
    street, stay = full
    client.force_login(street.people[name])
    page = client.get(prefix + stay.get_absolute_url())
    assert page.status_code == 200 and page.content.decode().count(LEAK) >= 4
    for url in PUBLIC[:-1]:
        answer = client.get(prefix + url)
        if answer.status_code == 200:
            assert len(BeautifulSoup(answer.content, "html.parser").find_all("h1")) == 1, url
    staff = name in ("secretary", "leader")
    assert client.get(prefix + "/incubation/desk/").status_code == (200 if staff else 403)
    assert client.get(prefix + "/incubation/centres/SC1/bookings/").status_code == 200
    assert client.get(prefix + "/incubation/centres/SC1/trainings/new/").status_code == (200 if staff else 403)


@pytest.mark.parametrize(
    "url",
    ["/incubation/", "/incubation/centres/SC1/", "/incubation/trainings/", "/incubation/figures/", "/incubation/desk/"],
)
def test_the_same_cost_for_1_3_and_50_rows(client, street, url):
    client.force_login(street.people["leader"])
    stay, training = b.inside(street, stage="GROWTH"), b.training(street)
    copies(stay, training, 101)  # somebody has graduated: their money is asked for
    costs, made = [], 1
    for n in (1, 3, 50):
        while made < n:
            copies(stay, training, made)
            made += 1
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        costs.append(len(asked))
    assert costs == [costs[0]] * 3


def copies(stay, training, n):
    """One more of each, every second one graduated; as rows, because only the number of queries is asked."""
    state = "graduated" if n % 2 else "inside"
    day = core_clock.today()
    Stay.objects.create(
        code=f"X{n}", centre=stay.centre, organisation=make_organisation(), applied_by=stay.applied_by, applied_at=stay.applied_at,
        motive="x", stage="GROWTH", state=state, since=day, until=stay.until, ended_on=day if n % 2 else None,
    )  # fmt: skip
    training.pk, training.code = None, f"T{n}"
    training.save()


def test_applying_through_the_page(client, street):
    client.force_login(street.people["owner"])
    address = "/incubation/centres/SC1/apply/"
    data = {"body": f"o{street.organisation.pk}", "motive": "成长", "desks": "9"}
    answer = client.post(address, data | {"motive": ""})
    assert answer.status_code == 422
    answer = client.post(address, data)
    assert answer.status_code == 302 and Stay.objects.get().desks == 9
    answer = client.post(address, data)
    assert answer.status_code == 422 and "成长" in answer.content.decode()
    client.force_login(street.people["anybody"])
    assert client.get(address).status_code == 403


def test_enrolling_through_the_page(client, street):
    training = b.training(street, places=1)
    client.force_login(street.people["owner"])
    assert (
        client.post(
            f"/incubation/trainings/{training.code}/enrol/", {"organisation": street.organisation.pk}
        ).status_code
        == 302
    )
    assert training.enrolments.get().organisation == street.organisation
    assert "名额已满" in client.get(f"/incubation/trainings/{training.code}/enrol/").content.decode()
    client.force_login(street.people["secretary"])
    page = client.get(f"/incubation/trainings/{training.code}/people/")
    assert str(street.people["owner"]) in page.content.decode()
    answer = client.post(f"/incubation/trainings/{training.code}/people/", {"person": "no@example.org"})
    assert answer.status_code == 422
    user = make_user()
    assert client.post(f"/incubation/trainings/{training.code}/people/", {"person": user.email}).status_code == 302
    assert training.enrolments.get(user=user).state == "waiting"
    assert actor(user).user == user


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_visitors_way_to_the_assessments_begins_at_home(client, street, prefix):
    address = f"{prefix}/incubation/assessments/"
    first = BeautifulSoup(client.get(address).content, "lxml").select_one("nav.crumbs a")
    assert first["href"] in (f"{prefix}/", prefix or "/")
    client.force_login(street.people["owner"])
    first = BeautifulSoup(client.get(address).content, "lxml").select_one("nav.crumbs a")
    assert first["href"] == f"{prefix}/desk/"
