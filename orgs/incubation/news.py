"""To which groups this room's notifications belong."""

from marketplace.core import news

news.grouped(
    "tasks", "incubation.applied", "incubation.group_asked", "incubation.offered", "incubation.signed", "incubation.help_asked",
    "incubation.review_due", "incubation.care_proposed", "incubation.gone",
)  # fmt: skip
