"""Reads of delegations: which are in force, who sees them, who might stand in."""

from django.db.models import Q, QuerySet

from marketplace.core import clock

OPEN = ("asked", "held")


class DelegationQuerySet(QuerySet):
    def in_force(self, day=None):
        """Those that give a role on this day (today). Whether deputy and roles still fit is asked by `lent_roles`."""
        day = day or clock.today()
        role = Q(membership__valid_to=None) | Q(membership__valid_to__gte=day)
        return self.filter(
            role, state="held", valid_from__lte=day, valid_to__gte=day, membership__ended_at=None,
            membership__valid_from__lte=day, membership__user__is_active=True, deputy__is_active=True,
        )  # fmt: skip

    def open(self):
        """Asked or held, also where the first day has not come or the last has passed unnoticed."""
        return self.filter(state__in=OPEN)

    def mine(self, actor):
        """Given by the person or to them."""
        return self.filter(Q(membership__user_id__in=actor.keys) | Q(deputy_id__in=actor.keys))

    def visible_to(self, actor):
        """One's own; all of an organisation for its owners; all for officers, who must know who decides for whom."""
        if actor.is_officer:
            return self
        if not actor.is_known:
            return self.none()
        owned = actor.bodies("organisation", "OWNER")
        return self.filter(
            Q(membership__user_id__in=actor.keys)
            | Q(deputy_id__in=actor.keys)
            | Q(membership__organisation_id__in=owned)
        )

    def with_names(self):
        return self.select_related("membership__user", "membership__office", "membership__organisation", "deputy")


def separate(role: str, others) -> str:
    """The first of `others` that nobody may hold beside the lent `role` in one body, or ""."""
    from .states_delegation import SEPARATE

    return next((other for other in sorted(others) if frozenset({role, other}) in SEPARATE), "")


def lent_roles(own, lent) -> list:
    """Of `lent` the rows that give their deputy a role now.

    own, lent: rows (role, office_id, organisation_id, user_id). A deputy must still be a member of the body, and a
    lent role has no effect beside one that must be kept apart from it, their own or another lent one.
    """
    found = []
    for role, *body, user_id in sorted(lent, key=lambda row: (row[0], row[1] or 0, row[2] or 0, row[3])):
        beside = {r for r, *b, _user in own if b == body}
        if beside and not separate(role, beside | {r for r, *b, _user in found if b == body}):
            found.append((role, *body, user_id))
    return found


def members_of(body) -> QuerySet:
    """People who hold a role in this office or organisation today."""
    from .models import Membership, Office, User

    place = {"office": body} if isinstance(body, Office) else {"organisation": body}
    rows = Membership.objects.current().filter(**place)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("name", "email")


def roles_in(user, body) -> set[str]:
    """The person's own roles in this body today."""
    from .models import Office

    place = {"office": body} if isinstance(body, Office) else {"organisation": body}
    return set(user.memberships.current().filter(**place).values_list("role", flat=True))


def lent_to(user, body, *, first, last, besides=None) -> set[str]:
    """Roles of this body that others have lent to the person on any of these days, or asked them to take."""
    from .models import Delegation, Office

    place = "membership__office" if isinstance(body, Office) else "membership__organisation"
    rows = Delegation.objects.open().filter(**{place: body}, deputy=user, valid_from__lte=last, valid_to__gte=first)
    return set(rows.exclude(pk=besides).values_list("membership__role", flat=True))


def clashing(membership, *, first, last, besides=None) -> QuerySet:
    """Open delegations of the same role of the same holder on any of these days."""
    rows = membership.delegations.open().filter(valid_from__lte=last, valid_to__gte=first)
    return rows.exclude(pk=besides)


def gives_role(delegation) -> bool:
    """The deputy holds the lent role at this moment."""
    from .queries import actor_of

    if not type(delegation).objects.in_force().filter(pk=delegation.pk).exists():
        return False
    held = delegation.membership
    lent = {(g.role, g.body_id, g.of) for g in actor_of(delegation.deputy).grants}
    return (held.role, held.office_id or held.organisation_id, held.user_id) in lent


def run_out(day=None) -> QuerySet:
    """Open delegations that give nothing any more: the last day has passed, the role is over, an account is closed, the
    deputy has left the body or got a role there that is kept apart."""
    from .models import Delegation

    day = day or clock.today()
    over = Q(valid_to__lt=day) | ~Q(membership__ended_at=None) | Q(membership__valid_to__lt=day)
    closed = Q(deputy__is_active=False) | Q(membership__user__is_active=False)
    void = [row.pk for row in Delegation.objects.in_force(day).with_names() if not gives_role(row)]
    return Delegation.objects.open().filter(over | closed | Q(pk__in=void)).order_by("pk")
