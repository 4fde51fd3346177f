"""Applications, what was handed in, who works on them, what the team says among itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.codes import new_key
from marketplace.core.money import MoneyField
from marketplace.core.personal import personal

from ..kinds import Cleaning, Right
from ..queries_applications import ApplicationQuerySet, PartnerQuerySet
from ..states_applications import ApplicationState, PartnerState
from .forms import FormVersion
from .rounds import Round


class Application(models.Model):
    """One application of one organisation in one round, made with one version of the form.

    id: in no order, as of a bid. draft: what is being written, encrypted; content: what was handed in and may be read
    ({"title", "summary", "amount", "answers", "files"}), empty while it is sealed. mark: what reviewers call it.
    cleaning: how far the files are that blind reviewers read; empty: none are wanted.
    """

    STEPS = "grants.application"
    NAMED_WITH = ("round",)

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=32, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="applications")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="grant_applications")
    form = models.ForeignKey(FormVersion, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    writer = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    draft = models.BinaryField(null=True)
    draft_saved_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=160, blank=True)
    amount = MoneyField(null=True)
    content = models.JSONField(null=True)
    mark = models.CharField(max_length=8, blank=True)
    cleaning = models.CharField(max_length=8, choices=Cleaning, blank=True)
    cleaned_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    cure_until = models.DateTimeField(null=True)
    nominated_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    provenance = models.CharField(max_length=12, default="illustrative")
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["round", "state", "mark"]), models.Index(fields=["organisation", "state"])]

    def __str__(self):
        return self.title or str(_("Application"))

    def get_absolute_url(self):
        return links.to("grants:application", self.code)

    def tell_params(self):
        return self.round.tell_params() | {
            "application": self.title or self.round.tell_params()["title"],
            "reason": self.reason,
            "cure": self.cure_until.isoformat(timespec="minutes") if self.cure_until else "",
        }


# Sealed until the deadline, and long; what was handed in stands in `Submission` with its fingerprint.
for _name in ("draft", "content", "title", "amount", "draft_saved_at", "cleaning", "cleaned_at"):
    Application._meta.get_field(_name).unaudited = True


class AnswerText(models.Model):
    """What an application says, folded (`formdef.words`), by which the secretariat finds it. Written with its content, never before."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="said")
    text = models.TextField()


AnswerText._meta.get_field("text").unaudited = True


class Submission(models.Model):
    """One handing-in: the receipt. sha256 is of what lies at `path`: an envelope in a sealed round, else a packed copy.

    content: what was handed in, as soon as it may be read. The rest never changes.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    path = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    content = models.JSONField(null=True)

    class Meta:
        ordering = ["application", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="one_grant_submission_number")]


class Partner(models.Model):
    """Another organisation in the team of an application, and what it may do."""

    STEPS = "grants.partner"
    NAMED_WITH = ("application",)

    application = models.ForeignKey(Application, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="grant_partnerships")
    right = models.CharField(_("right"), max_length=8, choices=Right, default=Right.READ)
    state = models.CharField(max_length=8, choices=PartnerState, default=PartnerState.INVITED)
    invited_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"],
                condition=models.Q(state__in=["invited", "joined"]),
                name="one_partnership",
            )
        ]

    def __str__(self):
        return self.organisation.name

    def get_absolute_url(self):
        return self.application.get_absolute_url()

    def tell_params(self):
        return self.application.tell_params()


class Comment(models.Model):
    """What somebody of the team says to the team about the application, or one field of it. Nobody else reads it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="comments")
    field = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    text = personal(models.TextField(), why="talk inside a team of applicants", of="author")
    at = models.DateTimeField()

    class Meta:
        ordering = ["application", "id"]
