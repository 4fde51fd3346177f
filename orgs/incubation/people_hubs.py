"""Whom to tell of what concerns hubs."""

from orgs.queries import holders


def of_hub(obj):
    """Owners of the hub."""
    return holders("OWNER", organisation=obj.hub)


def writers_of_hub(obj):
    """Owners and bid writers of the hub."""
    return holders("OWNER", "BID_WRITER", organisation=obj.hub)


def of_cared(care):
    """Owners of the organisation that is looked after."""
    return holders("OWNER", organisation=care.organisation)
