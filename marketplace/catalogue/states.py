"""States of a purchase list; fee tiers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FeeTier(TextChoices):
    FREE = "free", _("free of charge")
    LOW = "low", _("low fee")
    PAID = "paid", _("fee-charging")


class ListState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("under review")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


EDITABLE = frozenset({ListState.DRAFT})
PUBLIC = frozenset({ListState.PUBLISHED, ListState.SUPERSEDED})
