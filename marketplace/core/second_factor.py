"""The second factor: a one-time code counts once, and whoever has a second factor is asked for it, not for a password.

allauth forgets a used code after one period of 30 seconds, but with a tolerance of one period on each side it would
take the same code for 90: whoever looked over a shoulder could use it again (RFC 6238, 5.2).
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as keys
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import pgettext_lazy


class OneUse:
    """Refuses a one-time code that this person has used before."""

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _is_new(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def code_is_right(user, code: str) -> bool:
    """A one-time code of this person, used for the first time; whoever has no second factor needs none.

    Passkeys and recovery codes are not asked for here: who has those alone logs in with them.
    """
    from allauth.mfa.utils import is_mfa_enabled

    if not is_mfa_enabled(user):
        return True
    key = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if key is None or not key.wrap().validate_code(code.strip()):
        return False
    return _is_new(user, code)


def _is_new(user, code) -> bool:
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return cache.add(f"second-factor-used:{user.pk}:{code.strip()}", "y", timeout=lifetime)


class AuthenticateForm(OneUse, forms.AuthenticateForm):
    """At the log-in."""


class ReauthenticateForm(OneUse, forms.ReauthenticateForm):
    """Before an act that binds."""


class AccountAdapter(DefaultAccountAdapter):
    """Who is asked for what before an act that an open session alone must not do, and where logging out leads."""

    def get_logout_redirect_url(self, request):
        """The front page in the reader's language."""
        return reverse("wagtail_serve", args=[""])

    def is_reauthentication_required(self, *, app, **kwargs):
        """Also before another service is connected or disconnected: it opens the account from then on."""
        return app == "allauth.socialaccount" or super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """The second factor where there is one: a password and a session left open do not make another one."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"].startswith("mfa_")] or methods


class Named:
    """The name of a passkey has a label in the reader's language; allauth gives it none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = pgettext_lazy("security key", "Name")


class AddKeyForm(Named, keys.AddWebAuthnForm):
    """A new passkey."""


class EditKeyForm(Named, keys.EditWebAuthnForm):
    """Another name for it."""
