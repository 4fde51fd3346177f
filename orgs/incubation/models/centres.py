"""A centre with its places and services, its intake rounds, what can be booked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock, links
from marketplace.core.texts import Translated, both

from ..kinds import ResourceKind
from ..queries import CentreQuerySet, IntakeQuerySet
from ..states import CentreState, IntakeState


class Centre(models.Model):
    """Where organisations grow. places: desks for bodies inside; helps_target: how many others each helps afterwards."""

    STEPS = "incubation.centre"

    code = models.CharField(_("code"), max_length=20, unique=True)
    office = models.ForeignKey(
        "orgs.Office", models.PROTECT, related_name="centres", verbose_name=_("office in charge")
    )
    community = models.ForeignKey(
        "orgs.Community", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    address_zh = models.CharField(_("address in Chinese"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=240, blank=True)
    about_zh = models.TextField(_("what it is for, in Chinese"), blank=True)
    about_en = models.TextField(_("what it is for, in English"), blank=True)
    services_zh = models.TextField(_("services in Chinese, one a line"), blank=True)
    services_en = models.TextField(_("services in English, one a line"), blank=True)
    places = models.PositiveSmallIntegerField(pgettext_lazy("incubation", "places"), default=0)
    rolling = models.BooleanField(_("takes applications at any time"), default=False)
    helps_target = models.PositiveSmallIntegerField(_("each helps so many others afterwards"), default=2)
    state = models.CharField(max_length=8, choices=CentreState, default=CentreState.OPEN)
    provenance = models.CharField(max_length=12, default="illustrative")
    source_ref = models.CharField(max_length=40, blank=True)
    name, address, about, services = Translated(), Translated(), Translated(), Translated()
    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("incubation:centre", self.code)

    @property
    def service_list(self) -> list[str]:
        return [part.strip() for part in self.services.splitlines() if part.strip()]

    def tell_params(self):
        return {"centre": both(self, "name")}


class IntakeRound(models.Model):
    """Applications from a day until a day, both included."""

    STEPS = "incubation.intake"

    code = models.CharField(_("code"), max_length=20, unique=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="rounds", verbose_name=_("centre"))
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    text_zh = models.TextField(_("who may apply, in Chinese"), blank=True)
    text_en = models.TextField(_("who may apply, in English"), blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    places = models.PositiveSmallIntegerField(pgettext_lazy("incubation", "places"), default=1)
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.DRAFT)
    title, text = Translated(), Translated()
    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(name="intake_begins_before_ending", condition=Q(first_day__lte=F("last_day")))
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.centre.get_absolute_url()}#intake-{self.pk}"

    def is_open(self, day=None) -> bool:
        day = day or clock.today()
        return self.state == IntakeState.PUBLISHED and self.first_day <= day <= self.last_day

    def tell_params(self):
        return {"round": both(self, "title"), "centre": both(self.centre, "name")}


class Resource(models.Model):
    """What bodies inside share: a meeting room, a projector."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="resources")
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name = Translated()

    class Meta:
        ordering = ["kind", "name_zh"]
        constraints = [models.UniqueConstraint(fields=["centre", "name_zh"], name="resource_named_once")]

    def __str__(self):
        return self.name
