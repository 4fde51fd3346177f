"""Who may lend a role to whom, and what must hold; see docs/decisions/delegation.md.

Nothing here imports models or states when it is loaded.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.registry import lending_hooks
from marketplace.core.rules import named, requirement, rule
from marketplace.core.states import SECOND_FACTOR

from .rules import leads_it


@rule("delegation.own_role", _("A role is delegated by the person who holds it."))
def own_role(actor, delegation):
    """A role that one holds as somebody's deputy is not one's own, so it is not lent on."""
    return actor.is_person(delegation.membership.user_id)


@rule("delegation.deputy", _("Only the person who was asked may do this."))
def the_deputy(actor, delegation):
    return actor.is_person(delegation.deputy_id)


@rule("delegation.over_them", "")
def over_them(actor, delegation):
    """Whoever gives the role, in an office its leader, in an organisation its owner."""
    membership = delegation.membership
    owns = actor.has("OWNER", body="organisation", body_id=membership.organisation_id, own=True)
    return leads_it.test(actor, membership) or (membership.organisation_id is not None and owns)


may_take_back = named(
    "delegation.may_take_back",
    _("A delegation is taken back by the person who gave it, or by who gives the role."),
    own_role | over_them,
)


def _role(role) -> str:
    from .states import Role

    return Role(role).label


@requirement("delegation.role", _("The role “%(role)s” is bound to the person and is not delegated."))
def role_is_lendable(actor, delegation):
    from .states_delegation import PERSONAL_ROLES

    role = delegation.membership.role
    return {"role": _role(role)} if role in PERSONAL_ROLES else None


@requirement(
    "delegation.not_held", _("This role is not held any more, or its dates do not reach so far."), field="valid_to"
)
def role_reaches(actor, delegation):
    held = delegation.membership
    reaches = held.valid_to is None or held.valid_to >= delegation.valid_to
    return None if held.ended_at is None and held.valid_from <= delegation.valid_from and reaches else {}


@requirement("dates_reversed", _("The last day must not lie before the first."), field="valid_to")
def days_in_order(actor, delegation):
    return {} if delegation.valid_to < delegation.valid_from else None


@requirement("delegation.past", _("A delegation begins today or later."), field="valid_from")
def not_from_the_past(actor, delegation):
    return {} if delegation.valid_from < clock.today() else None


@requirement("delegation.too_long", _("A role is delegated for at most %(days)s days at a time."), field="valid_to")
def not_too_long(actor, delegation):
    days = (delegation.valid_to - delegation.valid_from).days + 1
    return {"days": settings.DELEGATION_DAYS} if days > settings.DELEGATION_DAYS else None


@requirement("delegation.over", _("The last day has passed."))
def not_over_yet(actor, delegation):
    return {} if delegation.valid_to < clock.today() else None


@requirement("delegation.self", _("Nobody is their own deputy."), field="deputy")
def to_another(actor, delegation):
    holder = delegation.membership.user
    return {} if delegation.deputy_id in {holder.pk, *holder.earlier} else None


@requirement(
    "delegation.stranger",
    _("A role is delegated to another member of the same body with an open account."),
    field="deputy",
)
def to_a_member(actor, delegation):
    from .queries_delegation import roles_in

    deputy = delegation.deputy
    return None if deputy.is_active and roles_in(deputy, delegation.membership.body) else {}


@requirement("delegation.has_it", _("%(person)s holds this role already."), field="deputy")
def not_theirs_already(actor, delegation):
    from .queries_delegation import roles_in

    held = roles_in(delegation.deputy, delegation.membership.body)
    return {"person": str(delegation.deputy)} if delegation.membership.role in held else None


@requirement(
    "delegation.separate",
    _("%(person)s is “%(other)s” in the same body. Who drafts does not approve, who accepts does not pay, who audits does neither: these roles are not joined in one hand."),
    field="deputy",
)  # fmt: skip
def kept_apart(actor, delegation):
    from .queries_delegation import lent_to, roles_in, separate

    held, body = delegation.membership, delegation.membership.body
    beside = roles_in(delegation.deputy, body) | lent_to(
        delegation.deputy, body, first=delegation.valid_from, last=delegation.valid_to, besides=delegation.pk
    )
    other = separate(held.role, beside)
    return {"person": str(delegation.deputy), "other": _role(other)} if other else None


@requirement("delegation.twice", _("On these days the role is delegated already, to %(person)s."), field="valid_from")
def not_lent_twice(actor, delegation):
    from .queries_delegation import clashing

    other = clashing(
        delegation.membership, first=delegation.valid_from, last=delegation.valid_to, besides=delegation.pk
    ).first()
    return {"person": str(other.deputy)} if other else None


@requirement(
    "delegation.no_second_factor",
    _("The acts of this role bind: %(person)s needs a second factor first, and has none."),
    field="deputy",
)
def deputy_has_second_factor(actor, delegation):
    from allauth.mfa.utils import is_mfa_enabled

    from .states import SECOND_FACTOR_ROLES

    binds = delegation.membership.role in SECOND_FACTOR_ROLES
    return {"person": str(delegation.deputy)} if binds and not is_mfa_enabled(delegation.deputy) else None


@requirement("delegation.conflict", "%(reason)s", field="deputy")
def nobody_in_conflict(actor, delegation):
    """Rooms say who has declared a conflict of interest in what is running."""
    found = (fn(delegation) for fn in lending_hooks())
    reason = next((refusal for refusal in found if refusal is not None), None)
    return None if reason is None else {"reason": reason.sentence, "clause": reason.clause}


@requirement("second_factor", SECOND_FACTOR._sentence)
def fresh_where_it_binds(actor, delegation):
    """Lending a role that binds is itself an act that binds."""
    from .states import SECOND_FACTOR_ROLES

    binds = delegation.membership.role in SECOND_FACTOR_ROLES
    return {"minutes": settings.SECOND_FACTOR_MINUTES} if binds and not actor.second_factor_is_fresh else None


@requirement("delegation.still_good", _("This delegation still holds."))
def has_run_out(actor, delegation):
    """The portal ends what gives nothing any more."""
    from .queries_delegation import run_out

    return None if run_out().filter(pk=delegation.pk).exists() else {}
