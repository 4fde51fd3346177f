"""Rule figures, dated."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.texts import Translated, in_both

from ..queries_moves import FigureQuerySet
from ..states_figures import FigureKey, FigureState


class RuleFigure(models.Model):
    """A figure of the funds' rules as it stands from a day on. clause: where it is written."""

    STEPS = "funds.figure"

    key = models.CharField(pgettext_lazy("funds", "figure"), max_length=20, choices=FigureKey)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("in force from"))
    clause_zh = models.CharField(_("where it is written, in Chinese"), max_length=200)
    clause_en = models.CharField(_("where it is written, in English"), max_length=300, blank=True)
    local = models.BooleanField(_("a local choice"), default=True)
    state = models.CharField(max_length=10, choices=FigureState, default=FigureState.DRAFT)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    clause = Translated()
    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from"]
        indexes = [models.Index(fields=["key", "state", "-valid_from"])]

    def __str__(self):
        return f"{self.get_key_display()}: {self.value.normalize():f}"

    def get_absolute_url(self):
        return links.to("funds:figures")

    def tell_params(self):
        return {"figure": in_both(lambda: self)}
