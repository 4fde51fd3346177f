"""Roles, classes, and the state table of an organisation in the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core import registry


class Role(TextChoices):
    """What a person may be in a body. The first eight are roles of an office, the others of an organisation."""

    BUYER = "BUYER", _("buyer")
    OPENER = "OPENER", _("opener")
    SECRETARY = "SECRETARY", _("evaluation secretary")
    EVALUATOR = "EVALUATOR", _("evaluator")
    LEADER = "LEADER", _("leader")
    FINANCE = "FINANCE", _("finance officer")
    EDITOR = "EDITOR", _("editor")
    AUDITOR = "AUDITOR", _("auditor")
    OWNER = "OWNER", _("owner")
    BID_WRITER = "BID_WRITER", _("bid writer")
    ORG_FINANCE = "ORG_FINANCE", _("organisation's finance")
    VOLUNTEER_COORDINATOR = "VOLUNTEER_COORDINATOR", _("volunteer coordinator")


OFFICE_ROLES = (
    Role.BUYER, Role.OPENER, Role.SECRETARY, Role.EVALUATOR, Role.LEADER, Role.FINANCE, Role.EDITOR, Role.AUDITOR,
)  # fmt: skip
ORGANISATION_ROLES = (Role.OWNER, Role.BID_WRITER, Role.ORG_FINANCE, Role.VOLUNTEER_COORDINATOR)
# Roles whose acts bind: they need a second factor (opening, awarding, signing, paying).
SECOND_FACTOR_ROLES = frozenset({Role.OPENER, Role.LEADER, Role.FINANCE, Role.BUYER, Role.OWNER})
registry.roles(dict(Role.choices), binding=SECOND_FACTOR_ROLES)


class OfficeKind(TextChoices):
    DISTRICT = "DISTRICT", _("district")
    STREET = "STREET", _("street office")
    STREET_DEPARTMENT = "STREET_DEPARTMENT", _("department of the street office")
    STREET_BODY = "STREET_BODY", _("body of the street")
    STREET_CENTRE = "STREET_CENTRE", _("centre of the street")
    DISTRICT_DEPARTMENT = "DISTRICT_DEPARTMENT", _("district department")


class LegalForm(TextChoices):
    ASSOCIATION = "ASSOCIATION", _("association")
    PRIVATE_NON_ENTERPRISE = "PRIVATE_NON_ENTERPRISE", _("social service institution")
    FOUNDATION = "FOUNDATION", _("foundation")


class Grade(TextChoices):
    """Assessment grade, valid five years (Measures for assessing social organisations, art. 21)."""

    A1 = "1A", "1A"
    A2 = "2A", "2A"
    A3 = "3A", "3A"
    A4 = "4A", "4A"
    A5 = "5A", "5A"


class OrganisationState(TextChoices):
    APPLIED = "applied", _("waiting for verification")
    RETURNED = "returned", _("returned for correction")
    VERIFIED = "verified", _("verified")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


PUBLIC = frozenset({OrganisationState.VERIFIED, OrganisationState.SUSPENDED})
