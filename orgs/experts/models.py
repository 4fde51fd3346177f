"""An expert's entry in the roster, former posts, declared ties, days away, appraisals."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.personal import personal
from marketplace.core.texts import Translated, both

from .kinds import ExpertKind, Field, TieKind, unpack
from .queries import AwayQuerySet, ExpertQuerySet, PostQuerySet, TieQuerySet
from .states import ExpertState


class Expert(models.Model):
    """One person's entry. fields: packed codes ("|LAW|FINANCE|"); limit: most tasks at a time.

    unit: where the person works; unit_organisation: the same, where it stands in the register.
    """

    STEPS = "experts.expert"

    code = models.CharField(_("code"), max_length=20, unique=True)
    user = models.OneToOneField("orgs.User", models.PROTECT, related_name="expert", verbose_name=_("person"))
    office = models.ForeignKey(
        "orgs.Office", models.PROTECT, related_name="experts", verbose_name=_("office in charge")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ExpertKind)
    fields = models.CharField(_("fields"), max_length=200)
    reviews = models.BooleanField(_("reviews bids and applications"), default=True)
    mentors = models.BooleanField(_("mentors organisations"), default=False)
    unit_zh = personal(models.CharField(_("unit in Chinese"), max_length=120), why="conflicts of interest", of="user")
    unit_en = personal(
        models.CharField(_("unit in English"), max_length=160, blank=True), why="conflicts of interest", of="user"
    )
    unit_organisation = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit in the register"),
    )
    title_zh = personal(
        models.CharField(_("title in Chinese"), max_length=80, blank=True), why="who advises", of="user"
    )
    title_en = personal(
        models.CharField(_("title in English"), max_length=120, blank=True), why="who advises", of="user"
    )
    about_zh = personal(models.TextField(_("experience in Chinese"), blank=True), why="matching by field", of="user")
    about_en = personal(models.TextField(_("experience in English"), blank=True), why="matching by field", of="user")
    limit = models.PositiveSmallIntegerField(_("most tasks at a time"), default=10)
    state = models.CharField(max_length=10, choices=ExpertState, default=ExpertState.PROPOSED)
    state_reason = personal(models.TextField(_("reason"), blank=True), why="told to the person", of="user")
    entered_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    unit, title, about = Translated(), Translated(), Translated()
    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["office", "state", "code"])]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return links.to("experts:expert", self.code)

    @property
    def field_codes(self) -> list[str]:
        return unpack(self.fields)

    @property
    def field_labels(self) -> list[str]:
        return [Field(code).label for code in self.field_codes]

    @property
    def field_text(self) -> str:
        return ", ".join(str(label) for label in self.field_labels)

    def tell_params(self):
        return {"person": str(self.user), "body": both(self.office, "name"), "reason": self.state_reason}


class FormerPost(models.Model):
    """Where the person worked from a day until a day; last_day empty: still."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="posts")
    employer = personal(models.CharField(_("employer"), max_length=120), why="conflicts of interest", of="expert__user")
    organisation = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("employer in the register"),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                name="post_begins_before_ending", condition=Q(last_day=None) | Q(first_day__lte=F("last_day"))
            )
        ]

    def __str__(self):
        return f"{self.employer} ({self.first_day} – {self.last_day or '…'})"


class Tie(models.Model):
    """What the person declares about an organisation, since a day until a day (open when empty)."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="ties")
    organisation = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("experts", "organisation")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=TieKind)
    note = personal(
        models.CharField(_("note"), max_length=200, blank=True), why="conflicts of interest", of="expert__user"
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(name="tie_begins_before_ending", condition=Q(until=None) | Q(since__lte=F("until")))
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_kind_display()}"


class Away(models.Model):
    """Days on which the person takes no task, both included."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="aways")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    objects = AwayQuerySet.as_manager()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(name="away_begins_before_ending", condition=Q(first_day__lte=F("last_day")))
        ]

    def __str__(self):
        return f"{self.first_day} – {self.last_day}"


class Appraisal(models.Model):
    """How a task was done: quality and punctuality, 1 to 5, with a comment. Never shown to the public."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="appraisals")
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    about = models.CharField(_("which task"), max_length=120)
    quality = models.PositiveSmallIntegerField(_("quality"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    punctuality = models.PositiveSmallIntegerField(
        _("punctuality"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = personal(models.TextField(_("comment"), blank=True), why="choosing experts", of="expert__user")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="appraisal_in_range",
                condition=Q(quality__gte=1, quality__lte=5, punctuality__gte=1, punctuality__lte=5),
            )
        ]
