"""The gallery of all parts in all states: a new part needs a place there first."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from . import clock, gallery

PARTS = Path(__file__).parent / "templates" / "parts"
SAYS = re.compile(r"^{% comment %}(.*?){% endcomment %}", re.S)


def names() -> list[str]:
    """Every part there is, by its file."""
    return sorted(path.stem for path in PARTS.glob("*.html"))


def says(name: str) -> str:
    """What a part is and takes, as its file says it (for developers, in English)."""
    found = SAYS.match((PARTS / f"{name}.html").read_text())
    return re.sub(r"{% templatetag \w+ %}", "", found[1]).strip() if found else ""


def styleguide(request):
    """Every part once in each state, with lifelike content. For developers, in a demo, and for editors."""
    if not (settings.DEBUG or settings.DEMO or request.actor.has("EDITOR")):
        raise Http404
    samples = gallery.samples()
    context = {
        "parts": [{"name": n, "says": says(n), "samples": samples.get(n, ()), "frame": gallery.FRAME.get(n, "")} for n in names()],
        "tones": gallery.TONES,
        "moments": [sample.values["moment"] for sample in samples["plate"]],
        "today": clock.today(),
        "dirty": gallery.DIRTY,
    }  # fmt: skip
    return render(request, "core/styleguide.html", context)
