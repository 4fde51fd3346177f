"""What the worker does for the search: it brings changes into the index, and builds an index where there is none."""

import logging

from marketplace.core.registry import periodic, quick

from . import changes, engines
from .engine import SHELVES, Down
from .rebuilding import rebuild

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
    except Down as error:
        if not engine.is_there():
            log.info("search: there is no index (%s); building one", error)
            rebuild(engine)
        else:
            log.warning("search: %s", error)
