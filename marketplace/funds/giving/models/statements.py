"""Statements of a bank or payment platform, as read in; how their columns are to be read is kept."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.codes import new_code
from marketplace.core.money import MoneyField
from marketplace.core.personal import personal

from ..kinds import Way
from ..states_statements import StatementState, Verdict


class Layout(models.Model):
    """How the columns of one bank's or platform's statement are read: {"on": "交易日期", "amount": "金额", …}."""

    office = models.ForeignKey("orgs.Office", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=Way, default=Way.BANK)
    columns = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_layout_of_a_name")]

    def __str__(self):
        return self.name


class Statement(models.Model):
    """One file, read dry: nothing is booked until a second person says so. sha256: of the file, which is not kept.

    cause: what in the fund its lines are for, where they keep no promise.
    """

    STEPS = "giving.statement"

    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="+", verbose_name=_("fund"))
    cause_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    cause_id = models.BigIntegerField(null=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=Way)
    columns = models.JSONField(default=dict)
    read_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=StatementState, default=StatementState.DRY)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "state", "-id"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("giving:statement", self.code) if self.pk else links.to("giving:desk")

    def tell_params(self):
        count = self.lines.filter(verdict__in=[Verdict.NEW, Verdict.PLEDGE]).count()
        fund = {"zh": self.fund.name_zh, "en": self.fund.name_en or self.fund.name_zh}
        return {"fund": fund, "count": count}


class StatementLine(models.Model):
    """One line. fingerprint: what makes it the same line when it is read in again; payer and text go when it is settled."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    on = models.DateField(null=True)
    amount = MoneyField(null=True)
    payer = personal(models.CharField(max_length=120, blank=True), why="to match a promise and write the receipt")
    text = personal(models.CharField(max_length=300, blank=True), why="to match a promise")
    serial = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    problem = models.CharField(max_length=300, blank=True)
    pledge = models.ForeignKey("giving.Pledge", models.PROTECT, null=True, related_name="+")
    gift = models.OneToOneField("giving.Gift", models.PROTECT, null=True, related_name="statement_line")

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["statement", "row"], name="one_line_of_a_row")]
