"""Standing in: my roles and who stands in for me, those for whom I stand in, one delegation, lending a role."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from marketplace.core import clock
from marketplace.core.faces import Face, act
from marketplace.core.pages import RoomList

from .. import domain, forms_delegation
from ..models import Delegation, Membership
from ..queries_delegation import gives_role
from ..rules import refusal_of
from ..rules_delegation import role_is_lendable
from ..states_delegation import PERSONAL_ROLES


class Delegations(RoomList):
    """What I lent and what was lent to me, newest first; above it my roles with the way to lend them."""

    template_name = "orgs/delegations.html"
    paginate_by = 20

    def rows(self, actor):
        return Delegation.objects.mine(actor).with_names().order_by("-pk")

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        held = (
            Membership.objects.current().filter(user_id__in=actor.keys).select_related("office", "organisation", "user")
        )
        roles = [{"held": row, "personal": row.role in PERSONAL_ROLES} for row in held.order_by("role", "pk")]
        return super().get_context_data(roles=roles, today=clock.today(), **kwargs)


mine = login_required(Delegations.as_view())


@login_required
def one(request, pk):
    """One delegation, for the two people and for whoever gives the role."""
    rows = Delegation.objects.visible_to(request.actor).with_names()
    delegation = get_object_or_404(rows, pk=pk)
    context = {
        "delegation": delegation,
        "is_own": request.actor.is_person(delegation.membership.user_id)
        or request.actor.is_person(delegation.deputy_id),
        "in_force": gives_role(delegation),
    }
    return TemplateResponse(request, "orgs/delegation.html", context)


@login_required
def lend(request, pk):
    """Lend one of my roles."""
    rows = Membership.objects.current().filter(user_id__in=request.actor.keys)
    held = get_object_or_404(rows.select_related("office", "organisation", "user"), pk=pk)

    shell = Delegation(
        membership=held, deputy=request.user, valid_from=clock.today(), valid_to=clock.today(), asked_at=clock.now()
    )
    if (values := role_is_lendable.failing(request.actor, shell)) is not None:
        raise refusal_of(role_is_lendable, values)

    def do(*, by, **data):
        return domain.delegate(held, by=by, **data)

    return act(
        request,
        shell,
        "delegate",
        the_face=Face(do, form=forms_delegation.DelegateForm),
        template="orgs/delegate.html",
        extra={"held": held, "back": reverse("orgs:delegations")},
    )
