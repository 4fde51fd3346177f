"""Erasing a person: what is marked personal is taken out; what they did stays, under a key without a name.

The audit and the ledger name acts by the key of the user's row, never by name or address; so both stay whole, and
no longer lead to anybody. It cannot be undone.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from . import registry
from .audit import record
from .models import Notification, OutboxEvent
from .personal import personal_fields
from .refusals import Refused
from .verbs import act, lock

# Documents of a purchase are kept for at least 15 years from its end.
KEPT_YEARS = 15
KEPT_BY = _("Procurement Law, art. 42")


def kept_until(day):
    """The last day on which a purchase that ended on `day` must still be on file."""
    try:
        return day.replace(year=day.year + KEPT_YEARS)
    except ValueError:  # 29 February
        return day.replace(year=day.year + KEPT_YEARS, day=28)


def refusal(user) -> Refused | None:
    """What a room says must be done before, or must be kept; None when nothing stands against it."""
    holding, _erasing = registry.erasure_hooks()
    return next((found for fn in holding if (found := fn(user))), None)


def erase(user, *, by):
    """Take out everything personal of `user`; they cannot log in again.

    by: the person, or the portal itself (`actors.system`), for instance when a term of keeping has passed.

    Raises:
        Refused: somebody else asks, or a room says what must be done before (a role to give back).
    """
    if by.user_id != user.pk and not by.system:
        raise Refused("erasure.own_only", _("Only the person can ask to be erased."), kind="who")
    with act():
        lock(user)
        if (found := refusal(user)) is not None:
            raise found
        for fn in registry.erasure_hooks()[1]:
            fn(user)
        _blank_marked(user)
        _close_account(user)
        record("core.person.erase", user, by=by)
    user.refresh_from_db()
    return user


def _blank_marked(user):
    for model, field, mark in personal_fields():
        if model is get_user_model():
            # A unique column needs a value of its own; `.invalid` is never delivered to (RFC 2606).
            value = f"erased-{user.pk}@erased.invalid" if field.unique else mark.erased
            model._base_manager.filter(pk=user.pk).update(**{field.name: value})
        elif mark.of:
            model._base_manager.filter(**{mark.of: user}).update(**{field.name: mark.erased})


def _close_account(user):
    user.refresh_from_db()
    user.set_unusable_password()  # also ends every session: they carry a hash of it
    user.is_active = user.is_staff = user.is_superuser = False
    user.save()
    for model in (EmailAddress, Authenticator, UserSession, SocialAccount):
        model.objects.filter(user=user).delete()
    letters = OutboxEvent.objects.filter(
        content_type=ContentType.objects.get_for_model(Notification),
        object_id__in=Notification.objects.filter(user=user).values("pk"),
    )
    letters.update(error="")  # a mail server's answer repeats the address
    Notification.objects.filter(user=user).delete()
