"""Screening, reviews, determinations, objections."""

from django.db import models

from marketplace.core import links
from marketplace.core.codes import new_key
from marketplace.core.money import MoneyField
from marketplace.core.personal import personal

from ..kinds import Outcome
from ..queries_reviews import ObjectionQuerySet, ReviewQuerySet
from ..states_applications import ApplicationState
from ..states_reviews import ObjectionState, ReviewState
from .applications import Application
from .rounds import Round, RoundCriterion


class Screening(models.Model):
    """One look of the secretariat at one application, with its reasons."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="screenings")
    decision = models.CharField(max_length=12)  # the state it led to
    reasons = models.TextField(blank=True)
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cure_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["application", "id"]

    @property
    def decision_label(self):
        return ApplicationState(self.decision).label


class Review(models.Model):
    """One reviewer's look at one application. id: in no order, so that it tells nothing of the application."""

    STEPS = "grants.review"
    NAMED_WITH = ("application__round",)

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("orgs.User", models.PROTECT, related_name="grant_reviews")
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.ASSIGNED)
    conflict = personal(models.TextField(blank=True), why="why a reviewer was replaced", of="reviewer")
    comment = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    assigned_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["reviewer", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], condition=~models.Q(state="replaced"), name="one_review_each"
            )
        ]

    def __str__(self):
        return f"{self.application.round.number} · {self.application.mark}"

    def get_absolute_url(self):
        return links.to("grants:review", self.pk)

    def tell_params(self):
        row = self.application
        return row.round.tell_params() | {
            "mark": row.mark,
            "reason": self.reason,
            "until": row.round.review_until.isoformat(timespec="minutes"),
        }


Review._meta.get_field("comment").unaudited = True


class Score(models.Model):
    """Points of one review for one criterion, with the reason. A draft until the review is handed in."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(RoundCriterion, models.PROTECT, related_name="scores")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["review", "criterion__position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_of_a_criterion"),
            models.CheckConstraint(
                name="points_0_to_100", condition=models.Q(points__gte=0) & models.Q(points__lte=100)
            ),
        ]


class Determination(models.Model):
    """What is proposed, then decided, about one application. outcome and amount are the leader's from `decided_at` on."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="determination")
    rank = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=7, decimal_places=4)
    outcome = models.CharField(max_length=8, choices=Outcome)
    amount = MoneyField(default=0)
    conditions = models.TextField(blank=True)
    reasons = models.TextField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["application__round", "rank"]


class Objection(models.Model):
    """An applicant objects to the decision; the leader answers."""

    STEPS = "grants.objection"
    NAMED_WITH = ("round",)

    round = models.ForeignKey(Round, models.PROTECT, related_name="objections")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+")
    filed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    text = models.TextField()
    state = models.CharField(max_length=8, choices=ObjectionState, default=ObjectionState.FILED)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["round", "id"]

    def __str__(self):
        return str(self.round)

    def get_absolute_url(self):
        return self.round.get_absolute_url()

    def tell_params(self):
        return self.round.tell_params() | {"answer": self.answer}
