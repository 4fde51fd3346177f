"""`make shots`: pictures of the main pages of the demo district, for the README and for whoever judges the look."""

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "shots"
WIDE, PHONE = 1280, 390
# name: (who, kind of page as the walk calls it, or its address; width)
SHOTS = {
    "home": ("", "/", WIDE),
    "home-en": ("", "/en/", WIDE),
    "home-phone": ("", "/", PHONE),
    "call": ("", "tenders:call", WIDE),
    "list": ("", "/catalogue/", WIDE),
    "fund": ("", "funds:fund", WIDE),
    "outcome": ("", "outcomes:outcome", WIDE),
    "organisation-phone": ("", "orgs:organisation", PHONE),
    "services-phone": ("", "services:stations", PHONE),
    "desk": ("buyer", "/desk/", WIDE),
    "evaluation": ("secretary", "tenders:evaluation", WIDE),
}


def main(only=""):
    import django

    django.setup()
    from tests.support import database
    from tests.support.district import walked
    from tests.support.served import Unblocked, built, district_served

    keeper = database.keeper()
    keeper.prepare()
    database.after_restore()
    try:
        with built(Unblocked):
            pages = walked().pages
        people = sorted({who for who, _page, _width in SHOTS.values() if who})
        with district_served(*people) as served:
            take(served, {name: shot for name, shot in SHOTS.items() if only in name}, pages)
    finally:
        keeper.drop()


def take(served, shots, pages):
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    from tests.support.chromium import CHROMIUM

    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (who, spot, width) in shots.items():
            height = 1000 if width == WIDE else 1200
            context = chromium.new_context(viewport={"width": width, "height": height}, device_scale_factor=1)
            if who:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": served.sessions[who], "url": served.site}
                context.add_cookies([cookie])
            page = context.new_page()
            answer = page.goto(served.site + (spot if spot.startswith("/") else pages[spot][1]), wait_until="load")
            if answer.status != 200:
                raise RuntimeError(f"{name}: {answer.status} at {answer.url}")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(f"docs/shots/{name}.png", flush=True)
            context.close()
        chromium.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
