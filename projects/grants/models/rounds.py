"""A grant round, its stages and criteria."""

from decimal import Decimal

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..kinds import StageKind
from ..queries import RoundQuerySet
from ..states import RoundState
from .forms import FormVersion


class Round(models.Model):
    """One round of a street's venture philanthropy.

    deadline, review_until: when the stages APPLICATION and REVIEWS end, kept here for lists and rules (`domain.rounds`).
    classes, stages: keys of OrgClass and IncubationStage that may apply; empty: all. least_grade: "" or "1A" to "5A".
    tranches: [{"title_zh", "title_en", "share"}] of the award, shares add up to 1. line_share: so much of a budget line
    may move without approval. concept_*: the short form that only invited ones follow with a full application; None:
    everybody who may apply writes it. recipient, identity: the key of a sealed round, as of a call.
    """

    STEPS = "grants.round"

    number = models.CharField(max_length=20, blank=True, db_index=True)
    code = models.CharField(max_length=32, unique=True)
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="grant_rounds")
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="grant_rounds", verbose_name=_("paid from"))
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="rounds", verbose_name=_("form"))
    title_zh = models.CharField(_("title in Chinese"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=240, blank=True)
    theme_zh = models.CharField(_("theme in Chinese"), max_length=120, blank=True)
    theme_en = models.CharField(_("theme in English"), max_length=200, blank=True)
    text_zh = models.TextField(_("text in Chinese"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    budget = MoneyField(_("money of the round"))
    least = MoneyField(_("least sum of an application"), default=0)
    most = MoneyField(_("highest sum of an application"))
    communities = models.ManyToManyField("orgs.Community", blank=True, related_name="grant_rounds")
    classes = models.JSONField(_("classes that may apply"), default=list, blank=True)
    stages_of_growth = models.JSONField(_("incubation stages that may apply"), default=list, blank=True)
    least_grade = models.CharField(_("least assessment grade"), max_length=2, blank=True)
    limit = models.PositiveSmallIntegerField(_("applications of one organisation"), default=1)
    opens_at = models.DateTimeField(_("applications from"))
    concept_form = models.ForeignKey(FormVersion, models.PROTECT, null=True, blank=True, related_name="concept_rounds")
    concept_until = models.DateTimeField(_("concepts until"), null=True, blank=True)
    concept_by = models.DateTimeField(_("decided about concepts until"), null=True, blank=True)
    deadline = models.DateTimeField(_("applications until"))
    review_until = models.DateTimeField(_("reviews until"))
    cure_days = models.PositiveSmallIntegerField(_("working days to complete a returned application"), default=5)
    standstill_days = models.PositiveSmallIntegerField(_("working days for objections"), default=7)
    reviewers = models.PositiveSmallIntegerField(_("reviewers of each application"), default=3)
    blind = models.BooleanField(_("reviewers do not see who applies"), default=True)
    sealed = models.BooleanField(_("sealed until the deadline"), default=True)
    tranches = models.JSONField(default=list, blank=True)
    line_share = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    agreement_zh = models.TextField(_("agreement template in Chinese"), blank=True)
    agreement_en = models.TextField(_("agreement template in English"), blank=True)
    reporting_zh = models.TextField(_("reporting rule in Chinese"), blank=True)
    reporting_en = models.TextField(_("reporting rule in English"), blank=True)
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    standstill_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closing_zh = models.TextField(blank=True)
    closing_en = models.TextField(blank=True)
    recipient = models.CharField(max_length=100, blank=True)
    identity = models.TextField(blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    provenance = models.CharField(max_length=12, default="illustrative")
    title, theme, text = Translated(), Translated(), Translated()
    agreement, reporting, closing = Translated(), Translated(), Translated()
    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "deadline", "id"]),
            models.Index(fields=["-published_at", "-id"], name="grants_round_newest"),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self):
        return links.to("grants:round", self.code)

    def applications_url(self):
        return f"{links.to('grants:applications')}?round={self.code}"

    def ranking_url(self):
        return links.to("grants:ranking", self.code)

    @property
    def tranche_rows(self):
        """[{"title", "share"}] in the reader's language; share: Decimal."""
        return [
            {
                "title": (row.get("title_en") or row["title_zh"]) if get_language() == "en" else row["title_zh"],
                "share": Decimal(row["share"]),
            }
            for row in self.tranches
        ]

    @property
    def determinations(self):
        """What is proposed or decided, by rank."""
        from .reviews import Determination

        rows = Determination.objects.filter(application__round=self).select_related("application__organisation")
        return rows.order_by("rank", "pk")

    def tell_params(self):
        return {
            "title": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "number": self.number,
            "reason": self.state_reason,
            "deadline": self.deadline.isoformat(timespec="minutes"),
            "until": self.review_until.isoformat(timespec="minutes"),
        }


Round._meta.get_field("identity").unaudited = True


class Stage(models.Model):
    """One stage of a round with its planned end. Optional stages that a round does without have no row."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=16, choices=StageKind)
    position = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField(null=True)
    note_zh = models.CharField(max_length=200, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    note = Translated()

    class Meta:
        ordering = ["round", "position"]
        constraints = [models.UniqueConstraint(fields=["round", "kind"], name="one_stage_of_a_kind")]


class RoundCriterion(models.Model):
    """What reviewers score, 0 to 100. Weights of a round add up to 1."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=4)
    name, description = Translated(), Translated()

    class Meta:
        ordering = ["round", "position"]
