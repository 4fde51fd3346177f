"""The back office in a real browser: lists, sheets and forms of the rooms; a text is written by one and published by another."""

import pytest
from allauth.account.models import EmailAddress

from marketplace.core.models import WorkdayOverride
from orgs.models import User
from tests import factories
from tests.cms import builders as cms
from tests.test_back_office import address, ours

from .axe import violations
from .steps import PASSWORD, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(chromium, site, user, width=1280, language="en", **options):
    """A page of a person who is logged in."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    page = open_page(chromium, width=width, **options)
    prefix = "/en" if language == "en" else ""
    page.goto(f"{site}{prefix}/accounts/login/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    page.click("form.act button[type=submit]")
    page.wait_for_url(f"{site}{prefix}/desk/")
    return page


def drawn(page):
    """The page stands whole: its scripts have run and, in the back office, the menu that they draw is there.

    Its network is never said to be quiet: the editor saves, previews and asks who else is here by itself.
    """
    page.wait_for_load_state()
    if page.locator("#wagtail-sidebar").count():
        page.locator("#wagtail-sidebar nav").wait_for()


def test_lists_sheets_and_forms(chromium, site):
    office = factories.make_office()
    factories.make_organisation()
    factories.make_community(office)
    WorkdayOverride.objects.create(day="2027-03-01", is_working=False, source="notice")
    page = enter(chromium, site, factories.person("KEEPER", office))
    paths = [address(viewset) for viewset in ours()]
    paths += [v.sheet_url(row) for v in ours() if (row := v.model.objects.first()) is not None]
    paths += [address(v, "add/") for v in ours() if v.name in ("offices", "communities", "days")]
    found = {}
    for path in paths:
        assert page.goto(site + path).status == 200, path
        drawn(page)
        found[path] = [v["id"] for v in violations(page)]
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[path] += [f"sideways at {width}"] if sideways else []
    assert found == {path: [] for path in paths}
    assert page.complaints == []


def test_one_writes_another_publishes(chromium, site):
    users, (writer, _reader) = cms.editors(2)
    text = cms.article(writer)
    edit = f"{site}/cms/pages/{text.pk}/edit/"

    page = enter(chromium, site, users[0])
    page.goto(edit)
    words = page.locator(".public-DraftEditor-content").first
    words.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" One more sentence.")
    page.wait_for_timeout(1500)  # saved by itself after a pause
    press(page, '[name="action-submit"]')

    reader = enter(chromium, site, users[1])
    reader.goto(edit)
    drawn(reader)
    press(reader, '[data-workflow-action-name="approve"]')
    text.refresh_from_db()
    assert text.live
    assert "One more sentence." in reader.goto(site + text.get_url().split("localhost", 1)[-1]).text()
    assert page.complaints == [] and reader.complaints == []


def press(page, selector):
    """A choice of the menu in the foot of the editor."""
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    with page.expect_navigation():
        page.locator(f"footer {selector}").first.click()
    drawn(page)


def test_what_is_typed_while_a_save_is_under_way_is_saved_too(chromium, site):
    """Changed at the very moment the answer comes: too late for that save, too early for the next look at the form."""
    users, (writer, _reader) = cms.editors(2)
    text = cms.article(writer)
    page = enter(chromium, site, users[0])
    page.goto(f"{site}/cms/pages/{text.pk}/edit/")
    drawn(page)
    page.wait_for_timeout(2500)  # Wagtail begins to watch the form
    page.evaluate(
        """() => {
            const title = document.querySelector("#id_title");
            const late = () => { title.value = "Second title"; title.dispatchEvent(new Event("input", { bubbles: true })); };
            window.addEventListener("w-autosave:success", late, { capture: true, once: true });
            title.value = "First title";
            title.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    assert eventually(page, lambda: revised(text).title == "Second title"), revised(text).title
    assert page.complaints == []


def revised(text):
    text.refresh_from_db()
    return text.get_latest_revision_as_object()


def eventually(page, holds):
    """Saved by itself after a pause, which a busy machine makes longer: up to 30 s."""
    for _n in range(120):
        page.wait_for_timeout(250)
        if holds():
            return True
    return False


def test_a_place_is_chosen_on_the_map(chromium, site):
    """By typed numbers, by arrows and Enter, by pointer; the last is saved by itself like anything typed."""
    users, (writer, _reader) = cms.editors(2)
    outline = [[103.84, 30.68], [103.86, 30.68], [103.86, 30.7], [103.84, 30.68]]
    factories.make_community(factories.make_office(), polygon=outline)
    body = [("map", {"caption": "Where", "places": [{"name": "Hall", "lat": 30.69, "lon": 103.85, "note": ""}]})]
    text = cms.article(writer, body=body)
    page = enter(chromium, site, users[0])
    page.goto(f"{site}/cms/pages/{text.pk}/edit/")
    drawn(page)
    lat, lon = page.locator("[name$='-lat']"), page.locator("[name$='-lon']")
    page.get_by_role("button", name="Choose the place on the map").press("Enter")
    pin = page.locator(".cms-picker .lpin")
    pin.wait_for()
    before = pin.bounding_box()["x"]
    lon.fill("103.8512")
    assert abs(pin.bounding_box()["x"] - before) < 2  # the map follows
    page.focus(".lmap")
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    assert float(lat.input_value()) > 30.69 and abs(float(lon.input_value()) - 103.8512) < 1e-4
    assert violations(page) == []
    box = page.locator(".lmap").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    chosen = (float(lat.input_value()), float(lon.input_value()))
    assert chosen[1] < 103.85
    indicator = page.locator("#w-autosave-indicator")
    assert eventually(page, lambda: place_of(text) == chosen), (place_of(text), page.complaints, indicator.inner_text())
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.complaints == []


def place_of(text):
    place = revised(text).body[0].value["places"][0]
    return place["lat"], place["lon"]
