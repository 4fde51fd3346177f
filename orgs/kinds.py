"""How offices and organisations are classed: kinds, legal forms, levels, stages, grades."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OfficeKind(TextChoices):
    DISTRICT = "DISTRICT", _("district")
    STREET = "STREET", _("street office")
    STREET_DEPARTMENT = "STREET_DEPARTMENT", _("department of the street office")
    STREET_BODY = "STREET_BODY", _("body of the street")
    STREET_CENTRE = "STREET_CENTRE", _("centre of the street")
    DISTRICT_DEPARTMENT = "DISTRICT_DEPARTMENT", _("district department")


# Parts of a street office: its leader gives roles in them as well.
PARTS_OF_STREET = frozenset({OfficeKind.STREET_DEPARTMENT, OfficeKind.STREET_BODY, OfficeKind.STREET_CENTRE})


class LegalForm(TextChoices):
    ASSOCIATION = "ASSOCIATION", _("association")
    PRIVATE_NON_ENTERPRISE = "PRIVATE_NON_ENTERPRISE", _("social service institution")
    FOUNDATION = "FOUNDATION", _("foundation")


class OrgClass(TextChoices):
    """Classes of the street's register; the first four are named in the sources."""

    GOVERNANCE = "GOVERNANCE", _("community governance")
    PUBLIC_SERVICE = "PUBLIC_SERVICE", _("public service")
    CHARITY_RELIEF = "CHARITY_RELIEF", _("charity and relief")
    CIVIC_INFORMATION = "CIVIC_INFORMATION", _("civic information")
    CULTURE_EDUCATION = "CULTURE_EDUCATION", _("culture, sport and education")


class Level(TextChoices):
    """Where the organisation is registered."""

    STREET = "STREET", _("street")
    DISTRICT = "DISTRICT", _("district")
    CITY = "CITY", _("city")
    PROVINCE = "PROVINCE", _("province")
    NATION = "NATION", _("nation")


class IncubationStage(TextChoices):
    """How far an organisation has grown."""

    IDEA = "IDEA", pgettext_lazy("incubation stage", "idea")
    START = "START", pgettext_lazy("incubation stage", "start")
    GROWTH = "GROWTH", pgettext_lazy("incubation stage", "growth")
    MATURE = "MATURE", pgettext_lazy("incubation stage", "mature")
    HUB = "HUB", pgettext_lazy("incubation stage", "hub")


class Grade(TextChoices):
    """Assessment grade, valid five years (Measures for assessing social organisations, art. 28)."""

    A1 = "1A", "1A"
    A2 = "2A", "2A"
    A3 = "3A", "3A"
    A4 = "4A", "4A"
    A5 = "5A", "5A"
