"""Pages for moments in which nothing else can be trusted: no database, no session, no person."""

from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.template.loader import render_to_string

from . import display


def _drawn(request, template) -> str:
    """As the reader's cookies say; in both languages, because what failed may be what knows the reader's own."""
    return render_to_string(template, {"display": display.of_cookies(request), "number": getattr(request, "id", "")})


def bad_request(request, exception=None):
    return HttpResponseBadRequest(_drawn(request, "400.html"))


def server_error(request):
    return HttpResponseServerError(_drawn(request, "500.html"))
