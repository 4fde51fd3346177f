"""Agreements about awards: versions, signatures, budget lines, tranches."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..kinds_delivery import Side, Worth
from ..queries_agreements import AgreementQuerySet, BelongsQuerySet
from ..states_agreements import AgreementState, TrancheState
from .applications import Application
from .rounds import Round


class Agreement(models.Model):
    """What the office and the grantee agree about one award. amount: the award; the fund's promise is for it alone.

    text, starts, ends: of the version in force, or of the draft. lat, lon: where the project is, for the map.
    worth, evaluation, result: how it is judged and what came of it, published when it is closed.
    """

    STEPS = "grants.agreement"

    number = models.CharField(max_length=20, unique=True)
    application = models.OneToOneField(Application, models.PROTECT, related_name="agreement")
    round = models.ForeignKey(Round, models.PROTECT, related_name="agreements")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="grant_agreements")
    title = models.CharField(max_length=160)
    amount = MoneyField()
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    community = models.ForeignKey("orgs.Community", models.PROTECT, null=True, related_name="grant_agreements")
    lat = models.FloatField(_("latitude"), null=True)
    lon = models.FloatField(_("longitude"), null=True)
    indicators = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=12, choices=AgreementState, default=AgreementState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    worth = models.CharField(max_length=8, choices=Worth, blank=True)
    evaluation = models.TextField(blank=True)
    result_zh = models.TextField(blank=True)
    result_en = models.TextField(blank=True)
    people_served = models.PositiveIntegerField(null=True)
    evaluated_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    text, result = Translated(), Translated()
    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["round", "state"]),
            models.Index(fields=["organisation", "-id"]),
            models.Index(fields=["state", "-signed_at", "-id"]),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return links.to("grants:agreement", self.number)

    @property
    def pending(self):
        """The version that waits for signatures, or None."""
        if self.state not in (AgreementState.OFFERED, AgreementState.AMENDING):
            return None
        return self.versions.order_by("-number").first()

    @property
    def where(self) -> str:
        """The place in words; else the community's name; else ""."""
        return self.place or (self.community.name if self.community else "")

    @property
    def money(self) -> dict:
        """{"paid", "spent", "returned"} in yuan, as of now."""
        from .. import queries_agreements as q

        return {"paid": q.paid_of(self), "spent": q.spent_of(self), "returned": q.claimed_of(self, "returned")}

    def tell_params(self):
        return self.round.tell_params() | {
            "agreement": self.number,
            "application": self.title,
            "reason": self.state_reason,
        }


class AgreementVersion(models.Model):
    """One text that both sides sign; in force from `effective_at` on, when both have. The document is what is signed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    document = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    effective_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_agreement_version")]


class AgreementSignature(models.Model):
    """One side's signature over the SHA-256 of a version's document, with a fresh second factor. Append-only."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "side"], name="one_grant_signature_each_side")]


class BudgetLine(models.Model):
    """One line of the agreed budget. granted: as signed; amount: after the changes since."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    granted = MoneyField()
    amount = MoneyField()

    class Meta:
        ordering = ["agreement", "position"]
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="one_budget_line_position")]

    def __str__(self):
        return self.name


class Tranche(models.Model):
    """A part of the award. report: what must be accepted before it is paid; None: the signed agreement is enough."""

    STEPS = "grants.tranche"
    NAMED_WITH = ("agreement",)

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="tranches")
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80, blank=True)
    amount = MoneyField()
    report = models.OneToOneField("grants.Report", models.PROTECT, null=True, related_name="tranche")
    state = models.CharField(max_length=8, choices=TrancheState, default=TrancheState.PLANNED)
    reason = models.TextField(blank=True)
    title = Translated()
    objects = BelongsQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="one_tranche_position"),
            models.CheckConstraint(name="tranche_not_negative", condition=models.Q(amount__gte=0)),
        ]

    def __str__(self):
        return f"{self.agreement} · {self.title}"

    def get_absolute_url(self):
        return f"{self.agreement.get_absolute_url()}#tranches"

    def tell_params(self):
        return self.agreement.tell_params() | {
            "tranche": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "reason": self.reason,
        }


class TranchePayment(models.Model):
    """Money paid for one tranche, once; the ledger entry is the proof. Append-only."""

    tranche = models.OneToOneField(Tranche, models.PROTECT, related_name="payment")
    entry = models.OneToOneField("funds.Entry", models.PROTECT, related_name="+")
    amount = MoneyField()
    paid_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    paid_at = models.DateTimeField()
