"""Who may: factories of rules by role and body, for every room.

    buyer = in_office_of(lambda call: call.office_id, Role.BUYER)
"""

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import is_known, rule

from .states import Role


def _names(roles) -> str:
    return ", ".join(str(Role(role).label) for role in roles)


def _sentence(template, roles):
    """A lazy sentence that names the roles in the reader's language."""
    return lazy(lambda: str(template) % {"roles": _names(roles)}, str)()


def holds(*roles, body="office"):
    """Holds one of `roles` in any body of this kind."""

    @rule("role:" + "|".join(roles), _sentence(_("This is for: %(roles)s."), roles))
    def predicate(actor, obj):
        return actor.has(*roles, body=body)

    return predicate


def in_office_of(office_id, *roles):
    """Holds one of `roles` in the office that `office_id(obj)` names (any role when none is given)."""
    wanted = roles or tuple(r.value for r in Role)

    @rule("office:" + "|".join(roles or ("any",)), _sentence(_("This is for the office in charge: %(roles)s."), wanted[:8]))
    def predicate(actor, obj):
        return actor.has(*wanted, body="office", body_id=office_id(obj))

    return predicate


def member_of(organisation_id, *roles):
    """Holds one of `roles` in the organisation that `organisation_id(obj)` names (any role when none is given)."""
    wanted = roles or (Role.OWNER, Role.BID_WRITER, Role.ORG_FINANCE, Role.VOLUNTEER_COORDINATOR)

    @rule("organisation:" + "|".join(roles or ("any",)), _sentence(_("This is for the organisation itself: %(roles)s."), wanted))
    def predicate(actor, obj):
        return actor.has(*wanted, body="organisation", body_id=organisation_id(obj))

    return predicate


def not_the_same(user_id, sentence, code="four_eyes"):
    """Four eyes: the actor is known and is not the person that `user_id(obj)` names."""

    @rule(code, sentence)
    def predicate(actor, obj):
        return actor.is_known and actor.user_id != user_id(obj)

    return predicate


__all__ = ["holds", "in_office_of", "is_known", "member_of", "not_the_same"]
