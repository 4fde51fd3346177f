"""A call for tenders, its lines, criteria, conditions, milestones, questions and amendments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..queries import CallQuerySet, QuestionQuerySet
from ..states import CallState, CriterionKind, QuestionState, named_evidence
from .procedures import Procedure


class Call(models.Model):
    """A call for tenders. `deadline` is also the opening time. recipient: public age key; identity: private half, encrypted."""

    STEPS = "tenders.call"

    number = models.CharField(max_length=20, blank=True, db_index=True)
    code = models.CharField(max_length=32, unique=True)
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="calls")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="calls")
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="calls")
    budget = MoneyField(_("budget (highest price)"), default=0)
    title_zh = models.CharField(_("title in Chinese"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=240, blank=True)
    text_zh = models.TextField(_("text in Chinese"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    communities = models.ManyToManyField("orgs.Community", blank=True, related_name="calls")
    service_months = models.PositiveSmallIntegerField(_("months of service"), default=12)
    score_places = models.PositiveSmallIntegerField(default=2)
    questions_until = models.DateTimeField(_("questions until"), null=True)
    deadline = models.DateTimeField(_("bids until"), null=True)
    dates_provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=CallState, default=CallState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    recipient = models.CharField(max_length=100, blank=True)
    identity = models.TextField(blank=True)
    minutes = models.JSONField(default=dict, blank=True)
    needs_text = models.CharField(max_length=200, blank=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    title, text = Translated(), Translated()
    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "deadline", "id"]),
            models.Index(fields=["office", "state", "deadline"]),
            models.Index(fields=["state", "-published_at", "-id"]),
            models.Index(fields=["-published_at", "-id"], name="tenders_call_newest"),  # the public list's own order
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self):
        return links.to("tenders:call", self.code)

    def destination(self) -> dict:
        """What its promise is for, for the fund's plan: the one category and the one community, else all of them."""
        categories = set(self.lines.values_list("item__category", flat=True))
        places = list(self.communities.all()[:2])
        return {
            "category": categories.pop() if len(categories) == 1 else "",
            "community": places[0] if len(places) == 1 else None,
        }

    def tell_params(self):
        return {
            "title": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "number": self.number,
            "reason": self.state_reason,
            "deadline": self.deadline.isoformat(timespec="minutes") if self.deadline else "",
        }


# The private half of the sealing key never reaches the audit, not even encrypted; minutes are long and public anyway.
Call._meta.get_field("identity").unaudited = True
Call._meta.get_field("minutes").unaudited = True


class CallLine(models.Model):
    """So much of one item of the purchase list."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="lines")
    item = models.ForeignKey("catalogue.ServiceItem", models.PROTECT, related_name="call_lines")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["id"]


class Criterion(models.Model):
    """What is scored. Weights of a call add up to 1; one criterion is the price (unless prices are fixed)."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=CriterionKind, default=CriterionKind.QUALITY)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=4)
    name, description = Translated(), Translated()

    class Meta:
        ordering = ["call", "position"]


class Condition(models.Model):
    """A qualification condition: met or not met, never scored (Order 87, art. 55)."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="conditions")
    position = models.PositiveSmallIntegerField()
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)
    text = Translated()

    class Meta:
        ordering = ["call", "position"]


class PlannedMilestone(models.Model):
    """What will be delivered and paid when: a share of the price, so many days after signing."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=4)
    due_days = models.PositiveSmallIntegerField()
    indicators = models.JSONField(default=list, blank=True)
    demands = models.JSONField(default=list, blank=True)  # keys of EvidenceKind; none: any one kind will do
    title = Translated()

    class Meta:
        ordering = ["call", "position"]

    @property
    def demanded(self):
        """Labels of the kinds of evidence that a delivery must bring."""
        return named_evidence(self.demands)


class Amendment(models.Model):
    """A published change of an open call. before/after: plain values of the changed fields. Append-only."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    material = models.BooleanField()
    old_deadline = models.DateTimeField()
    new_deadline = models.DateTimeField()
    clause = models.CharField(max_length=120, blank=True)
    changes = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    text = Translated()

    class Meta:
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_amendment_number")]


class Question(models.Model):
    """A question by an organisation; the text and the answer are public, the asker is not (M4)."""

    STEPS = "tenders.question"

    call = models.ForeignKey(Call, models.PROTECT, related_name="questions")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.ASKED)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="questions")
    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["call", "id"]

    def __str__(self):
        return str(self.call)

    def get_absolute_url(self):
        return f"{self.call.get_absolute_url()}#question-{self.pk}"

    def tell_params(self):
        return self.call.tell_params()
