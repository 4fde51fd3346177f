"""What a campaign may be, by which rule it is settled, what a cost line is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CampaignKind(TextChoices):
    """Gifts, purchases with something in return, and shares are three different things and never stand in one sum."""

    GIFT = "GIFT", _("gifts")
    REWARD = "REWARD", _("something in return (no gift)")
    SHARE = "SHARE", _("shares (no gift)")


class Rule(TextChoices):
    ALL_OR_NOTHING = "ALL_OR_NOTHING", _("all or nothing")
    KEEP = "KEEP_WHAT_YOU_RAISE", _("keep what comes in")


class Where(TextChoices):
    HERE = "HERE", _("booked in the public ledger")
    ELSEWHERE = "ELSEWHERE", _("elsewhere, tracked by hand")


class Need(TextChoices):
    MINIMUM = "MINIMUM", _("minimum")
    OPTIMUM = "OPTIMUM", _("would make it better")


class MatchRule(TextChoices):
    DOUBLE = "DOUBLE", _("each gift is answered at once")
    QUADRATIC = "QUADRATIC", _("divided at the end: many small gifts weigh more")
