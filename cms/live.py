"""What live blocks show: the rooms' public reads, chosen and configured by editors, made anew when anything changes.

Everybody sees the same: blocks ask as a reader who is not logged in. What was read is kept until the next act of any
verb (the generation of `core.pagecache`) and never beyond the moment at which it would read differently.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language

from marketplace.core import clock, pagecache
from marketplace.core.actors import ANONYMOUS

KEPT_SECONDS = 600


@dataclass(frozen=True)
class Shown:
    """rows: what the template draws; more: address of all of them; stale_at: when the clock alone changes them."""

    rows: list
    more: str = ""
    stale_at: datetime | None = None
    extra: dict = field(default_factory=dict)


def html(block_type: str, template: str, read, options: dict, request=None) -> str:
    """The markup of a live block; `read(**options)` gives a Shown and is asked only when nothing fitting is kept."""
    language = get_language()
    chosen = ",".join(f"{key}={options[key]}" for key in sorted(options))
    key = f"live:{pagecache.generation()}:{language}:{clock.today()}:{block_type}:{hash_of(chosen)}"
    kept = pagecache.cache.get(key)
    if kept is None or (kept[1] is not None and clock.now() >= kept[1]):
        shown = read(**options)
        kept = render_to_string(template, {"shown": shown, **options}), shown.stale_at
        pagecache.cache.set(key, kept, KEPT_SECONDS)
    if request is not None:
        pagecache.shorten(request, kept[1])
    return kept[0]


def hash_of(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:24]


# ---- the rooms' reads ------------------------------------------------------------------------------
def open_calls(count: int, community: str = "", fund: str = "") -> Shown:
    """Calls that take bids now, the nearest deadline first."""
    from marketplace.tenders.models import Call

    rows = Call.objects.visible_to(ANONYMOUS).taking_bids(clock.now()).select_related("office")
    if community:
        rows = rows.filter(communities__code=community)
    if fund:
        rows = rows.filter(fund__code=fund)
    rows = list(rows[:count])
    return Shown(rows, "tenders:calls", rows[0].deadline if rows else None)


def fund_figures(fund: str) -> Shown:
    """One fund: came in, promised, paid, free."""
    from marketplace.funds.models import Fund
    from marketplace.funds.queries import balances_of

    found = Fund.objects.visible_to(ANONYMOUS).filter(code=fund).first()
    if found is None:
        return Shown([])
    return Shown([found], found.get_absolute_url(), extra={"figures": balances_of([found])[found.pk]})


def outcomes(count: int, organisation: str = "") -> Shown:
    """The newest published outcomes, each as contract, money, result."""
    from projects.outcomes.models import Outcome

    rows = Outcome.objects.visible_to(ANONYMOUS).for_list().order_by("-published_at", "-id")
    if organisation:
        rows = rows.filter(contract__organisation__code=organisation)
    return Shown(list(rows[:count]), "outcomes:list")


def organisations(count: int, org_class: str = "", grade: str = "") -> Shown:
    """Organisations of the register, those with the best valid grade first."""
    from orgs.models import Organisation

    rows = Organisation.objects.listed().with_grade().select_related("community")
    if org_class:
        rows = rows.filter(org_class=org_class)
    if grade:
        rows = rows.filter(grade_now=grade)
    rows = sorted(rows.order_by("code"), key=lambda organisation: organisation.grade_now or "", reverse=True)
    return Shown(rows[:count], "orgs:list", clock.tomorrow())


def stations(count: int, community: str = "", kind: str = "", when: str = "") -> Shown:
    """Places of the directory with what is open: the nearest to the middle of a community, of a kind, open then."""
    from urllib.parse import urlencode

    from django.urls import reverse

    from orgs.models import Community
    from projects.services.models import Station
    from projects.services.views.stations import entries, measure, stale_at

    rows = Station.objects.visible_to(ANONYMOUS).listed()
    place = Community.objects.filter(code=community).first() if community else None
    point = (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None
    if kind:
        rows = rows.filter(kind=kind)
    if place and point is None:
        rows = rows.filter(community=place)
    rows = list(rows.with_hours())
    asked = {"community": community, "kind": kind, "open": when}
    more = reverse("services:stations") + "?" + urlencode({name: value for name, value in asked.items() if value})
    how = measure(place) if point else {}
    stale = min(filter(None, (stale_at(entries(rows)), clock.tomorrow())))
    return Shown(
        entries(rows, point, when, **how)[:count],
        more.removesuffix("?"),
        stale,
        {"place": place if point else None, "rule": how.get("rule")},
    )


def events(count: int) -> Shown:
    """Coming events of the reader's language, the next first."""
    from .queries import coming_events

    rows = list(coming_events(get_language())[:count])
    ends = [row.ends_at or row.starts_at for row in rows]
    return Shown(rows, stale_at=min(ends, default=None))


def news(count: int, kind: str = "") -> Shown:
    """The newest articles of the reader's language."""
    from .queries import articles_in, news_index

    language = "en" if get_language() == "en" else "zh-hans"
    rows = articles_in(language)
    if kind:
        rows = rows.filter(kind=kind)
    index = news_index(language)
    return Shown(list(rows[:count]), index.url if index else "")
