"""Community groups that are filed, stays in a centre, mentors, stages."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.texts import Translated, both
from orgs.kinds import IncubationStage, OrgClass

from ..queries import GroupQuerySet, StayQuerySet
from ..states import GroupState, StayState
from .centres import Centre, IntakeRound


class Group(models.Model):
    """A community group: filed with the street (备案), not registered as an organisation."""

    STEPS = "incubation.group"

    code = models.CharField(_("code"), max_length=20, unique=True)
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+", verbose_name=_("office in charge"))
    community = models.ForeignKey("orgs.Community", models.PROTECT, related_name="+", verbose_name=_("community"))
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    org_class = models.CharField(_("class"), max_length=24, choices=OrgClass)
    about_zh = models.TextField(_("what it does, in Chinese"), blank=True)
    about_en = models.TextField(_("what it does, in English"), blank=True)
    members = models.PositiveSmallIntegerField(_("members"), default=0)
    speaker = models.ForeignKey("orgs.User", models.PROTECT, related_name="+", verbose_name=_("who speaks for it"))
    state = models.CharField(max_length=10, choices=GroupState, default=GroupState.ASKED)
    state_reason = models.TextField(_("reason"), blank=True)
    filed_on = models.DateField(_("filed on"), null=True)
    became = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grew_from",
        verbose_name=_("registered as"),
    )
    name, about = Translated(), Translated()
    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("incubation:group", self.code)

    def tell_params(self):
        return {"name": both(self, "name"), "reason": self.state_reason}


class Stay(models.Model):
    """A body's way through a centre, from the application to the end. One body has one open stay.

    stage: the newest stage on record; until: the last day of the agreement; desks: places taken. told_quarter, told_end, told_last: for which
    quarter, and for which last day, letters have gone out; told_last: the second one, shortly before.
    """

    STEPS = "incubation.stay"

    code = models.CharField(_("code"), max_length=20, unique=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="stays", verbose_name=_("centre"))
    intake = models.ForeignKey(
        IntakeRound, models.PROTECT, null=True, blank=True, related_name="stays", verbose_name=_("intake round")
    )
    organisation = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=pgettext_lazy("incubation", "organisation"),
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="stays", verbose_name=_("community group")
    )
    applied_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    motive = models.TextField(_("why it wants to come in"))
    needs = models.TextField(_("what it needs"), blank=True)
    desks = models.PositiveSmallIntegerField(_("desks"), default=1)
    interview_at = models.DateTimeField(_("interview"), null=True)
    offered_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    agreement = models.TextField(_("agreement"), blank=True)
    since = models.DateField(_("inside since"), null=True)
    until = models.DateField(_("agreed until"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.TextField(_("how it ended"), blank=True)
    stage = models.CharField(_("stage"), max_length=16, choices=IncubationStage, default=IncubationStage.IDEA)
    told_quarter = models.CharField(max_length=7, blank=True)
    told_end = models.DateField(null=True)
    told_last = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=StayState, default=StayState.APPLIED)
    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_at", "-id"]
        indexes = [models.Index(fields=["state", "stage"]), models.Index(fields=["centre", "state"])]
        constraints = [
            models.CheckConstraint(
                name="stay_of_one_body",
                condition=Q(organisation__isnull=False, group__isnull=True)
                | Q(organisation__isnull=True, group__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["applied", "invited", "offered", "inside"]),
                name="one_open_stay",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=["applied", "invited", "offered", "inside"]),
                name="one_open_stay_of_group",
            ),
        ]

    def __str__(self):
        return self.body.name

    def get_absolute_url(self):
        return links.to("incubation:stay", self.code)

    @property
    def body(self):
        return self.organisation or self.group

    @property
    def body_class(self):
        return self.body.get_org_class_display()

    def tell_params(self):
        return {
            "name": both(self.body, "name"),
            "centre": both(self.centre, "name"),
            "reason": self.end_reason,
            "until": self.until.isoformat() if self.until else "",
            "at": self.interview_at.isoformat() if self.interview_at else "",
        }


class Mentoring(models.Model):
    """Who mentors a body, since a day until a day (open when empty)."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="mentorings")
    expert = models.ForeignKey("experts.Expert", models.PROTECT, related_name="mentorings")
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [models.UniqueConstraint(fields=["stay"], condition=Q(until=None), name="one_mentor_now")]


class StageRecord(models.Model):
    """In which stage the body is since when. met: [[measure, at least, found], ...] as measured that day."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=16, choices=IncubationStage)
    since = models.DateField(_("since"))
    met = models.JSONField(default=list)
    exception = models.TextField(_("why although a criterion is not met"), blank=True)

    class Meta:
        ordering = ["-since", "-id"]
