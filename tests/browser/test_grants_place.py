"""The place of an answer: pressed on the map with the keyboard and the mouse, typed, and kept by the draft."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.core import clock
from projects.grants import domain, sealed
from projects.grants.models import Application
from tests.projects.grants import builders as b

from .axe import violations
from .steps import Portal, give_keys
from .test_flow import LOOKED, SECRET

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_place_is_chosen_on_the_map_and_saved_with_the_draft(chromium, site, settings):
    street = b.make_street()
    definition = json.loads(json.dumps(b.DEFINITION))
    definition["sections"][0]["fields"].append(
        {"key": "f9", "type": "PLACE", "label_zh": "地点", "label_en": "Place", "required": False}
    )
    with clock.fixed(b.START):
        domain.forms.edit(street.form, by=street.actor("editor"), definition=definition)
    application = b.begun(*b.opened(street))
    settings.CLOCK_SHIFT = round((b.OPEN + timedelta(days=1) - timezone.now()).total_seconds())
    settings.SITE_URL = site
    give_keys([street.users["w1"]], SECRET)
    visitor = Portal(chromium, site, "en", looked=LOOKED, domain="grants.example").visitor("w1", secret=SECRET)
    visitor.go(f"/grants/applications/{application.code}/write/")
    page = visitor.page
    lat, lon = page.locator("[name='f9-lat']"), page.locator("[name='f9-lon']")
    page.get_by_role("button", name="Choose the place on the map").press("Enter")
    page.locator(".lmap").wait_for()
    page.keyboard.press("Enter")
    first = (float(lat.input_value()), float(lon.input_value()))
    assert 30 < first[0] < 31 and 103 < first[1] < 105 and page.locator(".lpin").count() == 1
    lon.fill("103.8512")
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator(".lmap").click(position={"x": 60, "y": 120})
    assert float(lon.input_value()) < 103.8512
    assert violations(page) == [] and page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    visitor.press("Save the draft", within=page.locator(".savebar"))
    kept = sealed.read_draft(Application.objects.get(pk=application.pk))["answers"]["f9"]
    assert float(kept["lat"]) == float(lat.input_value()) and float(kept["lon"]) == float(lon.input_value())
    assert page.complaints == []
