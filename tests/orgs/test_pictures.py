"""Organisations by class and grade: what stands in the register, and no more."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.pictures import show
from orgs.queries import actor_of
from tests.factories import make_office, make_organisation, person


def graded(organisation, grade, *, ended=False):
    today = clock.today()
    organisation.assessments.create(
        grade=grade, valid_from=today - timedelta(days=900), valid_to=today - timedelta(days=1) if ended else today
    )


def table(actor=ANONYMOUS):
    return {row.cells[0]: row.cells[1:] for row in show("organisations", actor).figures.rows}


def test_the_field_counts_the_register(db):
    for grade in ("5A", "5A", "2A"):
        graded(make_organisation(org_class="GOVERNANCE"), grade)
    graded(make_organisation(org_class="GOVERNANCE"), "5A", ended=True)  # an expired grade is no grade
    twice = make_organisation(org_class="PUBLIC_SERVICE")
    graded(twice, "1A")
    graded(twice, "3A")
    graded(make_organisation(org_class="PUBLIC_SERVICE", state="applied"), "4A")
    graded(make_organisation(org_class="CHARITY_RELIEF", state="withdrawn"), "4A")
    found = table()
    assert list(found.values()) == [(2, 0, 0, 1, 0, 1, 4), (0, 0, 1, 0, 0, 0, 1)]
    figures = show("organisations", ANONYMOUS).figures
    assert figures.foot[1:] == (2, 0, 1, 1, 0, 1, 5)
    officer = actor_of(person("LEADER", make_office()))
    assert table(officer) == found  # applications count for nobody
    for tall in (True, False):
        marks = figures.draw(tall).marks
        sides = sorted(float(m.attributes["width"]) ** 2 for m in marks if m.paint == "bar")
        assert abs(sides[-1] / sides[0] - 2) < 0.05  # areas, not edges
        numbers = [m.words for m in marks if m.paint == "t n"]
        assert numbers.count("2") == 2 and numbers.count("5") == 1


def test_names_and_addresses_in_both_languages(db, client):
    make_organisation()
    assert '<svg class="pic-svg pic-wide"' in client.get("/organisations/").content.decode()
    page = client.get("/en/charts/organisations/").content.decode()
    assert "1 organisations" in page or "1 organisation" in page
    assert client.get("/charts/organisations.svg").content != client.get("/en/charts/organisations.svg").content


def test_it_costs_one_query_for_any_number(db):
    for more in (1, 2, 47):
        for _n in range(more):
            make_organisation()
        with CaptureQueriesContext(connection) as queries:
            show("organisations", ANONYMOUS)
        assert len(queries) == 1
