"""What this room adds when things happen elsewhere."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused
from marketplace.core.registry import about_me, before_erasure, name_places, on_erasure

from . import door, queries  # noqa: F401  (door: hears of log-ins)

name_places(queries.place_names)


@before_erasure
def roles_first(user):
    """Who holds a role gives it back before being erased: a body must not be left to nobody."""
    from .models import Membership

    held = list(Membership.objects.filter(user=user, ended_at=None).select_related("office", "organisation"))
    if held:
        roles = ", ".join(f"{row.get_role_display()} ({row.office or row.organisation})" for row in held)
        return Refused(
            "orgs.roles_first",
            _("Please give back these roles first: %(roles)s."),
            kind="when",
            values={"roles": roles},
        )
    return None


@on_erasure
def log_ins_go(user):
    from .models import LogIn

    LogIn.objects.filter(user=user).delete()


@about_me
def roles_and_requests(user) -> dict:
    """The person's roles, requests to join and applications for organisations."""
    from .models import Delegation, JoinRequest, LogIn, Membership, Organisation

    roles = Membership.objects.filter(user=user).select_related("office", "organisation").order_by("id")
    asked = JoinRequest.objects.filter(user=user).select_related("organisation").order_by("id")
    return {
        "roles": [
            {"role": r.role, "body": r.body.name, "from": r.valid_from, "until": r.valid_to, "ended": r.ended_at}
            for r in roles
        ],
        "requests_to_join": [
            {
                "organisation": r.organisation.name,
                "role": r.role,
                "message": r.message,
                "state": r.state,
                "at": r.asked_at,
            }
            for r in asked
        ],
        "log_ins": [
            {
                "at": row.at,
                "how": row.how,
                "succeeded": row.succeeded,
                "second_factor": row.second_factor,
                "browser": row.browser,
                "net": row.net,
            }
            for row in LogIn.objects.filter(user=user).order_by("id")
        ],
        "delegations": [
            {
                "role": d.membership.role,
                "holder": d.membership.user_id == user.pk,
                "from": d.valid_from,
                "until": d.valid_to,
                "state": d.state,
            }
            for d in Delegation.objects.filter(Q(membership__user=user) | Q(deputy=user))
            .select_related("membership")
            .order_by("id")
        ],
        "applied_for": [o.name for o in Organisation.objects.filter(applied_by=user).order_by("id")],
    }
