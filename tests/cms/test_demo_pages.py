"""A page of every type, told as the demo tells it: in both languages, whole, found by people and machines."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms import demo_pages, models
from marketplace.core import clock as core_clock
from marketplace.core.demo import World
from orgs.queries import actor_of
from tests.marketplace.funds import builders as funds

from . import builders as b

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("demo-pages")]
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Told once for all tests; what a test does is rolled back, what was told goes with the module."""
    world = World(today=DAY, actor_of=actor_of)
    with django_db_blocker.unblock(), core_clock.fixed(world.at(0)):
        try:
            funds.make_fund(funds.make_house(), "FD01")
            users, _actors = b.editors()
            world.people = {"editor": users[0], "editor2": users[1]}
            yield demo_pages.tell(world)
        finally:
            TransactionTestCase._fixture_teardown(None)


@pytest.fixture
def made(told, db):
    """{name: (page, page in English)}, read afresh."""
    return {name: tuple(type(page).objects.get(pk=page.pk) for page in pair) for name, pair in told.items()}


def test_every_type_is_there_in_both_languages(client, made, settings):
    kinds = {type(page) for pair in made.values() for page in pair}
    assert kinds == {
        models.SectionPage, models.PolicyPage, models.GuidePage, models.EventPage, models.PublicationPage,
        models.PressMentionPage, models.ContactPage,
    }  # fmt: skip
    for pair in made.values():
        for page, prefix in zip(pair, ("", "/en"), strict=True):
            answer = client.get(page.url)
            text = answer.content.decode()
            assert answer.status_code == 200 and page.url.startswith(prefix + "/"), page
            assert len(re.findall(r"<h1\b", text)) == 1 and page.title in text, page.url
            assert 'hreflang="zh-Hans"' in text and 'hreflang="en"' in text, page.url
            assert f'<link rel="canonical" href="{settings.SITE_URL}{page.url}">' in text, page.url
            data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])
            assert (data["name"], data["inLanguage"]) == (page.title, "en" if prefix else "zh-Hans"), page.url
    assert Page.find_problems() == ([], [], [], [], [])


def test_papers_say_what_holds(client, made):
    old, new = made["old"][0], made["new"][0]
    assert "已被替代" in client.get(old.url).content.decode() and new.url in client.get(old.url).content.decode()
    assert (new.standing[0], old.standing[0]) == ("open", "done")
    policies = client.get(made["policies"][0].url).content.decode()
    assert policies.index(new.number) < policies.index(old.number)  # the newest first


def test_events_reach_a_calendar(client, made):
    event = made["briefing"][0]
    text = client.get(event.calendar_url).content.decode()
    assert "DTSTART:20261202T063000Z" in text and "DTEND:20261202T083000Z" in text and "LOCATION:" in text
    every = client.get("/calendar/events.ics").content.decode()
    assert every.count("BEGIN:VEVENT") == 2  # the council is over
    page = client.get(made["events"][0].url).content.decode()
    assert event.title in page and "events.ics" in page


def test_guides_lead_into_the_portal_and_files_come_down(client, made):
    guide = client.get(made["register-an-organisation"][1].url).content.decode()
    assert 'href="/en/organisations/apply/"' in guide
    report = client.get(made["annual-report"][0].url).content.decode()
    assert client.get(re.search(r'href="(/documents/[^"]+)"', report)[1]).status_code == 200


def test_footer_sitemaps_and_contact(client, made):
    home, english = client.get("/").content.decode(), client.get("/en/").content.decode()
    assert made["privacy"][0].url in home and "隐私说明" in home and "028-0000 1234" in home
    assert made["privacy"][1].url in english and "Privacy" in english
    assert "本周六上午窗口照常开放" in home and "open this Saturday" in english
    for address, page in (("/sitemap/", made["guides"][0]), ("/en/sitemap/", made["guides"][1])):
        assert page.url in client.get(address).content.decode()
    machine = client.get("/sitemap-pages.xml").content.decode()
    assert made["guides"][0].url in machine and 'hreflang="en"' in machine


def test_sections_cost_the_same_whatever_they_gather(client, made):
    section, costs = made["policies"][0], []
    for number in (2, 3, 12):
        while section.get_children().count() < number:
            more = models.PolicyPage(
                title=f"文件{section.get_children().count()}", number="x", issuer="y", issued_on=DAY, in_force_on=DAY, locale=section.locale
            )  # fmt: skip
            section.add_child(instance=more)
        client.get(section.url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(section.url).status_code == 200
        costs.append(len(found))
    assert len(set(costs)) == 1 and costs[0] <= 30, costs
