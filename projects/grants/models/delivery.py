"""What happens while a grant is used: reports, budget changes, expenses, visits, money claimed back, what others give."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import MoneyField
from marketplace.core.texts import in_both

from ..kinds_delivery import Beside, Found, Ground, ReportKind
from ..queries_agreements import BelongsQuerySet
from ..rules_delivery import STAYS_LATE_DAYS
from ..states_delivery import (
    REPORT_DUE,
    ChangeState,
    ContributionState,
    ExpenseState,
    RecoveryState,
    ReportState,
    VisitState,
)
from .agreements import Agreement, BudgetLine


class OfAgreement(models.Model):
    """What belongs to an agreement and stands on its page."""

    NAMED_WITH = ("agreement",)
    ANCHOR = ""

    objects = BelongsQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.agreement)

    def get_absolute_url(self):
        return f"{self.agreement.get_absolute_url()}#{self.ANCHOR}"

    def tell_params(self):
        return self.agreement.tell_params() | {"reason": getattr(self, "reason", "")}


class WithDay(OfAgreement):
    """What is wanted until a day. told_due, told_late, told_above: the day about which a letter went out; another day is told anew."""

    told_due = models.DateField(null=True)
    told_late = models.DateField(null=True)
    told_above = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def is_late(self):
        """Still wanted, and its day is over."""
        return self.wanted_by is not None and self.is_wanted and self.wanted_by < clock.today()

    @property
    def stays_late(self):
        """Late for so many days that whoever is above hears of it."""
        return self.is_late and (clock.today() - self.wanted_by).days >= STAYS_LATE_DAYS

    def tell_params(self):
        return super().tell_params() | {"due": self.wanted_by.isoformat() if self.wanted_by else ""}


class Report(WithDay):
    """An interim or the final report. indicators: [{"name", "unit", "target", "actual"}], figures as text."""

    STEPS, ANCHOR = "grants.report", "reports"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reports")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ReportKind)
    due = models.DateField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.PLANNED)
    text = models.TextField(blank=True)
    people_served = models.PositiveIntegerField(null=True)
    indicators = models.JSONField(default=list, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    again_by = models.DateField(null=True)

    class Meta:
        ordering = ["agreement", "position"]
        indexes = [models.Index(fields=["state", "due"])]
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="one_report_position")]

    def __str__(self):
        return f"{self.agreement} · {self.get_kind_display()}"

    @property
    def wanted_by(self):
        return self.again_by if self.state == ReportState.RETURNED and self.again_by else self.due

    @property
    def is_wanted(self):
        return self.state in REPORT_DUE

    def tell_params(self):
        return super().tell_params() | {"report": in_both(self.get_kind_display)}


class BudgetChange(OfAgreement):
    """Money moved from one budget line to another, by the grantee alone within the round's share, else approved."""

    STEPS, ANCHOR = "grants.change", "budget"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="changes")
    source = models.ForeignKey(BudgetLine, models.PROTECT, related_name="moved_out")
    target = models.ForeignKey(BudgetLine, models.PROTECT, related_name="moved_in")
    amount = MoneyField()
    why = models.TextField()
    alone = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.ASKED)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agreement", "id"]
        constraints = [models.CheckConstraint(name="change_positive", condition=models.Q(amount__gt=0))]


class Expense(OfAgreement):
    """Money spent from one budget line, with its voucher (file of purpose "grants.voucher")."""

    STEPS, ANCHOR = "grants.expense", "expenses"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="expenses")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="expenses")
    day = models.DateField(_("day"))
    amount = MoneyField()
    text = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ExpenseState, default=ExpenseState.ENTERED)
    reason = models.TextField(blank=True)
    entered_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["agreement", "day", "id"]
        constraints = [models.CheckConstraint(name="expense_positive", condition=models.Q(amount__gt=0))]

    def __str__(self):
        return f"{self.agreement} · {self.text}"


class Visit(OfAgreement):
    """A visit on site and what was found."""

    STEPS, ANCHOR = "grants.visit", "visits"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="visits")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    found = models.CharField(max_length=8, choices=Found, blank=True)
    record = models.TextField(blank=True)
    people_met = models.PositiveIntegerField(null=True)
    reason = models.TextField(blank=True)
    planned_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    held_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agreement", "at", "id"]


class Recovery(WithDay):
    """Money that has to come back: proposed by the secretary, demanded by a leader, booked by finance when it is there."""

    STEPS, ANCHOR = "grants.recovery", "recoveries"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="recoveries")
    number = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=8, choices=Ground)
    amount = MoneyField()
    why = models.TextField()
    state = models.CharField(max_length=10, choices=RecoveryState, default=RecoveryState.PROPOSED)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    demanded_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    demanded_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)
    entry = models.OneToOneField("funds.Entry", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_recovery_number"),
            models.CheckConstraint(name="recovery_positive", condition=models.Q(amount__gt=0)),
        ]

    @property
    def wanted_by(self):
        return self.due

    @property
    def is_wanted(self):
        return self.state == RecoveryState.DEMANDED

    def tell_params(self):
        return super().tell_params() | {"amount": str(self.amount), "why": self.why}


class Contribution(OfAgreement):
    """What others give: volunteers (persons, hours), things, money. source: a body or group, never a private person."""

    STEPS, ANCHOR = "grants.contribution", "beside"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="contributions")
    kind = models.CharField(max_length=10, choices=Beside)
    source = models.CharField(max_length=120)
    what = models.CharField(max_length=200, blank=True)
    people = models.PositiveIntegerField(null=True)
    hours = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    amount = MoneyField(null=True)
    state = models.CharField(max_length=10, choices=ContributionState, default=ContributionState.TOLD)
    told_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["agreement", "kind", "id"]
