"""What this room adds when things happen elsewhere."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused
from marketplace.core.registry import before_erasure


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
