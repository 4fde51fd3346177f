"""Contracts, milestones, opinions of service users, payments (M8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated
from marketplace.tenders.states import named_evidence

from .queries import ContractQuerySet, MilestoneQuerySet
from .states import DUE, ContractState, Degree, MilestoneState


class Contract(models.Model):
    """Drawn from an award; never above it nor above the fund's commitment."""

    STEPS = "contracts.contract"

    number = models.CharField(max_length=20, unique=True)
    call = models.OneToOneField("tenders.Call", models.PROTECT, related_name="contract")
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="contracts")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="contracts")
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="contracts")
    title_zh = models.CharField(max_length=160)
    title_en = models.CharField(max_length=240, blank=True)
    price = MoneyField()
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    document = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=ContractState, default=ContractState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    title, text = Translated(), Translated()
    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-signed_at", "-id"]), models.Index(fields=["organisation", "-id"])]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return links.to("contracts:contract", self.number)

    def destination(self) -> dict:
        """What its promise is for: that of its call."""
        return self.call.destination()

    def tell_params(self):
        return {
            "title": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "number": self.number,
            "reason": self.state_reason,
        }


class Signature(models.Model):
    """One side's signature over the SHA-256 of the contract's document, with a fresh second factor. Append-only."""

    class Side(models.TextChoices):
        OFFICE = "OFFICE", _("street office")
        ORGANISATION = "ORGANISATION", _("organisation")

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "side", "sha256"], name="one_signature_each_side")]


class ContractLine(models.Model):
    """What is delivered: item, quantity, unit price as awarded."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="lines")
    item = models.ForeignKey("catalogue.ServiceItem", models.PROTECT, related_name="contract_lines")
    quantity = models.DecimalField(max_digits=12, decimal_places=2)
    unit_price = MoneyField()
    amount = MoneyField()


class Milestone(models.Model):
    """A delivery that is accepted and paid. accepted_amount: what acceptance allows to be paid (≤ amount)."""

    STEPS = "contracts.milestone"
    NAMED_WITH = ("contract",)

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    amount = MoneyField()
    due = models.DateField()
    indicators = models.JSONField(default=list, blank=True)
    demands = models.JSONField(default=list, blank=True)  # keys of tenders' EvidenceKind, from the call's plan
    state = models.CharField(max_length=10, choices=MilestoneState, default=MilestoneState.PLANNED)
    report = models.TextField(blank=True)
    attendance = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    accepted_amount = MoneyField(null=True)
    reason = models.TextField(blank=True)
    again_by = models.DateField(null=True)
    opinion_key = models.CharField(max_length=32, unique=True)
    title = Translated()
    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["contract", "position"]
        constraints = [models.UniqueConstraint(fields=["contract", "position"], name="one_milestone_position")]
        indexes = [models.Index(fields=["state", "due"])]

    def __str__(self):
        return f"{self.contract} · {self.title}"

    def get_absolute_url(self):
        return f"{self.contract.get_absolute_url()}#milestone-{self.position}"

    def tell_params(self):
        return self.contract.tell_params() | {
            "milestone": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "milestone_reason": self.reason,
        }

    def slips_url(self):
        """Where the opinion slips are printed."""
        return links.to("contracts:slips", self.contract.number, self.position)

    @property
    def office_id(self):
        return self.contract.office_id

    @property
    def demanded(self):
        """Labels of the kinds of evidence that a delivery must bring."""
        return named_evidence(self.demands)

    @property
    def is_late(self):
        """Not delivered although its day (the new day, when it was sent back) has passed."""
        from marketplace.core import clock

        return self.state in DUE and (self.again_by or self.due) < clock.today()


class OpinionSlip(models.Model):
    """A one-time link or QR given to a person served; used once, never tied to a name."""

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="slips")
    token = models.CharField(max_length=32, unique=True)
    used_at = models.DateTimeField(null=True)


class Opinion(models.Model):
    """What a person served thinks of one delivery (Implementing Regulation, art. 45)."""

    slip = models.OneToOneField(OpinionSlip, models.PROTECT, related_name="opinion")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="opinions")
    degree = models.CharField(max_length=10, choices=Degree)
    text = models.TextField(blank=True)
    at = models.DateTimeField()


class Payment(models.Model):
    """Money paid for one milestone, once; the ledger entry is the proof."""

    milestone = models.OneToOneField(Milestone, models.PROTECT, related_name="payment")
    entry = models.OneToOneField("funds.Entry", models.PROTECT, related_name="+")
    amount = MoneyField()
    paid_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    paid_at = models.DateTimeField()
