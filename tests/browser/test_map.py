"""Maps that move: drawn from data, nothing asked from elsewhere, used with the keyboard, and a list without script."""

from urllib.parse import urlsplit

import pytest

from tests.projects.services import builders as b

from .axe import violations
from .steps import open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVERY_DAY = (("REGULAR", "12345", 0, 23), ("WEEKEND", "67", 9, 12), ("HOLIDAY", "", 9, 12))


@pytest.fixture
def street(site):
    made = b.make_street()
    b.make_station(made, "ST1", hours=EVERY_DAY)
    b.make_station(made, "ST2", north=400, hours=EVERY_DAY)
    return made


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(
    "path", ["/directory/?view=map", "/en/directory/circle/", "/en/directory/?view=map&open=sunday"]
)
def test_everything_on_the_map_is_in_the_list(chromium, site, street, path, width):
    page = open_page(chromium, width=width)
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.goto(site + path)
    page.wait_for_selector(".lspot")
    spots = page.eval_on_selector_all(".lspot", "all => all.map(one => one.textContent)")
    assert sorted(spots) == sorted(page.eval_on_selector_all("ul.near .n", "all => all.map(one => one.textContent)"))
    assert {host for host in asked if host} == {urlsplit(site).netloc}
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.complaints == []


def test_a_point_is_chosen_with_the_keyboard_and_stays_out_of_addresses(chromium, site, street):
    page = open_page(chromium)
    page.goto(f"{site}/en/directory/?view=map")
    page.wait_for_selector(".lspot")
    button = page.get_by_role("button", name="Places near this point")
    assert not button.is_visible()
    page.focus(".lmap")
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    assert page.locator(".lpin").count() == 1
    page.keyboard.press("Tab")
    with page.expect_navigation():
        button.press("Enter")
    assert page.url == f"{site}/en/directory/near/"
    assert page.locator("ul.near > li").count() == 2 and page.locator(".lpin").count() == 1
    assert violations(page) == []
    page.locator(".lspot").first.press("Enter")
    assert "Station" in page.locator(".leaflet-popup a").first.inner_text()
    assert page.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Close"
    assert page.complaints == []


def test_without_script_the_list_says_it(chromium, site, street):
    page = open_page(chromium, java_script_enabled=False)
    page.goto(f"{site}/en/directory/?view=map")
    assert page.locator("ul.near > li").count() == 2 and page.locator(".lmap").count() == 0
    assert "The map needs JavaScript" in page.inner_text("main")
    page.goto(f"{site}/en/directory/circle/")
    assert page.locator("svg .spot").count() == 2
    assert page.locator("form[data-map-choose]").is_hidden()


def test_a_stranger_with_a_phone_finds_what_is_open_on_sunday(chromium, site, street):
    """From home in two presses, the nearest to their own position first."""
    page = open_page(
        chromium, width=390, geolocation={"latitude": b.LAT, "longitude": b.LON}, permissions=["geolocation"]
    )
    page.goto(f"{site}/en/")
    page.get_by_role("link", name="Open on the coming Sunday").first.click()
    page.wait_for_load_state()
    assert page.locator("ul.near > li").count() == 2
    with page.expect_navigation():
        page.get_by_role("button", name="Nearest to me first").click()
    first = page.locator("ul.near > li").first.inner_text()
    assert "Station ST1" in first and "09:00–12:00" in first and "1 minute" in first
    assert page.complaints == []
