"""Incentive rounds: who reached what, and what share follows from the stated table."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated, both

from ..queries_rounds import LineQuerySet, RoundQuerySet
from ..states_rounds import Measure, RoundState
from .books import Fund


class IncentiveRound(models.Model):
    """One pot paid by what was reached. table: [[from value, weight], ...] rising; shares follow the weights to the fen."""

    STEPS = "funds.round"

    number = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="rounds")
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    measure = models.CharField(_("what is measured"), max_length=8, choices=Measure)
    pot = MoneyField(_("money of the round (yuan)"))
    table = models.JSONField(default=list)
    appraisal = models.CharField(_("the closed appraisal the results come from"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    title = Translated()
    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return links.to("funds:round", self.number)

    def tell_params(self):
        return {"number": self.number, "fund": both(self.fund, "name"), "reason": self.state_reason}

    def weight_of(self, value) -> Decimal:
        """The weight of the highest step that this value reaches; 0 below the first."""
        reached = [Decimal(str(weight)) for at, weight in self.table if value >= Decimal(str(at))]
        return reached[-1] if reached else Decimal(0)


class IncentiveLine(models.Model):
    """One community's result in a round, its weight by the table and its share."""

    round = models.ForeignKey(IncentiveRound, models.PROTECT, related_name="lines")
    community = models.ForeignKey("orgs.Community", models.PROTECT, related_name="+")
    value = models.DecimalField(_("result"), max_digits=7, decimal_places=2)
    weight = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    amount = MoneyField(default=0)
    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["round", "community__code"]
        constraints = [models.UniqueConstraint(fields=["round", "community"], name="one_result_of_a_round")]

    def __str__(self):
        return f"{self.round} · {self.community.name}"

    @property
    def code(self) -> str:
        """How it stands in the books."""
        return f"{self.round.number}/{self.community.code}"

    def get_absolute_url(self):
        return self.round.get_absolute_url()

    def destination(self) -> dict:
        return {"purpose": None, "category": "", "community": self.community}
