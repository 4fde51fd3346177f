"""An application to a fund, the stewards' opinions on it, what was paid for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.personal import personal
from marketplace.core.texts import Translated, both

from ..queries_applications import ApplicationQuerySet
from ..states_applications import ApplicationState, Group, Verdict
from .books import Entry, Fund
from .microfunds import Steward
from .purposes import FundPurpose


class FundApplication(models.Model):
    """Money asked of a fund. What the public reads: purpose, group, sums, `public_zh`; never who asked or for whom."""

    STEPS = "funds.application"

    number = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="applications")
    purpose = models.ForeignKey(FundPurpose, models.PROTECT, null=True, blank=True, related_name="applications")
    community = models.ForeignKey("orgs.Community", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    group = models.CharField(_("whom it helps"), max_length=16, choices=Group)
    people = models.PositiveIntegerField(_("how many people"), default=1)
    text = personal(models.TextField(_("what it is for")), why="the stewards decide on it", erased="—", of="asked_by")
    amount = MoneyField(_("amount asked for (yuan)"))
    granted = MoneyField(null=True)
    public_zh = models.CharField(_("what everybody reads, in Chinese"), max_length=200, blank=True)
    public_en = models.CharField(_("what everybody reads, in English"), max_length=300, blank=True)
    reason = models.TextField(blank=True)
    report = models.TextField(blank=True)
    reached = models.PositiveIntegerField(_("people reached"), null=True)
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.ASKED)
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    public = Translated()
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "state", "-id"]), models.Index(fields=["asked_by"]), models.Index(fields=["state", "-id"])]  # fmt: skip

    def __str__(self):
        return f"{self.number} {self.public or self.get_group_display()}"

    def get_absolute_url(self):
        return links.to("funds:application", self.number)

    def tell_params(self):
        return {"number": self.number, "fund": both(self.fund, "name"), "reason": self.reason}

    def destination(self) -> dict:
        """What the promise is for, for the fund's purposes and plan."""
        return {"purpose": self.purpose, "category": "", "community": self.community}


class Opinion(models.Model):
    """One steward's opinion, or that they stepped out because of an interest of their own."""

    application = models.ForeignKey(FundApplication, models.CASCADE, related_name="opinions")
    steward = models.ForeignKey(Steward, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    reason = models.TextField(blank=True)
    stepped_out = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["application", "steward"], name="one_opinion_of_a_steward")]


class Disbursement(models.Model):
    """One payment for an application, against evidence that only stewards and the keepers of the books read."""

    application = models.ForeignKey(FundApplication, models.PROTECT, related_name="payments")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="disbursement")
    amount = MoneyField()
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    paid_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    paid_at = models.DateTimeField()

    class Meta:
        ordering = ["paid_at"]
