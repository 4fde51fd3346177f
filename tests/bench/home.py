"""The home page and a section's page of the demo district: against the bare view, and as a phone's reader meets them."""

from pathlib import Path
from statistics import median

from django.conf import settings
from django.test import override_settings

from tests.support.chromium import CHROMIUM
from tests.support.district import built
from tests.support.served import Unblocked, district_served

from ._common import ask, bare_handler, figure, interleaved, portal_handler

ROUNDS, VISITS = 60, 5
PHONE = {"width": 390, "height": 844}
WATCH = """
window.seen = {lcp: 0, cls: 0, fcp: 0, tasks: []};
new PerformanceObserver(l => l.getEntries().forEach(e => { if (e.name == "first-contentful-paint") seen.fcp = e.startTime; }))
  .observe({type: "paint", buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => seen.lcp = e.startTime))
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) seen.cls += e.value; }))
  .observe({type: "layout-shift", buffered: true});
new PerformanceObserver(l => l.getEntries().forEach(e => seen.tasks.push([e.startTime, e.duration])))
  .observe({type: "longtask", buffered: true});
"""


def home_pages() -> list[dict]:
    """Requests a second of the home page and of the first section below it, for readers without a session."""
    from cms.models import SectionPage

    with built(Unblocked), override_settings(PAGE_CACHE_SECONDS=60):
        section = SectionPage.objects.live().filter(locale__language_code="zh-hans").order_by("path").first()
        addresses = {"home": "/", "section": section.url.removeprefix(settings.SITE_URL)}
        ours, theirs = portal_handler(), bare_handler()
        jobs = {name: (lambda at=at: ask(ours, at)) for name, at in addresses.items()}
        times = interleaved(jobs | {"bare": lambda: ask(theirs, "/bare/rows/")}, ROUNDS)
        sizes = {name: len(job()[0]) / 1000 for name, job in jobs.items()}
    return [
        figure(
            f"anonymous_{name}_kept", times["bare"] / times[name], 0.6, "higher",
            f"{1 / times[name]:,.0f} requests/s of {sizes[name]:.0f} kB against {1 / times['bare']:,.0f} of the bare view",
        )
        for name in addresses
    ]  # fmt: skip


def home_on_a_phone() -> list[dict]:
    """What Lighthouse looks at, on loopback, the browser slowed down four times, nothing in its cache."""
    if not Path(CHROMIUM).exists():
        raise RuntimeError("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    with district_served() as served:
        visits = [visit(served.site) for _first_warms_the_server in range(VISITS + 1)][1:]
    note = (
        f"median of {VISITS} visits at {PHONE['width']} px, processor slowed down 4 times, empty cache, two web workers"
    )
    goals = (("lcp_s", 1.5), ("cls", 0.02), ("tbt_ms", 100), ("transferred_kb", 250))
    return [figure(f"home_{name}", median(v[name] for v in visits), goal, "lower", note) for name, goal in goals]


def visit(site) -> dict:
    """{lcp_s, cls, tbt_ms, transferred_kb} of one visit in a new browser window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True).new_page()
        page.add_init_script(WATCH)
        tap, sizes = page.context.new_cdp_session(page), []
        tap.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        tap.send("Network.enable")
        tap.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(site, wait_until="load")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        seen = page.evaluate("seen")
        browser.close()
    blocked = blocking(seen["tasks"], seen["fcp"])
    return {"lcp_s": seen["lcp"] / 1000, "cls": seen["cls"], "tbt_ms": blocked, "transferred_kb": sum(sizes) / 1000}


def blocking(tasks, painted) -> float:
    """Total blocking time as Lighthouse counts it: what tasks [(start, duration)] take beyond 50 ms after the first paint.

    Before it there is nothing yet that somebody could touch; how long that takes is told by the largest paint. All in ms.
    """
    return sum(max(0, min(duration, start + duration - painted) - 50) for start, duration in tasks)


BENCHES = (home_pages, home_on_a_phone)
