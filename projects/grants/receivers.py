"""What this room does when things happen: makes the files that blind reviewers read."""

from marketplace.core import outbox
from marketplace.core.actors import system

PORTAL = system("grants")


@outbox.receiver("grants.files_to_clean", outside=True)
def make_blind_files(event):
    """Taking files apart takes long: outside the transaction. At the last try what cannot be read is given up."""
    from . import domain

    domain.cleaning.clean(event.object_id, by=PORTAL, last=event.attempts >= len(outbox.RETRY_SECONDS))
