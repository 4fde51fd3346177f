"""Log-in by another service (OpenID Connect), as far as the settings name one; see docs/running.md.

Nothing of what the service tells is kept but its own key for the person, and the address of a new account. No account
is taken over by an address that a service claims: whoever has one logs in to it and connects the service there.
"""

import logging
from functools import wraps

import requests
from allauth.socialaccount import views as pages
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.openid_connect import views as doors
from django.conf import settings
from django.contrib import messages
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import registry

log = logging.getLogger(__name__)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Services come from the settings alone, under their name in the reader's language."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("There is an account with this address. Log in to it, and connect %s there."),
        "no_password": _("Set a password first, so that you can still log in without this service."),
        "no_verified_email": _("Confirm your e-mail address first, so that you can still log in without this service."),
    }

    def pre_social_login(self, request, sociallogin):
        for address in sociallogin.email_addresses:  # "false" in quotation marks confirms nothing
            address.verified = address.verified is True

    def list_apps(self, request, provider=None, client_id=None):
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [_named(app) for apps in found.values() for app in apps]


def _named(app):
    if get_language() == "en":
        app.name = app.settings["name_en"]
    return app


def _only_where_named(view):
    """404 without a service in the settings; a service that does not answer, or with nonsense, is told as such."""

    @wraps(view)
    def seen(request, *args, **kwargs):
        if not settings.LOGIN_SERVICES:
            raise Http404
        try:
            answer = view(request, *args, **kwargs)
        except SocialApp.DoesNotExist:
            return _forget_ended_service(request)
        except (requests.RequestException, KeyError, TypeError, ValueError):
            log.warning("a log-in service did not answer as it should", exc_info=True)
            return render(request, "socialaccount/authentication_error.html", status=503)
        form = (getattr(answer, "context_data", None) or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            answer.status_code = 422
        return answer

    return seen


def _forget_ended_service(request):
    """The settings name it no more: allauth checked that it may be disconnected, and stumbled over its name."""
    if request.method != "POST" or not request.user.is_authenticated:
        raise Http404
    SocialAccount.objects.filter(user=request.user, pk=request.POST["account"]).delete()
    messages.success(request, _("The service no longer opens this account."))
    return redirect("socialaccount_connections")


def _least(view):
    """What is asked of the service stands in the settings; an address that somebody sends around adds nothing to it."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        request.GET = request.GET.copy()
        for name in set(request.GET) - {"process", "next"}:
            del request.GET[name]
        return view(request, *args, **kwargs)

    return asked


urlpatterns = [
    path("3rdparty/", _only_where_named(pages.connections), name="socialaccount_connections"),
    path("3rdparty/signup/", _only_where_named(pages.signup), name="socialaccount_signup"),
    path("3rdparty/login/cancelled/", _only_where_named(pages.login_cancelled), name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", _only_where_named(pages.login_error), name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", _only_where_named(_least(doors.login)), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", _only_where_named(doors.callback), name="openid_connect_callback"),
]


@receiver(pre_save, sender=SocialAccount, dispatch_uid="core.least_of_the_service")
def least(sender, instance, **kwargs):
    """Name, picture, address as the service knows them are not kept."""
    instance.extra_data = {}


@registry.about_me
def about_me(user) -> dict:
    rows = SocialAccount.objects.filter(user=user).order_by("pk").values("provider", "uid", "date_joined", "last_login")
    return {"log_in_services": list(rows)}
