"""States of contracts and milestones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContractState(TextChoices):
    DRAFT = "draft", _("draft")
    OFFERED = "offered", _("waiting for signatures")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")
    TERMINATED = "terminated", _("terminated")


PUBLIC = frozenset({ContractState.RUNNING, ContractState.CLOSED, ContractState.TERMINATED})


class MilestoneState(TextChoices):
    PLANNED = "planned", _("planned")
    DELIVERED = "delivered", _("delivered, waiting for acceptance")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted, waiting for payment")
    PAID = "paid", _("paid")
    DROPPED = "dropped", _("dropped")


DUE = frozenset({MilestoneState.PLANNED, MilestoneState.RETURNED})


class Degree(TextChoices):
    """Five-point opinion of a service user. Names of buttons, never averaged."""

    VERY_GOOD = "VERY_GOOD", _("very good")
    GOOD = "GOOD", _("good")
    FAIR = "FAIR", _("fair")
    POOR = "POOR", _("poor")
    VERY_POOR = "VERY_POOR", _("very poor")
