"""What somebody typed survives the way through the second factor: kept in the session, given back once, soon."""

from datetime import timedelta

from django.http import QueryDict

from . import clock

KEPT = "typed"
LONGEST, FOR = 20_000, timedelta(minutes=15)


def keep(request):
    """Remember the form that was sent to this address; files are too much for a session and are chosen again."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if text and len(text) <= LONGEST:
        request.session[KEPT] = [request.path, text, clock.now().timestamp()]


def take(request) -> QueryDict | None:
    """What was kept for this address, once."""
    if request.session.get(KEPT, [""])[0] != request.path:
        return None
    _path, text, at = request.session.pop(KEPT)
    return QueryDict(text) if clock.now().timestamp() - at <= FOR.total_seconds() else None
