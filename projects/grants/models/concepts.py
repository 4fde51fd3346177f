"""The short concept before the full application."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links

from ..queries_concepts import ConceptQuerySet
from ..states_concepts import ConceptState
from .forms import FormVersion
from .rounds import Round


class Concept(models.Model):
    """What one organisation has in mind, in a few words. draft: as it is written, encrypted; content: what was handed in.

    The office reads it when concepts are taken no more (`queries_concepts`); reviewers of a blind round do not.
    """

    STEPS = "grants.concept"
    NAMED_WITH = ("round",)

    code = models.CharField(max_length=32, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="concepts")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="grant_concepts")
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="concepts")
    state = models.CharField(max_length=10, choices=ConceptState, default=ConceptState.DRAFT)
    writer = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    draft = models.BinaryField(null=True)
    draft_saved_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=160, blank=True)
    content = models.JSONField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    objects = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["round", "state"]), models.Index(fields=["organisation", "state"])]

    def __str__(self):
        return self.title or str(_("Concept"))

    def get_absolute_url(self):
        return links.to("grants:concept", self.code)

    def tell_params(self):
        said = self.round.tell_params()
        return said | {"application": self.title or said["title"], "reason": self.reason}


for _name in ("draft", "draft_saved_at", "content", "title"):
    Concept._meta.get_field(_name).unaudited = True
