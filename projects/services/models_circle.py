"""What the fifteen-minute circle is reckoned with: the pace, what a neighbourhood needs, walks that were timed."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.texts import Translated
from orgs.states import Standing

from .kinds import StationKind, unpack
from .queries_circle import NeededQuerySet, PaceQuerySet, WalkQuerySet
from .states import PaceState


class Pace(models.Model):
    """How minutes on foot are reckoned from a day on: straight line × detour, at so many kilometres an hour.

    Rows are not changed: the one that began last holds (`objects.on(day)`).
    """

    STEPS = "services.pace"

    valid_from = models.DateField(_("valid from"))
    detour = models.DecimalField(_("detour factor"), max_digits=3, decimal_places=2)
    kmh = models.DecimalField(_("walking speed in km/h"), max_digits=3, decimal_places=1)
    source = models.CharField(_("source"), max_length=300)
    state = models.CharField(max_length=10, choices=PaceState, default=PaceState.HELD)
    objects = PaceQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], condition=Q(state="held"), name="one_pace_a_day"),
            models.CheckConstraint(name="pace_is_possible", condition=Q(detour__gte=1, kmh__gt=0)),
        ]

    def __str__(self):
        values = {"detour": f"{self.detour.normalize():f}", "kmh": self.kmh, "day": words.day(self.valid_from)}
        return _("straight line × %(detour)s, %(kmh)s km/h, from %(day)s") % values

    def get_absolute_url(self):
        return reverse("kept_pace:sheet", args=[self.pk])


class NeededKind(models.Model):
    """Something a neighbourhood needs within fifteen minutes on foot, on the days from `valid_from` to `valid_to`.

    kinds: constants of `StationKind` that serve it, "|ELDER_ROOM|"; the sources count minutes and name no list.
    """

    STEPS = "services.need"

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    kinds = models.CharField(_("kinds of place that serve it"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    state = models.CharField(max_length=8, choices=Standing, default=Standing.STANDING)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    name = Translated()
    objects = NeededQuerySet.as_manager()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("kept_needed:sheet", args=[self.pk])

    @property
    def serving(self) -> frozenset:
        return frozenset(unpack(self.kinds))

    @property
    def kind_labels(self) -> str:
        return ", ".join(str(StationKind(code).label) for code in unpack(self.kinds))


class Walk(models.Model):
    """A walk from the middle of a community to a place, timed on a day. The newest that is not taken back holds."""

    station = models.ForeignKey("services.Station", models.CASCADE, related_name="walks")
    community = models.ForeignKey("orgs.Community", models.PROTECT, related_name="+", verbose_name=_("community"))
    minutes = models.PositiveSmallIntegerField(_("minutes on foot"))
    walked_on = models.DateField(_("walked on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    taken_back = models.BooleanField(default=False)
    objects = WalkQuerySet.as_manager()

    class Meta:
        ordering = ["community", "-walked_on", "-id"]
        constraints = [models.CheckConstraint(name="walk_takes_time", condition=Q(minutes__gte=1))]

    def __str__(self):
        return _("from %(place)s: %(n)s minutes, walked on %(day)s") % {
            "place": self.community.name, "n": self.minutes, "day": words.day(self.walked_on),
        }  # fmt: skip
