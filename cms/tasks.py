"""Scheduled pages: what has been approved goes live at its moment, what has an end goes down."""

from marketplace.core import registry

from . import schedule


@registry.periodic("cms.schedule")
def publish_scheduled(actor):
    """By the portal's clock. A page past its end is not shown even before this runs."""
    schedule.run()
