"""What every page's frame needs."""

from django.conf import settings

from . import display


def portal(request):
    """Template context: the actor, how pages are drawn, demo mode; nothing that costs a query."""
    return {
        "actor": getattr(request, "actor", None),
        "display": display.of(request),
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }
