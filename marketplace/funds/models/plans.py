"""Allocation plans: fund × category × community, for a year."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import ZERO, MoneyField
from marketplace.core.texts import both

from ..queries_plans import PlanQuerySet
from ..states_plans import PlanState
from .books import Fund


class Plan(models.Model):
    """Who gets how much of a fund in a year. A newer plan replaces it; each stays on record."""

    STEPS = "funds.plan"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(default=1)
    basis = models.TextField(_("how the shares were found"), blank=True)
    state = models.CharField(max_length=12, choices=PlanState, default=PlanState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "year", "version"], name="one_plan_version"),
            models.UniqueConstraint(
                fields=["fund", "year"], condition=models.Q(state="in_force"), name="one_plan_in_force"
            ),
        ]

    def __str__(self):
        values = {"fund": self.fund.name, "year": self.year, "version": self.version}
        return gettext("Allocation plan %(year)s of “%(fund)s”, version %(version)s") % values

    def get_absolute_url(self):
        return links.to("funds:plan", self.fund.code, self.pk)

    def tell_params(self):
        return {"fund": both(self.fund, "name"), "code": self.fund.code, "year": self.year, "reason": self.state_reason}

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines.all()), ZERO)


class PlanLine(models.Model):
    """One cell of a plan. category "": every category; community None: several communities together."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    category = models.CharField(_("category"), max_length=8, blank=True)
    community = models.ForeignKey(
        "orgs.Community", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    amount = MoneyField(_("amount (yuan)"))

    class Meta:
        ordering = ["plan", "community__code", "category", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "category", "community"], name="one_plan_cell"),
            models.UniqueConstraint(
                fields=["plan", "category"], condition=models.Q(community=None), name="one_plan_cell_of_several"
            ),
        ]
