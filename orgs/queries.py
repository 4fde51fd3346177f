"""Reads of people and organisations. Hiding is done in `visible_to`."""

from django.db.models import Q, QuerySet

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS, Actor, Grant

from .states import PUBLIC


class OfficeQuerySet(QuerySet):
    """Offices are public."""

    def visible_to(self, actor):
        return self


class CommunityQuerySet(QuerySet):
    """Communities are public."""

    def visible_to(self, actor):
        return self


class OrganisationQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: verified and suspended ones; officers: all; members and applicants: their own."""
        if actor.is_officer:
            return self
        mine = Q(pk__in=actor.bodies("organisation")) | (Q(applied_by_id=actor.user_id) if actor.is_known else Q(pk=None))
        return self.filter(Q(state__in=PUBLIC) | mine)


class MembershipQuerySet(QuerySet):
    def current(self, day=None):
        """Memberships that hold on this day."""
        day = day or clock.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, ended_at=None)


def actor_of(user, *, second_factor_at=None, request_id="", extra=None) -> Actor:
    """The Actor of a person: one query for the memberships of today."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Actor(request_id=request_id) if request_id else ANONYMOUS
    grants = frozenset(
        Grant(role, "office" if office else "organisation", office or organisation)
        for role, office, organisation in user.memberships.current().values_list("role", "office_id", "organisation_id")
    )
    return Actor(user, grants, second_factor_at, request_id, extra=extra or {})


def holders(role, *, office=None, organisation=None):
    """People who hold a role today, in one body or in any: whom to tell."""
    from .models import Membership, User

    rows = Membership.objects.current().filter(role=role)
    if office is not None:
        rows = rows.filter(office=office)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True)
