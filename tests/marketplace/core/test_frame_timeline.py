"""The timeline of an object: the public part for everybody, who and what changed for officers only."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from marketplace.core import audit, clock
from marketplace.core.actors import ANONYMOUS, Actor, Grant, system
from marketplace.core.models import Heartbeat

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
