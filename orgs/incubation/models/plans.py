"""The plan of a body inside: maturity, goals, meetings, reviews, bookings, requests for help."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock, links
from marketplace.core.texts import both

from ..kinds import HelpKind, Result
from ..queries import BookingQuerySet, HelpQuerySet
from ..states import BookingState, HelpState
from .centres import Resource
from .stays import Stay


class MaturityCheck(models.Model):
    """One filled-in form. answers: {question's key: 0–4}; means: {aspect: mean in tenths, 0–40}."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="checks")
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    means = models.JSONField(default=dict)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def mean(self) -> int:
        """Over all aspects, in tenths."""
        return round(sum(self.means.values()) / len(self.means)) if self.means else 0


class Goal(models.Model):
    """What is to be reached by a day."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=300)
    due = models.DateField(_("by"))
    done_on = models.DateField(_("reached on"), null=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)

    class Meta:
        ordering = ["due", "id"]

    def __str__(self):
        return self.text

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due < clock.today()


class Meeting(models.Model):
    """The mentor and the body talked: what about, and the next steps."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="meetings")
    day = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    about = models.TextField(_("what was talked about"))
    next_steps = models.TextField(_("next steps"), blank=True)
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-day", "-id"]


class Review(models.Model):
    """The centre's review of one quarter ("2026Q3")."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="reviews")
    quarter = models.CharField(_("quarter"), max_length=6)
    result = models.CharField(pgettext_lazy("incubation", "result"), max_length=10, choices=Result)
    text = models.TextField(_("findings"))
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-quarter"]
        constraints = [models.UniqueConstraint(fields=["stay", "quarter"], name="one_review_a_quarter")]


class Booking(models.Model):
    """A room or a thing, from a moment until a moment."""

    STEPS = "incubation.booking"

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="bookings", verbose_name=_("what"))
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="bookings")
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("until"))
    what_for = models.CharField(_("what for"), max_length=120, blank=True)
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BookingState, default=BookingState.BOOKED)
    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["resource", "starts"])]
        constraints = [models.CheckConstraint(name="booking_in_order", condition=Q(starts__lt=F("ends")))]

    def __str__(self):
        return str(self.resource)

    def get_absolute_url(self):
        return links.to("incubation:bookings", self.resource.centre.code)


class HelpRequest(models.Model):
    """A body asks for advice on the law, the books, the registration."""

    STEPS = "incubation.help"

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="helps")
    kind = models.CharField(_("kind"), max_length=12, choices=HelpKind)
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=HelpState, default=HelpState.ASKED)
    objects = HelpQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self):
        return f"{self.stay} · {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{self.stay.get_absolute_url()}#help-{self.pk}"

    def tell_params(self):
        return {"name": both(self.stay.body, "name")}
