"""The rule books of fundraising: dated rows of one jurisdiction each, in rulebooks/fundraising.json.

A change of law is a new row with the day it is in force from; what happened before is read by the row of its day.
Which jurisdiction applies is the setting FUNDRAISING_JURISDICTION.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from marketplace.core import clock

ROWS = Path(__file__).parent / "rulebooks" / "fundraising.json"


@dataclass(frozen=True)
class Rule:
    """value: what is asked (True/False) or a number of months; clause in the reader's language."""

    value: object
    clause_zh: str
    clause_en: str

    @property
    def clause(self) -> str:
        return self.clause_en if get_language() == "en" else self.clause_zh


@dataclass(frozen=True)
class Book:
    jurisdiction: str
    version: str
    valid_from: date
    valid_to: date | None
    name_zh: str
    name_en: str
    rules: dict

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    def rule(self, key: str) -> Rule:
        return self.rules[key]


@cache
def books() -> tuple:
    """All rule books, oldest first."""
    rows = json.loads(ROWS.read_text(encoding="utf-8"))
    made = [
        Book(
            row["jurisdiction"], row["version"], date.fromisoformat(row["valid_from"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None, row["name_zh"], row["name_en"],
            {key: Rule(**rule) for key, rule in row["rules"].items()},
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda book: (book.jurisdiction, book.valid_from)))


def current(day: date | None = None, jurisdiction: str = "") -> Book:
    """The book in force on a day (today); the oldest one for days before it."""
    day, jurisdiction = day or clock.today(), jurisdiction or settings.FUNDRAISING_JURISDICTION
    own = [book for book in books() if book.jurisdiction == jurisdiction]
    fits = [book for book in own if book.valid_from <= day and (book.valid_to is None or day <= book.valid_to)]
    return (fits or own)[-1 if fits else 0]
