"""Standards of growth, in versions: what each stage asks for, and the sentences of the maturity form."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.texts import Translated
from orgs.kinds import IncubationStage

from ..kinds import Aspect, Measure
from ..queries import StandardQuerySet
from ..states_standards import StandardState


class Standard(models.Model):
    """One version, in force from a day until a day (open when empty). What is approved is never changed."""

    STEPS = "incubation.standard"

    version = models.CharField(_("version"), max_length=20, unique=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=StandardState, default=StandardState.APPROVED)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    note = Translated()
    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]

    def __str__(self):
        return str(_("Standards of growth %(version)s") % {"version": self.version})

    def get_absolute_url(self):
        return links.to("incubation:standards")

    def tell_params(self):
        return {"version": self.version}


class StageCriterion(models.Model):
    """What a stage asks for: a measure from the records, at least so much."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="criteria")
    stage = models.CharField(_("stage"), max_length=16, choices=IncubationStage)
    measure = models.CharField(_("measure"), max_length=16, choices=Measure)
    at_least = models.PositiveSmallIntegerField(_("at least"))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["standard", "stage", "measure"], name="asked_once_of_a_stage")]

    @property
    def wanted(self) -> str:
        return Measure(self.measure).said(self.at_least)


class MaturityQuestion(models.Model):
    """A sentence that is judged from 0 (not at all) to 4 (fully)."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="sentences")
    aspect = models.CharField(_("aspect"), max_length=12, choices=Aspect)
    position = models.PositiveSmallIntegerField(default=0)
    text_zh = models.CharField(_("sentence in Chinese"), max_length=200)
    text_en = models.CharField(_("sentence in English"), max_length=240, blank=True)
    text = Translated()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self):
        return gettext("%(aspect)s: %(text)s") % {"aspect": Aspect(self.aspect).label, "text": self.text}
