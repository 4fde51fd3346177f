"""Maps that one may move (Leaflet), drawn over what a page shows without script.

A page gives a `Map` to `parts/map_data.html` beside an element `data-map="<key>"`: the script takes the element's
content away and draws in its place. Everything on a map also stands in a list. No background map is asked for unless
the setting TILES_URL names one: outlines of the communities are data of the portal.
"""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

HOLES = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Area:
    """ring: outline of [lon, lat] pairs; shade: 0 to 4; current: drawn with a heavy edge."""

    name: str
    ring: list
    shade: int = 0
    current: bool = False


@dataclass(frozen=True)
class Spot:
    """One place. n: its number in the list beside; text: one line under its name; muted: closed, ended."""

    n: int
    name: str
    lat: float
    lon: float
    text: str = ""
    url: str = ""
    muted: bool = False


@dataclass(frozen=True)
class Ring:
    """A circle on the ground, with its words ("15 minutes")."""

    lat: float
    lon: float
    metres: float
    text: str


@dataclass(frozen=True)
class Map:
    """label: what the map shows, for those who hear it; here: (lat, lon, words) of a marked point, or None.

    fit: what has to be in sight first: "all" (the communities), "rings" or "spots".
    """

    key: str
    label: str
    areas: list = field(default_factory=list)
    spots: list = field(default_factory=list)
    rings: list = field(default_factory=list)
    here: tuple | None = None
    fit: str = "all"

    @property
    def data(self) -> dict:
        """What the script reads."""
        return {
            "label": str(self.label),
            "areas": [{"name": str(a.name), "ring": a.ring, "shade": a.shade, "current": a.current} for a in self.areas if a.ring],
            "spots": [
                {"n": s.n, "name": str(s.name), "lat": s.lat, "lon": s.lon, "text": str(s.text), "url": s.url, "muted": s.muted}
                for s in self.spots
            ],
            "rings": [{"lat": r.lat, "lon": r.lon, "metres": round(r.metres), "text": str(r.text)} for r in self.rings],
            "here": {"lat": self.here[0], "lon": self.here[1], "text": str(self.here[2])} if self.here else None,
            "fit": self.fit,
            **around(),
        }  # fmt: skip


def around() -> dict:
    """What every map needs: the background where a setting names one, and the words of the controls."""
    return {
        "tiles": tiles(),
        "words": {
            "in": _("Closer"),
            "out": _("Farther"),
            "close": _("Close"),
            "chosen": _("The point you chose"),
        },
    }


def tiles() -> dict | None:
    """Address and naming of the background, or None: no tiles."""
    if not settings.TILES_URL:
        return None
    words, _space, link = settings.TILES_ATTRIBUTION.rpartition(" ")
    if not link.startswith(("https://", "http://", "/")):
        words, link = settings.TILES_ATTRIBUTION, ""
    return {"url": settings.TILES_URL, "attribution": words or link, "link": link, "most": settings.TILES_MAX_ZOOM}
