"""What stands in the way of making two accounts one; see docs/decisions/merging-accounts.md."""

from itertools import chain

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, registry
from marketplace.core.refusals import Refused
from marketplace.core.states import SECOND_FACTOR


def not_proved() -> Refused:
    return Refused("merge.not_proved", _("The e-mail address, the password or the one-time code is not right."), field="password")  # fmt: skip


def open_roles(user):
    """Memberships that hold today or begin later."""
    rows = user.memberships.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), ended_at=None)
    return list(rows.select_related("office", "organisation").order_by("pk"))


def in_the_way(kept, other, by) -> Refused | None:
    """The first thing that keeps these two accounts apart, as a sentence; None when they may become one."""
    checks = (_same, _closed, _stale_second_factor, _kept_apart, _lent_between, *registry.merging_hooks())
    return next((found for check in checks if (found := check(kept, other, by)) is not None), None)


def _same(kept, other, by):
    if other.pk in {kept.pk, *kept.earlier}:
        return Refused("merge.same", _("This is the account you are logged in with."), field="email")
    return None


def _closed(kept, other, by):
    if not other.is_active or other.merged_into_id or not kept.is_active:
        return Refused("merge.closed", _("This account is closed."), kind="when")
    return None


def _stale_second_factor(kept, other, by):
    """Whoever has a second factor proves it: an open session alone must not take over an account."""
    from allauth.mfa.utils import is_mfa_enabled

    if is_mfa_enabled(kept) and not by.second_factor_is_fresh:
        return Refused("second_factor", SECOND_FACTOR._sentence, values={"minutes": settings.SECOND_FACTOR_MINUTES}, kind="who")  # fmt: skip
    return None


def _kept_apart(kept, other, by):
    """Roles of one body that check each other do not come into one hand, lent ones included."""
    from .queries_delegation import lent_to, separate
    from .states import Role

    theirs = open_roles(kept)
    for held in open_roles(other):
        last = held.valid_to or clock.today().replace(year=clock.today().year + 10, day=1)
        beside = {row.role for row in theirs if row.body == held.body} | lent_to(
            kept, held.body, first=clock.today(), last=last
        )
        if clash := separate(held.role, beside):
            return Refused(
                "merge.separate",
                _("In “%(body)s” one account is “%(role)s” and the other “%(other)s”. These roles are not joined in one hand: one of them ends first."),
                values={"body": held.body.name, "role": Role(held.role).label, "other": Role(clash).label},
            )  # fmt: skip
    return None


def _lent_between(kept, other, by):
    from .models import Delegation

    pairs = chain.from_iterable(
        Delegation.objects.open().filter(membership__user=holder, deputy=deputy) for holder, deputy in ((kept, other), (other, kept))
    )  # fmt: skip
    if next(pairs, None) is not None:
        return Refused("merge.lent", _("One of the accounts stands in for the other. Take the role back first."))
    return None
