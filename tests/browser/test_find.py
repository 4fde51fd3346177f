"""A service is found by keyboard alone, with and without JavaScript: from home to the hours at a station's door."""

import pytest

from tests.projects.services import builders as b

from .keys import Keyboard
from .steps import Portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOURS = (("REGULAR", "12345", 8, 20), ("WEEKEND", "67", 9, 12))


@pytest.fixture
def street(site):
    made = b.make_street()
    near = b.make_station(made, "ST1", hours=HOURS)
    b.make_station(made, "ST2", north=400)  # closed at weekends
    b.make_service(made, category=b.make_category(made), stations=[near])
    return made


@pytest.fixture
def walker(chromium, site, street, request):
    language, script = request.param
    return Portal(chromium, site, language, script, hands=Keyboard).visitor()


def name_of(walker, chinese, english):
    return english if walker.portal.language == "en" else chinese


WAYS = [("zh-hans", True), ("en", True), ("zh-hans", False), ("en", False)]
walks = pytest.mark.parametrize("walker", WAYS, indirect=True, ids=["zh", "en", "zh-no-script", "en-no-script"])


@walks
def test_a_station_that_is_open_on_sunday(walker):
    walker.go("/")
    walker.press("Find a service station")
    assert walker.page.locator("ul.near > li").count() == 2
    walker.press("Open on the coming Sunday")
    found = walker.page.locator("ul.near > li")
    assert found.count() == 1
    station = name_of(walker, "站点ST1", "Station ST1")
    walker.follow(found.get_by_role("link", name=station))
    assert walker.page.inner_text("h1").startswith(station)
    walker.sees("Opening hours")
    for hours in ("08:00–20:00", "09:00–12:00"):
        assert hours in walker.text()


@walks
def test_a_matter_and_where_it_is_done(walker):
    walker.go("/")
    walker.press("What they do for you")
    words = walker.page.locator("main input[name=q]")
    walker.hands.fill(words, "SV1")
    walker.press("Show", within=walker.page.locator("main"))
    assert "q=SV1" in walker.page.url
    walker.follow(walker.page.locator("main").get_by_role("link", name=name_of(walker, "事项SV1", "Matter SV1")))
    walker.follow(walker.page.locator("main").get_by_role("link", name=name_of(walker, "站点ST1", "Station ST1")))
    walker.sees("Opening hours")
    assert "08:00–20:00" in walker.text()
