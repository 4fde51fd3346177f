"""What stands around every public page: way, addresses, card, data for machines; feeds, calendars, site map; the weight."""

import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders

from marketplace.core.actors import ANONYMOUS
from tests.support.district import logged_in

pytestmark = pytest.mark.once
LISTS = [
    "/",
    "/catalogue/",
    "/calls/",
    "/calls/rules/",
    "/organisations/",
    "/funds/",
    "/funds/ledger/",
    "/outcomes/",
    "/outcomes/overview/",
    "/directory/",
    "/directory/services/",
    "/directory/circle/",
    "/directory/circle/coverage/",
    "/search/",
    "/sitemap/",
    "/news/",
    "/text/",
]
MOST_BYTES = 100_000
NOT_COUNTED = ("leaflet/", "map/", "css/pictures.css")  # "besides pictures and the map"
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("/calls/feed/", "/calls/awards/feed/", "/outcomes/feed/", "/news/feed.atom")


def things() -> list[str]:
    """One page of each kind of thing."""
    from cms.models import ArticlePage, EventPage, GuidePage, PolicyPage
    from marketplace.catalogue.models import ServiceItem
    from marketplace.funds.models import Fund
    from marketplace.tenders.models import Call
    from orgs.models import Organisation
    from projects.outcomes.models import Outcome
    from projects.services.models import Service, Station

    rows = [
        ServiceItem.objects.visible_to(ANONYMOUS).in_force(),
        Call.objects.visible_to(ANONYMOUS).exclude(published_at=None),
        Organisation.objects.listed(),
        Fund.objects.visible_to(ANONYMOUS),
        Outcome.objects.visible_to(ANONYMOUS),
        Station.objects.listed(),
        Service.objects.listed(),
    ]
    pages = [model.objects.live().filter(locale__language_code="zh-hans") for model in (ArticlePage, EventPage, GuidePage, PolicyPage)]  # fmt: skip
    return [row.order_by("pk").first().get_absolute_url() for row in rows] + [row.first().url for row in pages]


@pytest.fixture
def soups(district, db):
    """{address: page} of every public page, in both languages where it has both."""
    client, found = logged_in(), {}
    for path in [*LISTS, *things()]:
        for address in (path, f"/en{path}"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = BeautifulSoup(answer.content, "html.parser")
    return found


def test_every_page_says_where_one_is(soups):
    wrong = []
    for address, page in soups.items():
        steps = page.select("nav.crumbs li")
        home = "/en/" if address.startswith("/en/") else "/"
        if address in ("/", "/en/"):
            assert steps == []
        elif not (steps and steps[0].a and steps[0].a["href"] == home and steps[-1].get("aria-current") == "page"):
            wrong.append(address)
    assert wrong == []


def test_every_page_has_its_address_its_other_language_and_its_card(soups):
    for address, page in soups.items():
        canonical = page.find("link", rel="canonical")["href"]
        assert canonical.startswith(django_settings.SITE_URL), address
        alternates = {tag["hreflang"] for tag in page.find_all("link", hreflang=True, rel="alternate")}
        assert alternates in ({"zh-Hans", "en"}, set()), address  # one language only: nothing to name
        card = {tag["property"]: tag["content"] for tag in page.find_all("meta", property=re.compile("^og:"))}
        assert card["og:title"] and "\n" not in card["og:title"], address
        assert card["og:locale"] == ("en_GB" if page.html["lang"] == "en" else "zh_CN")
        assert len(page.find_all("meta", property="og:title")) == 1, address
        picture = urlsplit(card["og:image"]).path.removeprefix(django_settings.STATIC_URL)
        assert finders.find(picture), address


def test_data_for_machines_is_what_the_page_says_and_cannot_end_its_block(soups):
    kinds = {}
    for address, page in soups.items():
        for block in page.find_all("script", type="application/ld+json"):
            assert "<" not in block.string
            data = json.loads(block.string)
            assert data["@context"] == "https://schema.org"
            kinds.setdefault(data["@type"], (address, data))
    assert {"WebSite", "GovernmentOffice", "GovernmentService", "Event", "NewsArticle"} <= set(kinds)
    office = kinds["GovernmentOffice"][1]
    assert office["openingHoursSpecification"][0]["opens"]
    assert kinds["WebSite"][1]["potentialAction"]["target"].endswith("/search/?q={words}")


@pytest.mark.parametrize("name", ["", "buyer"])
def test_styles_and_scripts_of_a_page_are_light(district, db, name):
    client, heavy = logged_in(name), {}
    for address in [*LISTS, *things()]:
        page = BeautifulSoup(client.get(address).content, "html.parser")
        files = [tag["href"] for tag in page.find_all("link", rel="stylesheet")]
        files += [tag["src"] for tag in page.find_all("script", src=True)]
        names = [urlsplit(file).path.removeprefix(django_settings.STATIC_URL) for file in files]
        weight = sum(len(open(finders.find(n), "rb").read()) for n in names if not n.startswith(NOT_COUNTED))  # noqa: PTH123,SIM115
        if weight > MOST_BYTES:
            heavy[address] = weight
        assert weight > 10_000, address
    assert heavy == {}


# ---- feeds, calendars, site map -----------------------------------------------------------------------
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", FEEDS)
def test_feeds_are_atom_in_the_language_of_their_address(district, db, settings, prefix, path):
    settings.OFFICE_NAME_ZH, settings.OFFICE_NAME_EN = "柳城街道办事处", "Liucheng Street Office"
    answer = logged_in().get(prefix + path)
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == ("en" if prefix else "zh-hans")
    assert feed.find(f"{ATOM}author/{ATOM}name").text == ("Liucheng Street Office" if prefix else "柳城街道办事处")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for thing in (feed, *entries):
        assert all(thing.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "link"))
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(ids) == len(set(ids))
    client = logged_in()
    for entry in entries[:3]:
        path = urlsplit(entry.find(f"{ATOM}link").get("href")).path
        assert path.startswith("/en/") == bool(prefix)
        assert client.get(path).status_code == 200


