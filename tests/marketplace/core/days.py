"""A small object with a state table for tests of the mechanism: a calendar row whose `source` is its state."""

from datetime import date

import pytest
from django.db.models import TextChoices

from marketplace.core import states
from marketplace.core.models import WorkdayOverride
from marketplace.core.rules import anyone, is_known, requirement
from marketplace.core.states import Step, Steps, Tell


class Light(TextChoices):
    RED = "red", "red"
    GREEN = "green", "green"


@requirement("test.friday", "The day is %(day)s.")
def not_friday(actor, obj):
    return {"day": "Friday"} if obj.day.weekday() == 4 else None


def install(monkeypatch, people=lambda obj: [], text="Please log in first."):
    tell = Tell("test.lit", people, text)
    monkeypatch.setitem(states.TABLES, "test.day", None)
    Steps(
        "test.day",
        Light,
        (
            Step("create", (), "red", (anyone,), "new", "made"),
            Step("light", ("red",), "green", (is_known,), "light", "lit", needs=(not_friday,), tells=(tell,), public=True),
            Step("note", ("red", "green"), None, (anyone,), "note", "noted"),
            Step("sign", ("green",), None, (is_known,), "sign", "signed", second_factor=True),
        ),
        column="source",
    )  # fmt: skip
    monkeypatch.setattr(WorkdayOverride, "STEPS", "test.day", raising=False)
    monkeypatch.setattr(WorkdayOverride, "tell_params", lambda self: {"day": str(self.day)}, raising=False)
    monkeypatch.setattr(WorkdayOverride, "get_absolute_url", lambda self: "/desk/", raising=False)


@pytest.fixture
def table(monkeypatch):
    install(monkeypatch)


def make_day(day=date(2027, 3, 1), state="red"):
    return WorkdayOverride.objects.create(day=day, is_working=True, source=state)
