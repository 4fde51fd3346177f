"""What came of it: indicators, people served, story, pictures (M30 core)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.texts import Translated

from .queries import OutcomeQuerySet
from .states import OutcomeState


class Outcome(models.Model):
    """Drafted when a milestone is accepted or a contract closed; milestone None: the outcome of the whole contract."""

    STEPS = "outcomes.outcome"

    code = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="outcomes")
    milestone = models.ForeignKey("contracts.Milestone", models.PROTECT, null=True, related_name="outcomes")
    communities = models.ManyToManyField("orgs.Community", blank=True, related_name="outcomes")
    title_zh = models.CharField(_("title in Chinese"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=240, blank=True)
    story_zh = models.TextField(_("story in Chinese"), blank=True)
    story_en = models.TextField(_("story in English"), blank=True)
    people_served = models.PositiveIntegerField(_("people served"), null=True, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=OutcomeState, default=OutcomeState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    title, story = Translated(), Translated()
    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [models.Index(fields=["state", "-published_at", "-id"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return links.to("outcomes:outcome", self.code)

    def tell_params(self):
        return {"title": {"zh": self.title_zh, "en": self.title_en or self.title_zh}, "reason": self.state_reason}


class Indicator(models.Model):
    """A figure with target and actual, in a unit."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    unit_zh = models.CharField(max_length=20, blank=True)
    unit_en = models.CharField(max_length=40, blank=True)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    actual = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    name, unit = Translated(), Translated()

    class Meta:
        ordering = ["outcome", "position"]


class Picture(models.Model):
    """A picture with its alternative text in both languages."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="pictures")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    alt_zh = models.CharField(max_length=200)
    alt_en = models.CharField(max_length=300, blank=True)
    alt = Translated()
