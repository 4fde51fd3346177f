"""What people change about themselves."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.core.audit import record, snapshot
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, lock

from ..models import User


def change_profile(user: User, *, by, name: str, language: str) -> User:
    """Change one's own name and language (of pages and letters).

    Raises:
        Refused: somebody else's profile, or a language the portal does not speak.
    """
    if by.user_id != user.pk:
        raise Refused("own_profile", _("A profile is changed by its own person."), kind="who")
    if language not in dict(settings.LANGUAGES):
        raise Refused("language", _("The portal does not speak this language."), field="language")
    with act():
        user = lock(User.objects.get(pk=user.pk))
        before = snapshot(user)
        user.name, user.language = name.strip(), language
        user.save(update_fields=["name", "language"])
        record("orgs.person.change_profile", user, by=by, before=before)
    return user
