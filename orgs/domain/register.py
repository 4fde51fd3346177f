"""Verbs of the register: apply, correct, verify, return, suspend, reinstate, withdraw."""

from datetime import date

from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.actors import Grant
from marketplace.core.numbers import next_number
from marketplace.core.verbs import creating, verb

from .. import rules, uscc
from ..models import Membership, Organisation
from ..states import Role
from .papers import add_document

# What the certificate says; changed only by applying again.
CERTIFIED = ("uscc", "name_zh", "name_en", "legal_form", "level", "founded")
# What the organisation says of itself; changed at any time.
TOLD = (
    "org_class", "community", "staff", "social_workers", "field_zh", "field_en", "profile_zh", "profile_en",
    "contact_email", "contact_phone", "bank_account",
)  # fmt: skip


def apply_organisation(
    *, by, uscc: str, name_zh: str, legal_form: str, org_class: str, founded: date, code: str = "",
    provenance: str = "declared", certificate=None, certificate_valid_to: date | None = None, **told,
) -> Organisation:  # fmt: skip
    """Apply for the register; the applicant becomes the organisation's owner.

    Args:
        uscc: as typed; kept in its normal form. code: the register's number; drawn from the series when empty.
        certificate: upload of the registration certificate; it may also be added later, before verification.
        told: further columns named in `CERTIFIED` and `TOLD`.

    Raises:
        Refused: a wrong check digit ("uscc_..."), a code with which somebody was verified ("already_known"), or with which
            this person has applied ("applied_already"), a legal form that does not fit the code, a day of founding in the future, an unacceptable file.
    """
    organisation = Organisation(
        code=code, name_zh=name_zh, legal_form=legal_form, org_class=org_class, founded=founded,
        uscc=checked(uscc), provenance=provenance, applied_by=by.user, **_only(told, CERTIFIED + TOLD),
    )  # fmt: skip
    try:
        with creating(organisation, by=by, verb="apply"):
            organisation.code = code or next_number("ORG")
            organisation.save()
            owner = _found(organisation, by)
            if certificate:
                add_document(
                    organisation, by=owner, kind="REGISTRATION", file=certificate, valid_to=certificate_valid_to
                )
    except IntegrityError as error:  # pressed twice
        for need in (rules.code_is_new, rules.not_applied_yet):
            if (values := need.failing(by, organisation)) is not None:
                raise rules.refusal_of(need, values) from error
        raise
    return organisation


def checked(code: str) -> str:
    """The code in its normal form; refuses with the digit that fails."""
    return uscc.check(code)


def _found(organisation, by):
    """The applicant is the first owner: the one role that nobody has to give. Returns the actor with that role."""
    Membership.objects.create(
        user=by.user, organisation=organisation, role=Role.OWNER, valid_from=clock.today(),
        granted_by=by.user, granted_at=clock.now(),
    )  # fmt: skip
    grants = by.grants | {Grant(Role.OWNER.value, "organisation", organisation.pk)}
    return by.with_grants(grants)


def _only(given: dict, allowed) -> dict:
    unknown = set(given) - set(allowed)
    if unknown:
        raise TypeError(f"unknown columns {sorted(unknown)}")
    return given


def resubmit(organisation: Organisation, *, by, **columns) -> Organisation:
    """Correct what was returned (columns of `CERTIFIED` and `TOLD`) and apply again."""
    columns = _only(columns, CERTIFIED + TOLD)
    if "uscc" in columns:
        columns["uscc"] = checked(columns["uscc"])
    try:
        with transaction.atomic(), verb("resubmit", organisation, by=by):
            for name, value in columns.items():
                setattr(organisation, name, value)
            _recheck(organisation, by)
            organisation.state_reason = ""
    except IntegrityError as error:  # somebody was verified with this code in the same moment
        raise rules.refusal_of(rules.code_is_new) from error
    return organisation


def _recheck(organisation, by):
    """The requirements once more, now on the corrected values."""
    for need in (rules.code_is_new, rules.not_applied_yet, rules.form_fits_code, rules.founded_by_today):
        values = need.failing(by, organisation)
        if values is not None:
            raise rules.refusal_of(need, values)


def edit_organisation(organisation: Organisation, *, by, **columns) -> Organisation:
    """Change what the organisation says of itself (columns of `TOLD`)."""
    with verb("edit", organisation, by=by):
        for name, value in _only(columns, TOLD).items():
            setattr(organisation, name, value)
    return organisation


def verify(organisation: Organisation, *, by, note: str = "") -> Organisation:
    """Enter the organisation in the public register; the code is its own from now on. note: for officers."""
    try:
        with transaction.atomic(), verb("verify", organisation, by=by, note=note):
            organisation.verified_at, organisation.state_reason = clock.now(), ""
    except IntegrityError as error:  # two applications with one code, verified in the same moment
        raise rules.refusal_of(rules.code_is_free) from error
    return organisation


def return_(organisation: Organisation, *, by, reason: str) -> Organisation:
    """Send the application back; the reason is told to the applicant."""
    with verb("return", organisation, by=by, note=reason):
        organisation.state_reason = reason
    return organisation


def suspend(organisation: Organisation, *, by, reason: str) -> Organisation:
    """Stop the organisation from bidding; the reason is public."""
    with verb("suspend", organisation, by=by, public_note=reason):
        organisation.state_reason = reason
    return organisation


def reply(organisation: Organisation, *, by, text: str) -> Organisation:
    """The organisation's own words on its suspension; public, beside the reason."""
    with verb("reply", organisation, by=by, public_note=text):
        pass
    return organisation


def reinstate(organisation: Organisation, *, by, reason: str = "") -> Organisation:
    """Lift the suspension."""
    with verb("reinstate", organisation, by=by, public_note=reason):
        organisation.state_reason = ""
    return organisation


def withdraw(organisation: Organisation, *, by) -> Organisation:
    """Leave the register at the organisation's own wish."""
    with verb("withdraw", organisation, by=by):
        organisation.state_reason = ""
    return organisation
