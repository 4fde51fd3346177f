"""Maps of the directory: the communities' outlines, the places of a list with the numbers of that list."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.core.maps import Area, Map, Ring, Spot
from orgs.models import Community

from .walking import MINUTES
from .walking import rule as rule_of_today


def outlines(current=None, shades=None) -> list[Area]:
    """Every community that has an outline; shades: {key: 0 to 4}."""
    rows = Community.objects.order_by("code")
    return [Area(row.name, row.polygon, (shades or {}).get(row.pk, 0), row == current) for row in rows if row.polygon]


def of_list(rows, *, first=1, here=None) -> Map:
    """The places of a list of entries (`views.stations.entries`), numbered from `first` as they stand there."""
    spots = [
        Spot(
            n, row["station"].name, row["station"].lat, row["station"].lon, row["text"], row["station"].get_absolute_url(),
            not row["status"].is_open,
        )
        for n, row in enumerate(rows, first)
        if row["station"].lat is not None and row["station"].lon is not None
    ]  # fmt: skip
    rings = rings_around(*here[:2]) if here else []
    label = _("Places on the map; the numbers are those of the list")
    return Map("places-map", label, outlines(), spots, rings, here, "rings" if here else "all")


def of_circle(drawn, point, name, current=None) -> Map:
    """The fifteen minutes around a point (lat, lon), with the numbered spots of the drawing."""
    spots = [
        Spot(
            row["spot"].n, row["spot"].reach.station.name, row["spot"].reach.station.lat, row["spot"].reach.station.lon, row["text"],
            row["spot"].reach.station.get_absolute_url(), not row["spot"].status.is_open,
        )
        for row in drawn["rows"]
    ]  # fmt: skip
    label = _("Fifteen minutes around %(name)s; the numbers are those of the list") % {"name": name}
    return Map("circle-map", label, outlines(current), spots, rings_around(*point), (*point, name), "rings")


def to_choose() -> Map:
    """The street alone, to choose a point on."""
    return Map("choose-map", _("Map of the communities, to choose a point on"), outlines())


def rings_around(lat, lon) -> list[Ring]:
    """As the crow flies, what can be walked in five, ten and fifteen minutes by the rule of distance."""
    rule = rule_of_today()
    return [
        Ring(lat, lon, n * rule.metres_a_minute, ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n})
        for n in range(MINUTES // 3, MINUTES + 1, MINUTES // 3)
    ]
