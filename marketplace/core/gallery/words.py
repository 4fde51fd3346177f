"""Seals, dates, notices, sums, lists, files."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace as Thing

from django.core.paginator import Paginator
from django.utils.translation import pgettext_lazy

from .. import words as as_said
from .sample import DIRTY, HASH, Sample

TONES = (
    ("open", pgettext_lazy("gallery", "open")),
    ("done", pgettext_lazy("gallery", "finished")),
    ("wait", pgettext_lazy("gallery", "waiting")),
    ("draft", pgettext_lazy("gallery", "draft")),
    ("sealed", pgettext_lazy("gallery", "sealed")),
    ("due", pgettext_lazy("gallery", "late")),
    ("refused", pgettext_lazy("gallery", "failed")),
)


def words(now, today) -> dict:
    days = [
        (pgettext_lazy("gallery", "over"), -2),
        (pgettext_lazy("gallery", "today"), 0),
        (pgettext_lazy("gallery", "soon"), 2),
    ]
    days += [(pgettext_lazy("gallery", "later"), 14), (pgettext_lazy("gallery", "another year"), 200)]
    moments = [Sample(state, {"moment": now + timedelta(days=n)}) for state, n in days]
    none = Sample(pgettext_lazy("gallery", "no date"), {"moment": None})
    steps = [
        {"label": pgettext_lazy("gallery", "Notice"), "state": "done", "when": today - timedelta(days=14)},
        {"label": pgettext_lazy("gallery", "Bids and questions"), "state": "now", "when": today + timedelta(days=14)},
        {"label": pgettext_lazy("gallery", "Opening"), "state": "next", "when": now + timedelta(days=14),
         "note": pgettext_lazy("gallery", "at the deadline")},
        {"label": pgettext_lazy("gallery", "Evaluation"), "state": "next", "note": pgettext_lazy("gallery", "a committee of 5")},
        {"label": pgettext_lazy("gallery", "Report"), "state": "late", "when": today - timedelta(days=1)},
    ]  # fmt: skip
    sums = [
        {"label": pgettext_lazy("gallery", "Budget"), "value": pgettext_lazy("gallery", "480,000.00 yuan")},
        {"label": pgettext_lazy("gallery", "Duration"), "value": pgettext_lazy("gallery", "12 months")},
        {
            "label": pgettext_lazy("gallery", "Deadline"),
            "value": as_said.when(now + timedelta(days=14)),
            "note": pgettext_lazy("gallery", "14 days left"),
        },
    ]
    told = [
        Said("success", pgettext_lazy("gallery", "The bid has been sealed.")),
        Said("warning", pgettext_lazy("gallery", "A warning.")),
    ]
    told += [Said("error", pgettext_lazy("gallery", "A deadline."))]
    receipt = {
        "hash": HASH,
        "rows": [(pgettext_lazy("gallery", "Deadline"), as_said.when(now)), (pgettext_lazy("gallery", "Title"), DIRTY)],
    }
    empty = {"text": pgettext_lazy("gallery", "Nothing here yet.")}
    return {
        "seal": [Sample(label, {"tone": tone, "label": label}) for tone, label in TONES]
        + [
            Sample(
                pgettext_lazy("gallery", "big"),
                {"tone": "open", "label": pgettext_lazy("gallery", "bids open"), "big": True},
            )
        ],
        "plate": moments,
        "left": moments,
        "due": [*moments, none],
        "rail": [
            Sample(pgettext_lazy("gallery", "wide"), {"steps": steps}),
            Sample(pgettext_lazy("gallery", "narrow"), {"steps": steps, "narrow": True}),
        ],
        "sums": [Sample(pgettext_lazy("gallery", "usual"), {"sums": sums})],
        "messages": [Sample(pgettext_lazy("gallery", "done, a warning, an error"), {"messages": told})],
        "receipt": [
            Sample(pgettext_lazy("gallery", "usual"), {**receipt, "title": pgettext_lazy("gallery", "Receipt")}),
            Sample(
                pgettext_lazy("gallery", "with a note"),
                {
                    **receipt,
                    "title": pgettext_lazy("gallery", "Receipt"),
                    "note": pgettext_lazy("gallery", "SHA-256. Keep a copy."),
                },
            ),
        ],
        "empty": [
            Sample(pgettext_lazy("gallery", "usual"), empty),
            Sample(
                pgettext_lazy("gallery", "with a way on"),
                {**empty, "url": "/calls/", "label": pgettext_lazy("gallery", "Look at the open calls")},
            ),
        ],
        "demo": [
            Sample(pgettext_lazy("gallery", "usual")),
            Sample(pgettext_lazy("gallery", "real data: no mark"), {"provenance": "source"}),
        ],
        "demo_logins": [Sample(pgettext_lazy("gallery", "usual"))],
        "crumbs": [
            Sample(
                pgettext_lazy("gallery", "usual"),
                {"crumbs": [(pgettext_lazy("gallery", "Notice"), "/calls/"), (DIRTY, "")]},
            )
        ],
    }


@dataclass(frozen=True)
class Said:
    """A message as Django's templates see it."""

    level_tag: str
    words: object

    def __str__(self):
        return str(self.words)


def lists() -> dict:
    pages = Paginator(range(300), 10)
    paper = Thing(name=f"{DIRTY}.pdf", size=840_000, sha256=HASH, get_absolute_url="/calls/")
    return {
        "pager": [
            Sample(state, {"page_obj": pages.page(n), "kept_query": "q=x&", "label": state})
            for state, n in (
                (pgettext_lazy("gallery", "first page"), 1),
                (pgettext_lazy("gallery", "in the middle"), 7),
                (pgettext_lazy("gallery", "last page"), 30),
            )
        ],
        "file": [
            Sample(pgettext_lazy("gallery", "usual"), {"file": paper}),
            Sample(
                pgettext_lazy("gallery", "with a note"),
                {"file": paper, "label": pgettext_lazy("gallery", "Registration certificate"), "note": DIRTY},
            ),
        ],
    }
