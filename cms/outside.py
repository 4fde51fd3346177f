"""Links to other sites: which there are, when each is asked, what the report says of them.

Asked at night, a few a minute and one of a site at a time, each once a week; what failed is asked again the next night
and stands in the report when it has failed twice. `LINK_CHECKS=0`: nobody is asked.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from marketplace.core import clock
from marketplace.core.models import Heartbeat

from . import asking, proof
from .models import AskedLink

NIGHT = range(1, 5)  # hours of the day
AT_ONCE, LOOKED_AT, TWICE = 5, 200, 2
WEEK, DAY = timedelta(days=6, hours=20), timedelta(hours=20)  # less than the whole, so that the hour does not wander
LONGEST = 2000
KEPT = "cms.links"  # when the addresses were gathered


def of_page(page) -> list[tuple[str, str]]:
    """[(words, normal address)]: what a page links to outside the portal."""
    written = [(link.words, link.target) for link in proof.links_of(page) if link.kind == "address"]
    original = getattr(page, "link", "")
    if original:
        written.append((original, original))
    home = urlsplit(settings.SITE_URL).hostname
    found = [(words, asking.normal(target)) for words, target in written]
    return [(w, to) for w, to in found if to and len(to) <= LONGEST and urlsplit(to).hostname != home]


def gather():
    """The table holds exactly the addresses of the live pages."""
    wanted = {to for page in Page.objects.live().filter(depth__gt=1).specific() for _words, to in of_page(page)}
    present = set(AskedLink.objects.values_list("address", flat=True))
    AskedLink.objects.bulk_create([AskedLink(address=to) for to in sorted(wanted - present)], ignore_conflicts=True)
    for to in present - wanted:
        AskedLink.objects.filter(address=to).delete()


def due(now) -> list[AskedLink]:
    """Those whose turn it is, at most AT_ONCE, each of another site."""
    turn = Q(asked_at=None) | Q(asked_at__lte=now - WEEK) | Q(asked_at__lte=now - DAY, failures__gt=0)
    rows = AskedLink.objects.filter(turn).order_by(F("asked_at").asc(nulls_first=True), "pk")[:LOOKED_AT]
    one_each = {}
    for row in rows:
        one_each.setdefault(urlsplit(row.address).hostname, row)
    return list(one_each.values())[:AT_ONCE]


def run():
    """One round. Safe to run twice: an address is then asked once more."""
    now = clock.now()
    if not settings.LINK_CHECKS or timezone.localtime(now).hour not in NIGHT:
        return
    beat = Heartbeat.objects.filter(name=KEPT).first()
    if beat is None or beat.at <= now - DAY:
        gather()
        Heartbeat.objects.update_or_create(name=KEPT, defaults={"at": now})
    rows = due(now)
    if not rows:
        return
    with ThreadPoolExecutor(AT_ONCE) as lines:
        answers = list(lines.map(asking.ask, [row.address for row in rows]))
    well = {AskedLink.Result.ANSWERS, AskedLink.Result.NOT_ASKED}
    for row, answer in zip(rows, answers, strict=True):
        row.result, row.status, row.asked_at = answer.result, answer.status, now
        row.failures = 0 if answer.result in well else min(row.failures + 1, 1000)
        row.save(update_fields=["result", "status", "asked_at", "failures"])


def dead() -> dict[str, AskedLink]:
    """{address: row} of those that failed twice; none where nobody at all answers: then it is the portal's own line."""
    if not settings.LINK_CHECKS or not AskedLink.objects.filter(result=AskedLink.Result.ANSWERS).exists():
        return {}
    return {row.address: row for row in AskedLink.objects.filter(failures__gte=TWICE)}


def summary() -> dict:
    """For the report. on: other sites are asked; asked: how many were; last: moment; alone: none of them answers."""
    rows = AskedLink.objects.exclude(asked_at=None)
    asked, last = rows.count(), rows.order_by("-asked_at").values_list("asked_at", flat=True).first()
    alone = bool(asked) and not rows.filter(result__in=(AskedLink.Result.ANSWERS, AskedLink.Result.NOT_ASKED)).exists()
    return {"on": settings.LINK_CHECKS, "asked": asked, "last": last, "alone": alone}
