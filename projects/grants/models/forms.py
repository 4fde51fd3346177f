"""Forms of applications, as data with versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.texts import Translated

from ..queries_forms import FormQuerySet
from ..states import FormState


class FormVersion(models.Model):
    """One version of one form (`code`). definition: see `formdef`. In use it never changes; a change is the next version."""

    STEPS = "grants.form"

    code = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1)
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="grant_forms")
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    definition = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=FormState, default=FormState.DRAFT)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    title = Translated()
    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_version_of_a_form")]

    def __str__(self):
        return f"{self.title} · {self.version}"

    def get_absolute_url(self):
        return links.to("grants:form", self.code, self.version)


# A whole definition in each line of the audit tells less than the versions themselves, which are all kept.
FormVersion._meta.get_field("definition").unaudited = True
