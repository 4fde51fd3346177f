"""Trainings with places, and who takes part."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.personal import personal
from marketplace.core.texts import Translated, both

from ..queries import EnrolmentQuerySet, TrainingQuerySet
from ..states import EnrolmentState, TrainingState
from .centres import Centre


def new_key() -> str:
    return secrets.token_urlsafe(12)


class Training(models.Model):
    """One training. hours: what the certificate says; key: part of the address behind the QR code in the room."""

    STEPS = "incubation.training"

    code = models.CharField(_("code"), max_length=20, unique=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="trainings", verbose_name=_("centre"))
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    about_zh = models.TextField(_("contents in Chinese"), blank=True)
    about_en = models.TextField(_("contents in English"), blank=True)
    where_zh = models.CharField(_("where, in Chinese"), max_length=160)
    where_en = models.CharField(_("where, in English"), max_length=200, blank=True)
    trainer_zh = models.CharField(_("given by, in Chinese"), max_length=120, blank=True)
    trainer_en = models.CharField(_("given by, in English"), max_length=160, blank=True)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    places = models.PositiveSmallIntegerField(pgettext_lazy("training", "places"))
    key = models.CharField(max_length=24, default=new_key)
    printed = models.BooleanField(_("the code hangs printed, one a day"), default=False)
    state = models.CharField(max_length=10, choices=TrainingState, default=TrainingState.DRAFT)
    state_reason = models.TextField(_("reason"), blank=True)
    title, about, where, trainer = Translated(), Translated(), Translated(), Translated()
    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "id"]
        indexes = [models.Index(fields=["state", "starts"])]
        constraints = [models.CheckConstraint(name="training_in_order", condition=Q(starts__lt=F("ends")))]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return links.to("incubation:training", self.code)

    def tell_params(self):
        return {"title": both(self, "title"), "at": self.starts.isoformat(), "reason": self.state_reason}


class Enrolment(models.Model):
    """A person takes part in a training, for an organisation or for themselves. certificate: its number, or ""."""

    STEPS = "incubation.enrolment"

    training = models.ForeignKey(Training, models.PROTECT, related_name="enrolments")
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("for the organisation"),
    )
    enrolled_at = models.DateTimeField()
    attended_at = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=24, blank=True)
    stars = models.PositiveSmallIntegerField(
        _("how useful"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    feedback = personal(models.TextField(_("what you would change"), blank=True), why="better trainings", of="user")
    state = models.CharField(max_length=10, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["enrolled_at", "id"]
        indexes = [models.Index(fields=["organisation", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["training", "user"], name="enrolled_once"),
            models.UniqueConstraint(
                fields=["certificate"], condition=~Q(certificate=""), name="certificate_numbered_once"
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.training}"

    def get_absolute_url(self):
        return self.training.get_absolute_url()

    def tell_params(self):
        return self.training.tell_params()
