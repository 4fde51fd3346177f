"""What the gallery draws each part with: every part of `templates/parts/` in every state it has.

A part that stands here under no name fails a test (tests/marketplace/core/test_gallery.py).
"""

from django.utils.translation import pgettext_lazy

from .. import clock
from .acts import acts
from .drawings import drawings
from .forms import every_form
from .sample import DIRTY, Sample
from .words import TONES, lists, words

__all__ = ["DIRTY", "FRAME", "TONES", "samples"]

# Parts that the frame of every page draws, the gallery's own included; a second one would be a second landmark.
FRAME = {
    "canonical": pgettext_lazy("gallery", "in the head of this page"),
    "card": pgettext_lazy("gallery", "in the head of this page"),
    "footer": pgettext_lazy("gallery", "the foot of this page"),
    "htmx": pgettext_lazy("gallery", "in the head of pages whose forms save themselves"),
    "map_head": pgettext_lazy("gallery", "in the head of this page"),
    "masthead": pgettext_lazy("gallery", "the head of this page"),
    "picture_head": pgettext_lazy("gallery", "in the head of this page"),
    "slots": pgettext_lazy("gallery", "notices in the head of this page, columns in its foot"),
    "tools": pgettext_lazy("gallery", "in the head of this page"),
}


def samples() -> dict[str, list[Sample]]:
    """{name of the part: its states}, in the order of the alphabet; without those of `FRAME`."""
    now, today = clock.now(), clock.today()
    found = words(now, today) | every_form(now, today) | acts(now) | drawings(today) | lists()
    return dict(sorted(found.items()))
