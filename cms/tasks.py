"""Scheduled pages: what has been approved goes live at its moment, what has an end goes down."""

from django.core.management import call_command

from marketplace.core import registry


@registry.periodic("cms.schedule")
def publish_scheduled(actor):
    """Wagtail's own command, by the machine's time. A page past its end is not shown even before this runs."""
    call_command("publish_scheduled", verbosity=0)
