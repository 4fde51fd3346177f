"""One grant round, carried from its form to the published result by clicking and typing alone, as the people in turn."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from marketplace.core import clock
from projects.grants.models import Agreement, Application, Review, Round
from tests.projects.grants import builders

from . import way_grants as way
from .steps import Portal, give_keys
from .test_flow import LOOKED, SECRET, Days

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def street(settings, site):
    """People with passwords and one-time codes, three organisations, a fund with money; no form, no round."""
    settings.CLOCK_SHIFT = round((builders.START - timezone.now()).total_seconds())
    settings.SITE_URL = site
    street = builders.make_street()
    give_keys(street.users.values(), SECRET)
    return street


def typed(days) -> str:
    return timezone.localtime(clock.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def day(days) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_form_to_the_published_result(chromium, site, street, settings, language):
    days, portal = Days(settings), Portal(chromium, site, language, looked=LOOKED, domain="grants.example")

    def as_(name):
        return portal.visitor(name, secret=SECRET)

    anybody = portal.visitor()
    way.build_form(as_("editor"))
    way.draft(as_("editor"), (typed(1), typed(20), typed(45)))
    address = way.approve(as_("leader"))
    round = Round.objects.get(state="open")

    days.until(round.opens_at)
    for name in way.AMOUNTS:
        way.apply(as_(name), name, address)
    anybody.go(address)
    assert way.title("w1") not in anybody.text(), "sealed until the deadline"
    days.until(round.deadline)
    way.close_call(as_("secretary"))
    way.screen(as_("secretary"), "w1", "Return to be completed", **{"What is missing": "请写明附近有没有食堂。"})
    way.complete(as_("w1"), "w1")
    way.screen(as_("secretary"), "w3", "Does not meet the conditions", Reason="不在本街道开展。")
    for name in ("w1", "w2"):
        way.screen(as_("secretary"), name, "Passes the screening")

    way.assign(as_("secretary"))
    review = Review.objects.order_by("pk").first()
    way.recuse(as_(builders.name_of(street, review.reviewer)))
    way.replace(as_("secretary"))
    for review in Review.objects.filter(state="assigned").select_related("reviewer"):
        reviewer = as_(builders.name_of(street, review.reviewer))
        way.declare(reviewer)
        way.score(reviewer, {"w1": 88, "w2": 72})
    way.propose(as_("secretary"))
    way.decide(as_("leader"))
    round.refresh_from_db()
    assert dict(Application.objects.values_list("title", "state")) == {
        way.title("w1"): "awarded",
        way.title("w2"): "awarded",
        way.title("w3"): "ineligible",
    }

    days.until(round.standstill_until)
    way.conclude(as_("secretary"))
    address = way.draw_up(as_("secretary"), "w1")
    way.sign(as_("o1"), "Sign for the organisation")
    way.sign(as_("leader"), "Sign for the office")
    way.pay(as_("finance"))
    days.until(clock.now() + timedelta(days=40))
    way.spend(as_("w1"), address, day(-1))
    way.report(as_("w1"))
    way.accept(as_("secretary2"))
    way.pay(as_("finance"))
    way.claim(as_("secretary"), address)
    way.demand(as_("leader"), day(30))
    way.book(as_("finance"))
    way.evaluate(as_("secretary"))
    way.close(as_("leader"))

    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.people_served) == ("closed", 60)
    anybody.go(address)
    for figure in ("10,000.00", way.SPENT, way.BACK):
        assert figure in way.figures(anybody)
    assert ("六十位独居老人按时吃上热饭。", "Sixty people had a warm meal.")[language == "en"] in anybody.text()
    anybody.go(round.get_absolute_url())
    assert way.title("w1") in anybody.text() and way.title("w3") not in anybody.text()
    books = StringIO()
    call_command("ledger", "verify", stdout=books)
    assert "all right" in books.getvalue()
