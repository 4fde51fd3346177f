"""The fifteen-minute circle of one community, and how well all communities are covered."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from marketplace.core import charts, exports, pagecache
from orgs.models import Community

from .. import drawing, hours, maps, words
from ..circle import Ground, coverage, first_community
from ..walking import MINUTES


def drawn(ground, community, most=drawing.MOST) -> dict:
    """The circle of a community with its drawing and entries: {circle, drawing, rows, stale_at}."""
    circle, marks = ground.circle(community.lat, community.lon, community), hours.calendar()
    near = circle.near[:most]
    statuses = {reach.station.pk: hours.status(reach.station, marks) for reach in near}
    picture = drawing.circle(community.lat, community.lon, near, statuses, community.polygon, rule=ground.rule)
    return {
        "community": community,
        "circle": circle,
        "drawing": picture,
        "rows": [{"spot": spot, "text": words.status_words(spot.status)} for spot in picture.spots],
        "more": len(circle.near) - len(near),
        "stale_at": min((status.changes for status in statuses.values()), default=None),
        "minutes": MINUTES,
        "rule": ground.rule,
        "walked": any(reach.walked for reach in circle.reaches),
    }


@require_safe
def circle(request):
    """?community=<code>; without it the community where most people live."""
    code = request.GET.get("community", "")
    placed = Community.objects.exclude(lat=None).exclude(lon=None)
    community = placed.filter(code=code).first() if code and "\x00" not in code else first_community()
    if code and community is None or "\x00" in code:
        raise Http404
    if community is None:
        return render(request, "services/circle.html", {"community": None})
    ground = Ground()
    context = drawn(ground, community)
    rows = coverage(ground)
    if not request.actor.is_known:
        pagecache.until(request, context["stale_at"])
    context |= {
        "map": _map(rows, community),
        "communities": [row["community"] for row in rows],
        "moving": maps.of_circle(context, (community.lat, community.lon), community.name, community),
    }
    return render(request, "services/circle.html", context)


@require_safe
def covered(request):
    """Every community: which kinds are reached, which are missing, how many residents that concerns."""
    ground = Ground()
    rows = coverage(ground)
    if not request.actor.is_known:
        pagecache.until(request)
    return render(
        request,
        "services/coverage.html",
        _figures(ground, rows)
        | {
            "rows": rows,
            "map": _map(rows),
            "minutes": MINUTES,
            "rule": ground.rule,
            "walked": any(reach.walked for row in rows for reach in row["circle"].reaches),
        },
    )


@require_safe
def covered_csv(request):
    """The same as a table: 1 reached, 0 not."""
    ground = Ground()
    rows = coverage(ground)
    categories = [line.label for line in rows[0]["circle"].categories] if rows else []
    head = ["community", "name", "population", *(need.code for need in ground.needs), *map(str, categories)]
    table = [
        [
            row["community"].code, row["community"].name, row["community"].population,
            *(int(line.is_reached) for line in (*row["circle"].needs, *row["circle"].categories)),
        ]
        for row in rows
    ]  # fmt: skip
    return exports.csv_response("fifteen-minutes.csv", head, table)


def _figures(ground, rows) -> dict:
    """By need: communities and residents reached; and the whole street's figures."""
    people = sum(row["community"].population for row in rows)
    needs = []
    for n, need in enumerate(ground.needs):
        reached = [row["community"] for row in rows if row["circle"].needs[n].is_reached]
        needs.append({"label": need.name, "communities": len(reached), "people": sum(c.population for c in reached)})
    return {"needs": needs, "people": people, "whole": sum(row["circle"].is_whole for row in rows)}


def _map(rows, current=None):
    """The street with every community as a link; shaded by how many needs are reached."""
    base = reverse("services:circle")
    places = [
        (
            row["community"].name,
            row["community"].polygon,
            row["circle"].reached,
            f"{base}?community={row['community'].code}",
        )
        for row in rows
    ]
    made = charts.community_map(
        _("Needs reached by community"), places, head=(_("Community"), _("Needs reached")), key="reached"
    )
    for row, shown in zip(rows, made.rows, strict=True):
        shown.shape["current"] = row["community"] == current
    return made
