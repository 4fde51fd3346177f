"""What all of the gallery is made from."""

from dataclasses import dataclass, field

from django.utils.translation import pgettext_lazy

from ..refusals import Refused

HASH = "9f2b61d0c47a03e85b9d7714ae20f6c308d14e97b35c2a6fe1f08c29d76413ba"
DIRTY = "<script>alert(1)</script>"  # what people may write; the gallery shows that it stays text


@dataclass(frozen=True)
class Sample:
    """One state of a part: its name in words, and what the part is drawn with."""

    state: object
    values: dict = field(default_factory=dict)


def refused() -> Refused:
    return Refused(
        "too_early",
        pgettext_lazy("gallery", "The time of opening has not come. It is possible from %(when)s."),
        clause=pgettext_lazy("gallery", "Order 87, art. 33"),
        values={"when": "14:30"},
    )
