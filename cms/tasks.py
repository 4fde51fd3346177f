"""What the worker does for the told part: scheduled pages go live and down, other sites are asked whether they answer."""

from marketplace.core import registry

from . import outside, schedule


@registry.periodic("cms.schedule")
def publish_scheduled(actor):
    """By the portal's clock. A page past its end is not shown even before this runs."""
    schedule.run()


@registry.periodic("cms.links")
def links_to_other_sites(actor):
    outside.run()
