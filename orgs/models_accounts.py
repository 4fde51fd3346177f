"""What belongs to accounts: who stands in for whom, and who came in when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.personal import personal
from marketplace.core.texts import both, in_both

from .models import Membership, User
from .queries_delegation import DelegationQuerySet
from .states_delegation import DelegationState


class Delegation(models.Model):
    """The holder of a role lets another member of the same body act in their stead from a day until a day.

    It gives the role while it is accepted, today lies between `valid_from` and `valid_to` (both included), the
    holder still holds the role and both accounts are open. Nothing has to happen for it to stop.
    """

    STEPS = "orgs.delegation"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="delegations", verbose_name=_("role"))
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("deputy"))
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"))
    state = models.CharField(max_length=12, choices=DelegationState, default=DelegationState.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    objects = DelegationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["deputy"], name="roles_lent", condition=Q(state="held"))]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "deputy"], condition=Q(state__in=["asked", "held"]), name="lent_once_to_somebody"
            )
        ]

    def __str__(self):
        return f"{self.membership} → {self.deputy}"

    def get_absolute_url(self):
        return links.to("orgs:delegation", self.pk)

    @property
    def holder(self):
        return self.membership.user

    def tell_params(self):
        return {
            "body": both(self.membership.body, "name"),
            "role": in_both(lambda: self.membership.get_role_display()),
            "holder": str(self.holder),
            "deputy": str(self.deputy),
            "from": self.valid_from.isoformat(),
            "to": self.valid_to.isoformat(),
        }


class LogIn(models.Model):
    """Somebody came in, or tried to: shown to the account's own person, kept for 180 days.

    browser: "Firefox/Linux"; net: the network only, the host's part is never written ("203.0.113.0/24").
    """

    class How(models.TextChoices):
        PASSWORD = "password", _("password")
        CODE = "code", _("code from a letter")
        PASSKEY = "passkey", _("passkey")
        SOCIAL = "social", _("another service")
        SECOND = "second", _("one-time code")

    class Device(models.TextChoices):
        COMPUTER = "computer", _("computer")
        PHONE = "phone", _("phone or tablet")
        UNKNOWN = "unknown", _("not known")

    user = models.ForeignKey(User, models.CASCADE, related_name="log_ins")
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How)
    second_factor = models.BooleanField(default=False)
    succeeded = models.BooleanField()
    browser = personal(models.CharField(max_length=40, blank=True), why="recognise one's own log-ins", of="user")
    device = models.CharField(max_length=10, choices=Device, default=Device.UNKNOWN)
    net = personal(models.CharField(max_length=50, blank=True), why="recognise one's own log-ins", of="user")

    class Meta:
        indexes = [models.Index(fields=["user", "-id"])]

    def __str__(self):
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M} {self.how}"
