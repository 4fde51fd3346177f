"""The demo district is told in stories, by the production verbs, with a moved clock.

A story is a generator: it yields the moment at which it wants to go on (aware datetime), and does its next
act when that moment has come. The teller runs all stories together in the order of time, so that the ledger
and the audit read as if the district had lived through it.

    @story(order=30)
    def purchase_list(world):
        yield world.at(-200, 9)
        lst = domain.create(..., by=world.actor("buyer"))

Rooms register stories in their `demo.py`; higher rooms go on with what lower ones began (`yield from`).
"""

import heapq
import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from itertools import count
from pathlib import Path

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from . import clock, verbs
from .apps import HOUSE

_stories: list = []


def story(*, order: int = 50):
    """Decorate `fn(world) -> generator` (or a list of generators). Lower order starts first at equal moments."""

    def decorate(fn):
        _stories.append((order, fn))
        return fn

    return decorate


@dataclass
class World:
    """What the stories share.

    today: the day the demo is built for; random: seeded; people: {key: user}; things: whatever one story
    leaves for another, by name ("fund:FD01"). `logins` become var/demo-logins.json.
    """

    today: object
    seed: int = 7
    random: object = None  # random.Random, seeded
    people: dict = field(default_factory=dict)
    things: dict = field(default_factory=dict)
    logins: list = field(default_factory=list)
    actor_of: object = None

    def __post_init__(self):
        self.random = random.Random(self.seed)

    def at(self, days: float, hour: int = 9, minute: int = 0) -> datetime:
        """So many days from the demo's day, at this time in the portal's zone."""
        day = self.today + timedelta(days=days)
        return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))

    def actor(self, key: str):
        """The Actor of a person, with a second factor proved just now."""
        return self.actor_of(self.people[key], second_factor_at=clock.now())


def load():
    """Import every room's `demo` module once."""
    for app in apps.get_app_configs():
        if (
            app.name.split(".")[0] in HOUSE
            and app.name != "marketplace.core"
            and module_has_submodule(import_module(app.name), "demo")
        ):
            import_module(f"{app.name}.demo")


def tell(world: World, *, say=lambda text: None):
    """Run all stories in the order of time; what lies after eight o'clock of the demo's day has not happened."""
    heap, order = [], count()
    with verbs.codes_from(random.Random(world.seed)):
        for _order, fn in sorted(_stories, key=lambda pair: pair[0]):
            told = fn(world)
            for generator in told if isinstance(told, list) else [told]:
                _advance(heap, order, generator, world.at(-4000))
        steps = 0
        while heap:
            moment, _n, generator = heapq.heappop(heap)
            if moment > world.at(0, 8):
                break  # the rest has not happened yet
            _advance(heap, order, generator, moment)
            steps += 1
            if steps % 200 == 0:
                say(f"{steps} acts, {moment:%Y-%m-%d}")
    return steps


def _advance(heap, order, generator, moment):
    with clock.fixed(moment):
        following = next(generator, None)
    if following is not None:
        heapq.heappush(heap, (max(following, moment), next(order), generator))


def rows(package: str, name: str):
    """A room's demo data: CSV as list of dicts, JSON as it is. package: "orgs"."""
    import csv

    path = Path(import_module(package).__file__).parent / "demo_data" / name
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))
    return json.loads(path.read_text(encoding="utf-8"))
