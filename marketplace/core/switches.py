"""The reader's switches: large text and language. Both return to the page they were pressed on."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from . import frame

YEAR = 365 * 24 * 3600


def safe_next(request, fallback=None) -> str:
    """The page to return to, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return fallback or frame.home()


def text_size(request):
    """Large text on or off, kept in a cookie: no account, no script needed. ?size=large|usual&next=/where/"""
    response = HttpResponseRedirect(safe_next(request))
    if (request.POST.get("size") or request.GET.get("size")) == "large":
        response.set_cookie(
            "text", "large", max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
        )
    else:
        response.delete_cookie("text", samesite="Lax")
    return response


@require_POST
def language(request):
    """The reader's language from now on, also for letters; the page itself follows its address."""
    code = request.POST.get("language", "")
    if request.actor.is_known and code in dict(settings.LANGUAGES) and request.user.language != code:
        request.user.language = code
        request.user.save(update_fields=["language"])
    return HttpResponseRedirect(safe_next(request))
