"""States of calls, bids, questions, challenges."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for approval")
    OPEN = "open", _("open for bids")
    FAILED = "failed", _("failed: too few bids")
    EVALUATING = "evaluating", _("being evaluated")
    AWARD_PROPOSED = "award_proposed", _("award proposed")
    STANDSTILL = "standstill", _("awarded, standstill")
    CHALLENGED = "challenged", _("challenged")
    CONCLUDED = "concluded", _("contract drawn")
    CANCELLED = "cancelled", _("cancelled")


EDITABLE = frozenset({CallState.DRAFT})
OPENED = frozenset(
    {CallState.EVALUATING, CallState.AWARD_PROPOSED, CallState.STANDSTILL, CallState.CHALLENGED, CallState.CONCLUDED}
)
AWARDED = frozenset({CallState.STANDSTILL, CallState.CHALLENGED, CallState.CONCLUDED})
PUBLIC = OPENED | {CallState.OPEN, CallState.FAILED, CallState.CANCELLED}


class BidState(TextChoices):
    DRAFT = "draft", _("draft")
    SEALED = "sealed", _("sealed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    OPENED = "opened", _("opened")
    RETURNED = "returned", _("returned sealed")


class ChallengeState(TextChoices):
    FILED = "filed", _("waiting for an answer")
    REJECTED = "rejected", _("answered: not upheld")
    UPHELD = "upheld", _("answered: upheld")


class CriterionKind(TextChoices):
    QUALITY = "QUALITY", _("quality")
    PRICE = "PRICE", _("price")


class DayKind(TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")
