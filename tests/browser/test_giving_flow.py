"""A campaign and the gifts to it, carried by clicking and typing alone: under the law that sends givers to a platform, and where the portal itself takes them."""

import os
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.funds.campaigns import domain as campaigns
from marketplace.funds.campaigns.models import Campaign, Pot
from marketplace.funds.giving import tasks
from marketplace.funds.giving.models import Gift, Monthly, Movement, Pledge
from tests import factories
from tests.marketplace.funds.builders import House, make_fund
from tests.marketplace.funds.campaigns.builders import Square
from tests.support.stripe import Peer

from . import way_campaigns as campaign_way
from . import way_giving as way
from .steps import Portal, give_keys
from .test_flow import LOOKED, SECRET, Days

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BEGINS = timezone.make_aware(datetime(2026, 3, 2, 9, 30))
PORTAL = system("campaigns")
SEATS = {"finance": "FINANCE", "leader": "LEADER"}


@pytest.fixture
def square(settings, site):
    """People with passwords and one-time codes, a fund that a charity keeps, a fund that fills a pot; no campaign, no gift."""
    settings.CLOCK_SHIFT = round((BEGINS - timezone.now()).total_seconds())
    settings.SITE_URL = site
    with clock.fixed(BEGINS - timedelta(days=30)):
        house = House(factories.make_office("GV-ST"))
        people = {name: factories.person(role, house.office, f"{name}@giving.example") for name, role in SEATS.items()}
        house.users |= {role: people[name] for name, role in (("finance", "FINANCE"), ("leader", "LEADER"))}
        host = factories.make_organisation("GV-HOST", legal_form="FOUNDATION")
        square = Square(house, make_fund(house, "GV1", amount="0", kind="POOLED", host=host))
        square.source = make_fund(house, "GV2", amount="1000.00")
        people["owner"] = factories.person("OWNER", square.organiser, "owner@giving.example")
        people["giver"] = factories.make_user("giver@giving.example", name="王小明")
        people["giver2"] = factories.make_user("giver2@giving.example", name="李梅")
        square.owner_user = people["owner"]
    give_keys(people.values(), SECRET)
    return square


@pytest.fixture
def peer(settings, site):
    """The payment service of the tests, with a page of its own, that sends its messages to this portal."""
    peer = Peer(f"{site}/stripe/webhook/")
    policy = settings.CONTENT_SECURITY_POLICY
    directives = policy["DIRECTIVES"] | {"form-action": [*policy["DIRECTIVES"]["form-action"], peer.url]}
    settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": directives}
    for name, value in peer.settings().items():
        setattr(settings, name, value)
    yield peer
    peer.stop()


# Each walk in one language, all in both with LOOKS=full: the pages are the same, the words are held by tests of their own.
BOTH = ["zh-hans", "en"]
FULL = os.environ.get("LOOKS") == "full"


@pytest.fixture
def portal(request, chromium, site):
    shots = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
    return Portal(chromium, site, request.param, looked=LOOKED, shots=shots, domain="giving.example")


def books_are_right():
    books = StringIO()
    call_command("ledger", "verify", stdout=books)
    assert "all right" in books.getvalue()


@pytest.mark.parametrize("portal", BOTH if FULL else BOTH[:1], indirect=True)
def test_a_campaign_whose_gifts_come_from_a_platform(portal, square, settings):
    days = Days(settings)
    anybody, finance, leader = (portal.visitor(*name, secret=SECRET) for name in ((), ("finance",), ("leader",)))
    owner = portal.visitor("owner", secret=SECRET)

    address = campaign_way.plan(owner, square)
    campaign_way.picture(owner)
    campaign_way.cannot_hand_in(owner)
    campaign_way.permit(finance, square)
    campaign_way.approve_permit(leader)
    campaign_way.plan_collection(finance, address)
    campaign_way.file_collection(finance)
    campaign_way.hand_in(owner, address)
    campaign_way.open_campaign(leader)
    campaign_way.sees_why_closed(anybody, address, "The collection is filed and not opened yet.")
    campaign_way.open_collection(leader)
    campaign_way.sees_the_campaign(anybody, address)
    campaign = Campaign.objects.get()
    campaign_way.draft_pot(finance)
    campaign_way.activate_pot(leader)

    way.record(finance, square.fund)
    receipt = way.confirm(leader)
    gift = Gift.objects.get()
    assert (gift.state, gift.cause, gift.giver.email) == ("confirmed", campaign, "giver@giving.example")
    way.verifies(anybody, receipt, gift)
    way.proves(anybody, gift)
    way.reads_own_receipt(portal.visitor("giver", secret=SECRET), gift)

    way.read_statement(finance, square.fund)
    way.book_statement(leader)
    way.read_again(finance, square.fund)
    assert Gift.objects.filter(state="confirmed", way="PLATFORM").count() == 2
    campaign_way.tell_news(owner, address)
    days.until(campaign.closes_at + timedelta(minutes=1))
    assert campaigns.turn(by=PORTAL) == 3, "over, decided, settled"
    campaign_way.is_settled(anybody, address)
    pot = Pot.objects.get()
    days.until(clock.now())
    campaign_way.end_pot(leader, pot)
    way.report_is_drafted(finance, campaign)
    books_are_right()


@pytest.mark.parametrize("portal", BOTH if FULL else BOTH[1:], indirect=True)
def test_gifts_that_the_portal_itself_takes(portal, square, settings, peer):
    settings.FUNDRAISING_JURISDICTION = "OTHER"
    days = Days(settings)
    keep = square.opened(rule="KEEP_WHAT_YOU_RAISE", days=20)
    whole = square.opened(minimum="100.00", title_zh="长凳", title_en="Benches", days=20)
    giver, finance = portal.visitor("giver", secret=SECRET), portal.visitor("finance", secret=SECRET)

    steps = way.give(giver, keep)
    assert steps <= 3
    gift = Gift.objects.get()
    assert (gift.state, gift.cause, gift.payment_ref[:3]) == ("confirmed", keep, "pi_")
    way.follows_the_yuan(giver, gift)
    stranger = portal.visitor()
    way.give(stranger, keep, name="", back=True)
    way.finds_own_again(stranger)

    way.promise_by_card(giver, whole)
    assert Pledge.objects.get().method_ref.startswith("pm_")
    way.give_every_month(portal.visitor("giver2", secret=SECRET), square.fund)
    assert Monthly.objects.get().state == "ended"

    way.refund(finance, gift)
    gift.refresh_from_db()
    assert (gift.state, str(gift.returned), peer.things[gift.charge_ref]["amount_refunded"]) == (
        "confirmed",
        "20.00",
        2000,
    )
    days.until(whole.closes_at + timedelta(minutes=1))
    tasks.lapse(PORTAL)  # the payment that the stranger went back from
    campaigns.turn(by=PORTAL)
    way.until(lambda: Pledge.objects.get().state == "kept")
    campaigns.turn(by=PORTAL)
    way.sees_own_giving(giver)
    assert set(Campaign.objects.values_list("state", flat=True)) == {"settled"}
    assert not Movement.objects.filter(entry=None).exists()
    books_are_right()
