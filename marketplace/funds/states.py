"""Kinds and states of funds, kinds of entries and accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FundKind(TextChoices):
    EARMARKED = "EARMARKED", _("earmarked fund")
    GUARANTEE = "GUARANTEE", _("guarantee fund")
    INCENTIVE = "INCENTIVE", _("incentive fund")
    POOLED = "POOLED", _("pooled fund")
    MICRO = "MICRO", _("community micro-fund")


class FundState(TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    FROZEN = "frozen", _("frozen")
    CLOSED = "closed", _("closed")


PUBLIC = frozenset({FundState.ACTIVE, FundState.FROZEN, FundState.CLOSED})


class AccountKind(TextChoices):
    SOURCE = "SOURCE", _("came in")
    FREE = "FREE", _("free")
    COMMITMENT = "COMMITMENT", _("committed")
    PAID = "PAID", _("paid")
    TRANSFER = "TRANSFER", _("transferred")


class EntryKind(TextChoices):
    RECEIPT = "RECEIPT", _("receipt")
    GRANT = "GRANT", _("budget grant")
    COMMITMENT = "COMMITMENT", _("commitment")
    RELEASE = "RELEASE", _("release")
    PAYMENT = "PAYMENT", _("payment")
    REFUND = "REFUND", _("refund")
    TRANSFER = "TRANSFER", _("transfer")
    CORRECTION = "CORRECTION", _("correction")
