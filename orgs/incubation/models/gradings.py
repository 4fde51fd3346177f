"""An assessment on its way to a grade."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.texts import both
from orgs.kinds import Grade

from ..queries import GradingQuerySet
from ..states_gradings import EndingState, GradingState


class Grading(models.Model):
    """Self-assessment, evidence, visit, decision. points: {part: points}, the organisation's own; found: the visitors'.

    members, present, in_favour: the assessment committee's, for the decision (Measures, arts 10, 17, 18).
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
    grade = models.CharField(_("grade"), max_length=2, choices=Grade, blank=True)
    decided_at = models.DateTimeField(null=True)
    state_reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(max_length=10, choices=GradingState, default=GradingState.SELF)
    objects = GradingQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["state", "-began_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["self", "submitted", "visited"]),
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
        }


class GradeEnding(models.Model):
    """The owners were told that a grade expires, once."""

    STEPS = "incubation.grade_ending"

    assessment = models.OneToOneField("orgs.Assessment", models.CASCADE, related_name="ending")
    told_at = models.DateTimeField()
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
