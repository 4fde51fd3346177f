"""States of an outcome."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutcomeState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for the editor")
    PUBLISHED = "published", _("published")


PUBLIC = frozenset({OutcomeState.PUBLISHED})
EDITABLE = frozenset({OutcomeState.DRAFT})
