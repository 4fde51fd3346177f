"""One new call, carried from draft to published outcome by clicking and typing alone, as the people in turn."""

import os
import time
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from marketplace.contracts.models import Contract, Payment
from marketplace.core import clock
from marketplace.tenders.models import Call
from tests.marketplace.tenders.builders import make_member
from tests.marketplace.tenders.builders_evaluation import street_with_committee
from tests.orgs.experts.builders import listed

from . import way
from .keys import Keyboard, Mouse
from .steps import Portal, give_keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BEGINS = datetime(2026, 3, 2, 9, 30)
SEATED = "e1", "e2", "expert"  # the last one has no role in the office, the roster has them
LOOKED: set = set()  # pages that an earlier walk of this run has looked at


@pytest.fixture
def street(settings, site):
    """People with passwords and one-time codes, three organisations, a published list, a fund with money."""
    settings.CLOCK_SHIFT = round((timezone.make_aware(BEGINS) - timezone.now()).total_seconds())
    settings.SITE_URL = site
    street = street_with_committee(budget="200000.00")
    make_member(street.users, "acceptor", "BUYER", office=street.office)
    make_member(street.users, "owner", "OWNER", organisation=street.organisations[0])
    listed(street, make_member(street.users, "expert"))
    give_keys(street.users.values(), SECRET)
    return street


class Days:
    """The portal's clock, which the test moves as an operator would."""

    def __init__(self, settings):
        self.settings = settings

    def until(self, moment):
        """Goes on just after `moment`: what was proved before is stale, codes and throttles are forgotten."""
        self.settings.CLOCK_SHIFT += round((moment - clock.now()).total_seconds()) + 1
        for session in Session.objects.all():
            data = session.get_decoded()
            for proof in data.get("account_authentication_methods", []):
                proof["at"] = time.time() - 3600
            session.session_data = Session.objects.encode(data)
            session.save()
        cache.clear()


@pytest.fixture
def days(settings):
    return Days(settings)


@pytest.mark.parametrize(
    ("language", "script", "hands"),
    [("zh-hans", True, Mouse), ("en", True, Mouse), ("zh-hans", False, Keyboard)],
    ids=["zh", "en", "no-script-no-mouse"],
)
def test_from_the_draft_to_the_published_outcome(chromium, site, street, days, language, script, hands):
    shots = Path(os.environ["SHOTS"]) if "SHOTS" in os.environ else None
    portal = Portal(chromium, site, language, script, LOOKED, shots, hands)

    def as_(name):
        return portal.visitor(name, secret=SECRET)

    anybody, prefix = portal.visitor(), "/en" if language == "en" else ""
    way.draft(as_("buyer"))
    address = way.approve(as_("leader"))
    call = Call.objects.get(state="open")
    way.ask(as_("w2"), address)
    way.answer(as_("buyer"))
    for name in way.PRICES:
        way.check_receipt(anybody, way.bid(as_(name), name, address))

    days.until(call.deadline + timedelta(seconds=30))
    way.open_bids(as_("opener"))
    way.open_bids(as_("opener2"))
    way.appoint(as_("secretary"), list(SEATED))
    for name in SEATED:
        way.declare(as_(name))
    way.qualify(as_("secretary"))
    points = {street.organisations[n].name_en if language == "en" else street.organisations[n].name_zh: p for n, p in enumerate(way.POINTS.values())}  # fmt: skip
    for name in SEATED:
        way.score(as_(name), points)
    way.propose(as_("secretary"))
    way.decide(as_("leader2"))
    call.refresh_from_db()
    assert call.award.bid.organisation == street.organisations[0]

    days.until(call.award.standstill_until)
    way.draw_up(as_("buyer"))
    way.sign(as_("owner"), "Sign for the organisation")
    way.sign(as_("leader"), "Sign for the office")
    contract = Contract.objects.get(state="running")
    address = contract.get_absolute_url()
    as_("buyer").go(address)
    for slip, degree in zip(way.slips(as_("buyer"), 1), ("very good", "good"), strict=False):
        way.opinion(anybody, slip, degree)
    for position, opinions in ((1, 2), (2, 0)):
        days.until(timezone.now() + clock.total_shift() + timedelta(days=50))
        way.deliver(as_("owner"), position)
        way.accept(as_("acceptor"), position, opinions)
        way.pay(as_("finance"), position)
    way.close(as_("buyer"))

    way.write_outcome(as_("owner"), ("四十二位老人每周有人上门", "Forty-two people visited every week"))
    links = way.follow_chain(anybody, way.publish_outcome(as_("editor")))
    entries = [f"{prefix}{p.entry.get_absolute_url()}" for p in Payment.objects.order_by("pk")]
    assert [link for link in links if "/entries/" in link or "/ledger/" in link] == entries
    anybody.go(street.fund.get_absolute_url())
    for figure in ("46,000.00", "154,000.00"):  # paid, free again
        assert figure in anybody.text()
    books = StringIO()
    call_command("ledger", "verify", stdout=books)
    assert "all right" in books.getvalue()
