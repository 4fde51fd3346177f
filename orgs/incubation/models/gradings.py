"""An assessment on its way to a grade."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.personal import personal
from marketplace.core.texts import both
from orgs.kinds import Grade

from ..kinds import Voted
from ..queries import GradingQuerySet
from ..queries_gradings import GradeObjectionQuerySet, VoteQuerySet
from ..states_gradings import EndingState, GradeObjectionState, GradingState


class Grading(models.Model):
    """Self-assessment, evidence, visit, decision. points: {part: points}, the organisation's own; found: the visitors'.

    members, present, in_favour: of the committee's last sitting (Measures, arts 11 and 13); counted from the votes, or
    entered as numbers before votes were rows. sitting: how many there were, 0 where nobody voted by name.
    notice_until: until when the decision has public notice; objections are possible so long.
    """

    STEPS = "incubation.grading"

    organisation = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        related_name="gradings",
        verbose_name=pgettext_lazy("incubation", "organisation"),
    )
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+", verbose_name=_("office in charge"))
    wanted = models.CharField(_("grade it applies for"), max_length=2, choices=Grade)
    points = models.JSONField(default=dict)
    evidence = models.TextField(_("evidence"), blank=True)
    began_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    visited_on = models.DateField(_("visited on"), null=True)
    visitors = models.ManyToManyField("experts.Expert", blank=True, related_name="+", verbose_name=_("visitors"))
    found = models.JSONField(default=dict)
    findings = models.TextField(_("findings"), blank=True)
    members = models.PositiveSmallIntegerField(_("members of the committee"), null=True)
    present = models.PositiveSmallIntegerField(_("present"), null=True)
    in_favour = models.PositiveSmallIntegerField(_("in favour"), null=True)
    sitting = models.PositiveSmallIntegerField(default=0)
    grade = models.CharField(_("grade"), max_length=2, choices=Grade, blank=True)
    decided_at = models.DateTimeField(null=True)
    notice_until = models.DateTimeField(_("public notice until"), null=True)
    state_reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(max_length=10, choices=GradingState, default=GradingState.SELF)
    objects = GradingQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["state", "-began_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["self", "submitted", "visited", "notice", "review"]),
                name="one_open_assessment",
            )
        ]

    def __str__(self):
        return f"{self.organisation} · {self.wanted}"

    def get_absolute_url(self):
        return links.to("incubation:grading", self.pk)

    @property
    def total(self) -> int:
        return sum(self.points.values())

    @property
    def total_found(self) -> int:
        return sum(self.found.values())

    def tell_params(self):
        return {
            "name": both(self.organisation, "name"),
            "grade": self.grade or self.wanted,
            "reason": self.state_reason,
            "until": self.notice_until.isoformat() if self.notice_until else "",
        }


class Vote(models.Model):
    """One member of a committee in one sitting: how they voted, or that they were not there or recused. Never public.

    expert: the roster's entry where the member stands in it; why: of a recusal.
    """

    grading = models.ForeignKey(Grading, models.CASCADE, related_name="votes")
    sitting = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        "orgs.User", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("committee", "member")
    )
    expert = models.ForeignKey("experts.Expert", models.PROTECT, null=True, related_name="+")
    voted = models.CharField(_("vote"), max_length=10, choices=Voted)
    why = personal(models.CharField(_("reason"), max_length=200, blank=True), why="recusal, kept on file", of="user")
    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "id"]
        constraints = [models.UniqueConstraint(fields=["grading", "sitting", "user"], name="one_vote_a_sitting")]

    def __str__(self):
        return f"{self.user} · {self.get_voted_display()}"


class GradeObjection(models.Model):
    """Somebody objects to the decision while it has public notice. organisation: the one assessed, where it objects itself."""

    STEPS = "incubation.grade_objection"
    NAMED_WITH = ("grading",)

    grading = models.ForeignKey(Grading, models.PROTECT, related_name="objections")
    sitting = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    text = personal(models.TextField(_("reasons")), why="answering the objection", of="filed_by")
    answer_until = models.DateTimeField(_("answer until"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=GradeObjectionState, default=GradeObjectionState.FILED)
    objects = GradeObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["grading", "id"]
        constraints = [
            models.UniqueConstraint(fields=["grading", "sitting", "filed_by"], name="one_objection_a_sitting")
        ]

    def __str__(self):
        return str(self.grading)

    def get_absolute_url(self):
        return self.grading.get_absolute_url()

    @property
    def office(self):
        return self.grading.office

    def tell_params(self):
        return self.grading.tell_params() | {"answer": self.answer}


class GradeEnding(models.Model):
    """The owners were told that a grade expires, once; and once more shortly before (told_last_at)."""

    STEPS = "incubation.grade_ending"

    assessment = models.OneToOneField("orgs.Assessment", models.CASCADE, related_name="ending")
    told_at = models.DateTimeField()
    told_last_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=4, choices=EndingState, default=EndingState.TOLD)

    def __str__(self):
        return f"{self.assessment.organisation} · {self.assessment.grade}"

    @property
    def organisation(self):
        return self.assessment.organisation

    def get_absolute_url(self):
        return links.to("incubation:gradings")

    def tell_params(self):
        row = self.assessment
        return {"name": both(row.organisation, "name"), "grade": row.grade, "day": row.valid_to.isoformat()}
