"""Hub organisations: whom they look after, what they report, which functions they received."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.texts import Translated, both

from ..queries import CareQuerySet
from ..states_hubs import CareState, FunctionState


class Care(models.Model):
    """A hub looks after an organisation, since a day until a day (open when empty). told_quarter: whose report was asked for; told_last: once more."""

    STEPS = "incubation.care"

    hub = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="cares", verbose_name=_("hub"))
    organisation = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="cared_by", verbose_name=_("looked after")
    )
    what_zh = models.CharField(_("in what, in Chinese"), max_length=200)
    what_en = models.CharField(_("in what, in English"), max_length=240, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(max_length=10, choices=CareState, default=CareState.PROPOSED)
    told_quarter = models.CharField(max_length=7, blank=True)
    told_last = models.CharField(max_length=7, blank=True)
    what = Translated()
    objects = CareQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["hub", "state"])]
        constraints = [
            models.CheckConstraint(name="no_hub_of_itself", condition=~Q(hub=F("organisation"))),
            models.UniqueConstraint(
                fields=["hub", "organisation"], condition=Q(state__in=["proposed", "running"]), name="looked_after_once"
            ),
        ]

    def __str__(self):
        return f"{self.hub} → {self.organisation}"

    def get_absolute_url(self):
        return links.to("incubation:hub", self.hub.code)

    def tell_params(self):
        return {"hub": both(self.hub, "name"), "name": both(self.organisation, "name"), "reason": self.end_reason}


class CareReport(models.Model):
    """What the hub did for one it looks after, in one quarter."""

    care = models.ForeignKey(Care, models.CASCADE, related_name="reports")
    quarter = models.CharField(_("quarter"), max_length=6)
    hours = models.PositiveSmallIntegerField(_("hours"))
    text = models.TextField(_("what was done"))
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-quarter", "-id"]
        constraints = [models.UniqueConstraint(fields=["care", "quarter"], name="one_report_a_quarter")]


class Function(models.Model):
    """A function that an office handed to a hub, since a day until a day."""

    STEPS = "incubation.function"

    hub = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="functions", verbose_name=_("hub"))
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+", verbose_name=_("handed over by"))
    name_zh = models.CharField(_("function in Chinese"), max_length=160)
    name_en = models.CharField(_("function in English"), max_length=200, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(max_length=10, choices=FunctionState, default=FunctionState.HELD)
    name = Translated()
    objects = CareQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("incubation:hub", self.hub.code)

    def tell_params(self):
        return {"hub": both(self.hub, "name"), "function": both(self, "name"), "reason": self.end_reason}
