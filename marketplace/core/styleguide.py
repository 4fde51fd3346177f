"""The gallery of all parts."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render


def gallery(request):
    """Every part once, with lifelike content. For developers, in a demo, and for editors."""
    if not (settings.DEBUG or settings.DEMO or request.actor.has("EDITOR")):
        raise Http404
    return render(request, "core/styleguide.html", {})
