"""The reader's switches: how pages are drawn, and the language. All return to the page they were pressed on."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from . import display, frame

YEAR = 365 * 24 * 3600


def safe_next(request, fallback=None) -> str:
    """The page to return to, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return fallback or frame.home()


def how_drawn(request):
    """Text and scheme, kept in cookies: no account, no script needed. ?size=care&scheme=dark&next=/where/

    Each may be left out and stays as it is; asked for without either, this is the page to choose on. A POST (from readers who
    are logged in; theirs carry a token) keeps the choice in the account, too.
    """
    sent = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and not {"size", "scheme"} & sent.keys():
        return render(request, "core/display.html", {"next": safe_next(request)})
    before = display.of(request)
    chosen = display.read(sent.get("size", before.text), sent.get("scheme", before.scheme))
    response = HttpResponseRedirect(safe_next(request))
    for name, value, usual in zip(("text", "scheme"), chosen, display.USUAL, strict=True):
        if value == usual:
            response.delete_cookie(name, samesite="Lax")
        else:
            response.set_cookie(
                name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
            )
    if request.method == "POST" and request.actor.is_known and request.user.display != " ".join(chosen):
        request.user.display = " ".join(chosen)
        request.user.save(update_fields=["display"])
    return response


@require_POST
def language(request):
    """The reader's language from now on, also for letters; the page itself follows its address."""
    code = request.POST.get("language", "")
    if request.actor.is_known and code in dict(settings.LANGUAGES) and request.user.language != code:
        request.user.language = code
        request.user.save(update_fields=["language"])
    return HttpResponseRedirect(safe_next(request))
