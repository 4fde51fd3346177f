"""Kinds of things in the delivery of a grant: names of keys, never of labels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    """Who signs an agreement."""

    OFFICE = "OFFICE", _("street office")
    ORGANISATION = "ORGANISATION", pgettext_lazy("agreement", "organisation")


class ReportKind(TextChoices):
    INTERIM = "INTERIM", _("interim report")
    FINAL = "FINAL", _("final report")


class Found(TextChoices):
    """What a visit found."""

    IN_ORDER = "IN_ORDER", _("in order")
    REMARKS = "REMARKS", _("with remarks")
    GRAVE = "GRAVE", _("grave faults")


class Ground(TextChoices):
    """Why money is claimed back."""

    UNSPENT = "UNSPENT", _("not spent")
    MISUSED = "MISUSED", _("spent on something else")


class Worth(TextChoices):
    """How a project is judged at its end. Names of buttons, never averaged."""

    REACHED = "REACHED", _("reached what was agreed")
    PARTLY = "PARTLY", _("reached a part of it")
    MISSED = "MISSED", _("did not reach it")


class Beside(TextChoices):
    """What others give to a project beside the grant."""

    VOLUNTEERS = "VOLUNTEERS", _("volunteers")
    IN_KIND = "IN_KIND", _("in kind")
    MONEY = "MONEY", _("money of other funders")
