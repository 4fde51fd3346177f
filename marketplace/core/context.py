"""What every page's frame needs."""

from django.conf import settings


def portal(request):
    """Template context: the actor, large text, demo mode, and unread notifications (counted only when asked)."""
    return {
        "actor": getattr(request, "actor", None),
        "large_text": request.COOKIES.get("text") == "large",
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
    }
