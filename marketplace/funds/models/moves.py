"""Transfers between funds, and what becomes of the rest of a budget year. Both need two persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField, figures
from marketplace.core.texts import both

from ..queries_moves import MoveQuerySet
from ..states_moves import MoveState
from .books import Entry, Fund


class Transfer(models.Model):
    """Money moved from one fund to another where the rules of both allow it."""

    STEPS = "funds.transfer"

    number = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="transfers_out")
    to = models.ForeignKey(Fund, models.PROTECT, related_name="transfers_in", verbose_name=_("to the fund"))
    amount = MoneyField(_("amount (yuan)"))
    text = models.CharField(_("what it is for"), max_length=300)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="transfer")
    state = models.CharField(max_length=10, choices=MoveState, default=MoveState.PROPOSED)
    state_reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"])]

    def __str__(self):
        return f"{self.number} {self.fund.code} → {self.to.code}"

    def get_absolute_url(self):
        return links.to("funds:transfer", self.number)

    def tell_params(self):
        return {"number": self.number, "name": both(self.fund, "name"), "code": self.fund.code, "to": self.to.code,
                "amount": figures(self.amount), "reason": self.state_reason}  # fmt: skip


class CarryOver(models.Model):
    """What is free at the end of a budget year: carried into the next one, or returned."""

    STEPS = "funds.carryover"

    number = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="carryovers")
    year = models.PositiveSmallIntegerField()
    carried = MoneyField(_("carried over (yuan)"))
    returned = MoneyField(_("returned (yuan)"))
    text = models.CharField(_("reasons"), max_length=300)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="carryover")
    state = models.CharField(max_length=10, choices=MoveState, default=MoveState.PROPOSED)
    state_reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund"], condition=models.Q(state="proposed"), name="one_open_year_end_of_a_fund"
            )
        ]

    def __str__(self):
        return f"{self.number} {self.fund.code} {self.year}"

    def get_absolute_url(self):
        return links.to("funds:carryover", self.number)

    def tell_params(self):
        return {"number": self.number, "name": both(self.fund, "name"), "code": self.fund.code, "year": self.year,
                "reason": self.state_reason}  # fmt: skip
