"""Rows that every room uses: audit, outbox, notifications, files, counters, calendar overrides."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import clock


class PlainEncoder(DjangoJSONEncoder):
    """JSON of audit and outbox rows: Decimal and dates as text, lazy labels as text."""

    def default(self, o):
        return str(o) if isinstance(o, Promise) else super().default(o)


class AuditEvent(models.Model):
    """One business act. Append-only: the database refuses UPDATE and DELETE."""

    verb = models.CharField(max_length=80)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    roles = models.JSONField(default=list)
    # bodies in whose name ("office:3"), and for whom, where somebody's deputy acted
    in_name_of = models.JSONField(null=True)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changes = models.JSONField(default=dict, encoder=PlainEncoder)
    note = models.TextField(blank=True)
    public_note = models.TextField(blank=True)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id", "-id"]), models.Index(fields=["actor", "-id"])]

    def __str__(self):
        return f"{self.verb} {self.content_type_id}:{self.object_id}"

    @property
    def step(self):
        """The step of the state table this event came from, or None."""
        from .states import TABLES

        table, _dot, verb = self.verb.rpartition(".")
        return TABLES[table].by_verb.get(verb) if table in TABLES else None

    @property
    def label(self):
        """What happened, in words."""
        return self.step.done if self.step else self.verb


class OutboxEvent(models.Model):
    """Something others must hear, written in the transaction of the act that caused it.

    Delivered after the commit, at least once; receivers are kept from hearing twice by `OutboxReceipt`.
    """

    kind = models.CharField(max_length=80)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    object = GenericForeignKey()
    payload = models.JSONField(default=dict, encoder=PlainEncoder)
    audit = models.ForeignKey(AuditEvent, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at=None, parked_at=None),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class OutboxReceipt(models.Model):
    """This receiver has heard this event: written in the receiver's own transaction."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="receipts")
    receiver = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "receiver"], name="outbox_heard_once")]


class Mail(models.TextChoices):
    """When a notification comes by mail."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day, gathered")
    WEEKLY = "weekly", _("once a week, gathered")
    NEVER = "never", _("not by mail")


class Notification(models.Model):
    """What one person was told; the words are made in the reader's language when they are read.

    key: what its button sends; the counting primary key would tell how many others were told in between.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=80)
    params = models.JSONField(default=dict, encoder=PlainEncoder)
    url = models.CharField(max_length=300, blank=True)
    event = models.ForeignKey(OutboxEvent, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    in_portal = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Mail, default=Mail.NOW)
    digest = models.ForeignKey("Digest", models.SET_NULL, null=True, related_name="notes")

    class Meta:
        indexes = [
            models.Index(fields=["user", "-id"]),
            models.Index(
                fields=["mail", "created_at"],
                name="waits_for_digest",
                condition=models.Q(mail__in=["daily", "weekly"], mailed_at=None, digest=None),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "event"], name="told_once")]


class Digest(models.Model):
    """One letter that gathers a day's or a week's notifications of one person; there is one for each day at most."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    every = models.CharField(max_length=6, choices=Mail)
    day = models.DateField()
    created_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "every", "day"], name="one_digest_a_day")]


class NoticeChoice(models.Model):
    """By which ways a person wants one group of notifications, or one kind of it; no row: as the group, and its defaults.

    group: a code of `channels.GROUPS`, or a kind of notification ("tenders.awarded").
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    group = models.CharField(max_length=80)
    in_portal = models.BooleanField(default=True)
    mail = models.CharField(max_length=6, choices=Mail)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="one_choice_a_group")]


class QuietHours(models.Model):
    """When a person wants no letters, by the portal's clock; no row: the usual night. Equal times: letters at any hour."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours")
    begins = models.TimeField()
    ends = models.TimeField()


class Follow(models.Model):
    """Somebody wants to hear what becomes of an object. last: the newest that was told because of it.

    What is followed stays out of the audit, which outlives the wish to forget it; the row goes when it ends.
    """

    STEPS = "core.follow"

    class State(models.TextChoices):
        FOLLOWED = "followed", _("followed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey()
    state = models.CharField(max_length=10, choices=State, default=State.FOLLOWED)
    since = models.DateTimeField(default=clock.now)
    last = models.ForeignKey(Notification, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"])]
        constraints = [models.UniqueConstraint(fields=["user", "content_type", "object_id"], name="followed_once")]


for _name in ("content_type", "object_id", "last"):
    Follow._meta.get_field(_name).unaudited = True


class StoredFile(models.Model):
    """An uploaded file under its SHA-256. The bytes lie in private storage; only a view hands them out."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    object = GenericForeignKey()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return self.name

    @property
    def path(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("core:file", args=[self.key])


class Counter(models.Model):
    """The last number given in a series of a year."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_counter")]


class WorkdayOverride(models.Model):
    """A day that is worked, or not, against the published calendar; with its source."""

    STEPS = "orgs.day"  # entered and taken back by people of an office: core knows no roles

    class State(models.TextChoices):
        HELD = "held", _("in force")
        TAKEN_BACK = "taken_back", _("taken back")

    day = models.DateField(verbose_name=_("day"))
    is_working = models.BooleanField(verbose_name=_("worked"))
    source = models.CharField(max_length=300, verbose_name=_("source"))
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=models.Q(state="held"), name="one_override_a_day")
        ]

    def __str__(self):
        return f"{self.day} {'+' if self.is_working else '-'}"


class Heartbeat(models.Model):
    """When the worker last went round, for /readyz."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()


class RowCode(models.Model):
    """Under which code a row stands in the data from which an object came in ("PJ01"), where the object has no column for it."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_row_code")]

    def __str__(self):
        return self.code


class FileText(models.Model):
    """The words of a file's bytes, read once (`filetext`). fault: why they could not be read, or ""."""

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    fault = models.CharField(max_length=12, blank=True)

    def __str__(self):
        return self.sha256[:12]
