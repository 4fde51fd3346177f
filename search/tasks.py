"""What the worker does for the search: it brings changes into the index, and builds an index where there is none."""

import logging

from django.utils.timezone import localtime

from marketplace.core import clock
from marketplace.core.registry import periodic, quick

from . import changes, engines
from .engine import SHELVES, Down
from .models import Round
from .rebuilding import check, heal, rebuild

NIGHT = 3  # the hour from which on the index is compared with the database, once a day
SHOWN = 20
log = logging.getLogger(__name__)


@quick("search")
def deliver():
    """Called by the worker all the time; returns how much there was to do."""
    try:
        return changes.deliver()
    except Down:
        return 0  # said once a minute


@periodic("search")
def look_after(actor):
    engine = engines.current()
    try:
        for shelf in SHELVES:
            next(iter(engine.held(shelf)), None)
        changes.deliver(engine)
        compare(engine)
    except Down as error:
        if not engine.is_there():
            log.info("search: there is no index (%s); building one", error)
            rebuild(engine)
        else:
            log.warning("search: %s", error)


def compare(engine):
    """Once a night: whatever a change did not bring into the index by itself (a write around the verbs) is queued, and said.

    Raises:
        Down: the index cannot be read; it is compared at the next call.
    """
    now = localtime(clock.now())
    day, _made = Round.objects.get_or_create(name="compared")
    if now.hour < NIGHT or day.number >= now.toordinal():
        return
    found = check(engine)
    if found:  # what others changed while it was read is no fault, nor is what still waits for its turn
        while changes.deliver(engine):
            pass
        later = changes.waiting()
        found = [one for one in check(engine) if one in found and one.id not in later]
    heal(found)
    for one in found[:SHOWN]:
        log.error("search: index and database differed: %s %s", one.what, one.id)
    Round.objects.filter(pk=day.pk).update(number=now.toordinal())
