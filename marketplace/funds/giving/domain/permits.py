"""Licences of host charities and the designation of the portal: recorded by one person, put in force by another."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from ..kinds import PermitKind
from ..models import Permit


def record_permit(*, by, kind, office, number, issuer, valid_from, valid_to=None, organisation=None) -> Permit:
    """Record a permit as its certificate says it."""
    if kind == PermitKind.LICENCE and organisation is None:
        raise Refused("host_missing", _("A licence belongs to a charity: choose it."), field="organisation")
    if valid_to and valid_to < valid_from:
        raise Refused("ends_before", _("The end lies before the beginning."), field="valid_to")
    if Permit.objects.filter(kind=kind, number=number).exists():
        raise Refused("permit_known", _("A permit with this number is on record already."), field="number", kind="when")
    permit = Permit(
        kind=kind, office=office, organisation=organisation if kind == PermitKind.LICENCE else None, number=number, issuer=issuer,
        valid_from=valid_from, valid_to=valid_to, recorded_by=by.user,
    )  # fmt: skip
    with creating(permit, by=by, verb="record"):
        pass
    return permit


def approve_permit(permit: Permit, *, by) -> Permit:
    """A leader has compared it with the certificate."""
    with verb("approve", permit, by=by):
        pass
    return permit


def end_permit(permit: Permit, *, by, reason: str) -> Permit:
    with verb("end", permit, by=by, note=reason):
        pass
    return permit
