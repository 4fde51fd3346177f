"""The timeline of an object: the public part for everybody, who and what changed for officers only."""

from itertools import pairwise

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marketplace.core import audit, changes, clock
from marketplace.core.actors import ANONYMOUS, Actor, Grant, system
from marketplace.core.models import Heartbeat
from marketplace.funds.models import Fund
from marketplace.tenders.models import Call
from tests import factories
from tests.marketplace.funds.builders import make_fund, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(django_user_model):
    user = django_user_model.objects.create_user("clerk@example.org", "a long pass phrase", name="王 <b>")
    return Actor(user, frozenset({Grant("BUYER", "office", 1)}))


@pytest.fixture
def thing(officer):
    thing = Heartbeat.objects.create(name="x", at=clock.now())
    audit.record("test.hidden", thing, by=officer, note="an inner note", changes={"name": ["former", "<i>new</i>"]})
    audit.record("test.shown", thing, by=officer, public=True, public_note="told <all>", note="and an inner one")
    audit.record("test.auto", thing, by=system("nightly"))
    return thing


def draw(rf, thing, actor):
    request = rf.get("/")
    request.actor = actor
    return render_to_string("parts/timeline.html", {"obj": thing, "request": request, "actor": actor})


def test_the_public_sees_the_public_part(rf, thing):
    html = draw(rf, thing, ANONYMOUS)
    assert "test.shown" in html
    assert "told &lt;all&gt;" in html
    for hidden in ("test.hidden", "inner", "王", "clerk@", "former", "BUYER", "nightly"):
        assert hidden not in html


def test_officers_see_who_why_and_what_changed(rf, thing, officer):
    html = draw(rf, thing, officer)
    assert html.index("test.auto") < html.index("test.shown") < html.index("test.hidden")
    for shown in ("an inner note", "王 &lt;b&gt;", "<del>former</del>", "&lt;i&gt;new&lt;/i&gt;", "本站系统"):
        assert shown in html


def test_a_long_timeline_costs_no_more_queries(rf, thing, officer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            draw(rf, thing, officer)
        return len(queries)

    draw(rf, thing, officer)
    few = cost()
    for n in range(30):
        audit.record(f"test.more{n}", thing, by=officer, changes={"name": ["a", "b"]})
    assert cost() == few


def moved(office, by, before, after):
    changed = {"parent": [getattr(before, "pk", None), after.pk]}
    return audit.record("orgs.office.change", office, by=by, changes=changed)


def test_what_a_column_points_at_is_named_in_the_readers_language(rf, officer):
    first, second = (
        factories.make_office(name_zh=zh, name_en=en) for zh, en in (("甲处", "First"), ("乙处", "Second"))
    )
    moved(first, officer, None, first)
    moved(first, officer, first, second)
    html = draw(rf, first, officer)
    assert "隶属于" in html and "<del>甲处</del> → 乙处" in html
    with translation.override("en"):
        assert "<del>First</del> → Second" in draw(rf, first, officer)


def test_what_is_not_open_to_the_reader_is_not_named(rf, officer):
    fund = make_fund(make_house(), "SECRET-FUND", state="draft", name_zh="还没生效的资金")
    place = factories.make_office()
    hidden = Fund(pk=99_999)
    event = audit.record("tenders.call.edit", Call(pk=1), by=officer, changes={"fund": [fund.pk, hidden.pk]})
    assert changes.changes(event) == []  # nobody has asked for names
    assert [row["before"] for row in changes.changes(changes.look_up([event], officer)[0])] == ["还没生效的资金"]
    assert changes.changes(changes.look_up([event], ANONYMOUS)[0]) == []
    event = audit.record("orgs.office.change", place, by=officer, changes={"drafted_by": [None, officer.user_id]})
    assert changes.changes(changes.look_up([event], officer)[0]) == []  # people are not named in values


def test_names_of_many_rows_cost_one_query_a_model(rf, officer):
    offices = [factories.make_office() for _n in range(12)]

    def cost():
        with CaptureQueriesContext(connection) as queries:
            draw(rf, offices[0], officer)
        return len(queries)

    moved(offices[0], officer, offices[0], offices[1])
    draw(rf, offices[0], officer)
    few = cost()
    for before, after in pairwise(offices):
        moved(offices[0], officer, before, after)
    assert cost() == few


def test_a_long_timeline_has_pages(rf, thing, officer):
    for n in range(70):
        audit.record(f"test.more{n:02d}", thing, by=officer)
    first = draw(rf, thing, officer)
    assert first.count("<li>") == 30 and "test.more69" in first and "test.more10" not in first
    assert 'href="?steps=3"' in first
    request = rf.get("/?steps=3&page=2")
    request.actor = officer
    last = render_to_string("parts/timeline.html", {"obj": thing, "request": request, "actor": officer})
    assert "test.hidden" in last and "page=2&amp;steps=2" in last
