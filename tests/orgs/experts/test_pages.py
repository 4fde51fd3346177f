"""Pages of the roster: for the offices and the person; nobody else learns who stands there."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.experts import domain
from orgs.experts.models import Expert
from tests.factories import actor, make_organisation, make_user

from .builders import listed

pytestmark = pytest.mark.django_db
LEAK = "泄露标记律所"


@pytest.fixture
def full(street):
    expert = listed(street, unit_zh=LEAK)
    domain.declare_tie(expert, by=actor(expert.user), organisation=make_organisation("OR-T"), kind="BOARD", note=LEAK)
    domain.appraise(expert, by=street.actor("secretary"), about=LEAK, quality=4, punctuality=4, comment=LEAK)
    street.people["expert"] = expert.user
    return street, expert


def test_who_reads_it(client, full):
    street, expert = full
    page, roster = expert.get_absolute_url(), "/experts/"
    for name, found in (
        ("secretary", (200, 200)),
        ("buyer", (200, 200)),
        ("expert", (200, 403)),
        ("anybody", (404, 403)),
    ):
        client.force_login(street.people[name])
        answers = client.get(page), client.get(roster)
        assert tuple(a.status_code for a in answers) == found, name
        shown = [LEAK in a.content.decode() for a in answers]
        assert shown == [status == 200 for status in found], name
    client.logout()
    assert (client.get(page).status_code, client.get(roster).status_code) == (302, 302)


def test_nobody_without_a_role_finds_a_trace(client, full):
    street, expert = full
    for name in (None, "anybody"):
        client.logout()
        if name:
            client.force_login(street.people[name])
        for url in ("/", "/organisations/", "/organisations/OR-T/", "/search/?q=泄露标记", "/desk/",
                    f"/do/experts.expert/{expert.pk}/change/", "/api/orgs/organisations/OR-T"):  # fmt: skip
            answer = client.get(url, follow=True)
            assert LEAK not in answer.content.decode(), url


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_draws(client, full, prefix):
    street, expert = full
    client.force_login(street.people["secretary"])
    for url in ("/experts/", "/experts/?field=LAW&serves=reviews&free=on&q=x", "/experts/propose/", f"/experts/{expert.code}/",
                f"/experts/{expert.code}/?organisation=OR-T", f"/do/experts.expert/{expert.pk}/end_tie/"):  # fmt: skip
        answer = client.get(prefix + url)
        assert answer.status_code == 200, url
        assert len(BeautifulSoup(answer.content, "html.parser").find_all("h1")) == 1
    client.force_login(street.people["anybody"])
    assert client.get(prefix + "/experts/offer/").status_code == 200
    assert client.get(prefix + "/experts/propose/").status_code == 403


def test_the_same_cost_for_1_3_and_50_rows(client, street):
    client.force_login(street.people["secretary"])
    costs, made = [], 0
    for n in (1, 3, 50):
        while made < n:
            listed(street)
            made += 1
        client.get("/experts/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/experts/")
        costs.append(len(asked))
    assert costs == [costs[0]] * 3


def test_proposing_keeps_what_was_typed(client, street):
    client.force_login(street.people["secretary"])
    data = {"office": street.office.pk, "person": "nobody@example.org", "kind": "THEORY", "fields_": ["LAW"], "limit": "5",
            "unit_zh": "某大学", "reviews": "on"}  # fmt: skip
    answer = client.post("/experts/propose/", data)
    assert answer.status_code == 422 and "某大学" in answer.content.decode()
    user = make_user()
    answer = client.post("/experts/propose/", data | {"person": user.email})
    expert = Expert.objects.get()
    assert answer.status_code == 302 and expert.user == user and expert.field_codes == ["LAW"]
    answer = client.post("/experts/propose/", data | {"person": user.email})
    assert answer.status_code == 422 and "某大学" in answer.content.decode()


def test_holding_against_an_organisation(client, full):
    street, expert = full
    client.force_login(street.people["secretary"])
    page = client.get(f"/experts/{expert.code}/?organisation=OR-T").content.decode()
    assert "理事" in page or "board" in page
    assert client.get(f"/experts/{expert.code}/?organisation=%00x").status_code == 200