def test_feeds_are_found_from_home_and_from_their_lists(soups):
    def named(address):
        return {tag["href"] for tag in soups[address].find_all("link", type="application/atom+xml")}

    assert named("/") == set(FEEDS)
    assert named("/en/") == {f"/en{path}" for path in FEEDS}
    assert named("/calls/") == {"/calls/feed/", "/calls/awards/feed/"}
    assert named("/outcomes/") == {"/outcomes/feed/"}
    assert named("/news/") == {"/news/feed.atom"}


@pytest.mark.parametrize("path", ["/calls/calls.ics", "/calendar/events.ics"])
def test_calendars_hold_what_is_to_come(district, db, path):
    text = logged_in().get(path).content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert "BEGIN:VEVENT\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_the_site_map_names_what_everybody_may_see_in_both_languages(district, db):
    from marketplace.tenders.models import Call

    client = logged_in()
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    parts = [tag.text for tag in ElementTree.fromstring(client.get("/sitemap.xml").content).iter(f"{name}loc")]
    assert len(parts) >= 9
    found = set()
    for part in parts:
        addresses = [tag.text for tag in ElementTree.fromstring(client.get(urlsplit(part).path).content).iter(f"{name}loc")]  # fmt: skip
        assert addresses, part
        assert client.get(urlsplit(addresses[0]).path).status_code == 200, addresses[0]
        found |= {urlsplit(address).path for address in addresses}
    shown = Call.objects.visible_to(ANONYMOUS).exclude(published_at=None).first().get_absolute_url()
    assert {shown, f"/en{shown}", "/funds/", "/en/directory/"} <= found
    hidden = Call.objects.filter(published_at=None)
    assert hidden and not {call.get_absolute_url() for call in hidden} & found
    robots = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {django_settings.SITE_URL}/sitemap.xml" in robots


def test_a_kept_page_costs_no_query_whatever_stands_in_its_head(district, db, settings, django_assert_num_queries):
    settings.PAGE_CACHE_SECONDS = 60
    client = logged_in()
    for path in ("/", "/calls/", "/directory/"):
        client.get(path)
        with django_assert_num_queries(0):
            assert client.get(path).status_code == 200
