"""A community micro-fund from its application to its end, and the stewards of a fund."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated, both
from marketplace.core.words import iso_day

from ..queries_lives import MicroFundQuerySet, StewardQuerySet
from ..states_microfunds import MicroState, Seat, StewardState
from .books import Fund


class MicroFund(models.Model):
    """The life of a micro-fund. `fund` holds its books once it is approved; a host charity keeps its money."""

    STEPS = "funds.microfund"

    number = models.CharField(max_length=20, unique=True)
    fund = models.OneToOneField(Fund, models.PROTECT, null=True, related_name="micro")
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+")
    community = models.ForeignKey("orgs.Community", models.PROTECT, related_name="+", verbose_name=_("community"))
    host = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+", verbose_name=_("host charity"))
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    purpose_zh = models.TextField(_("purpose in Chinese"))
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    rules_zh = models.TextField(_("rules in Chinese"), help_text=_("One rule a line."))
    rules_en = models.TextField(_("rules in English"), blank=True)
    opening = MoneyField(_("opening money (yuan)"))
    least = MoneyField(_("least sum of a grant (yuan)"), null=True, blank=True)
    most = MoneyField(_("highest sum of a grant (yuan)"), null=True, blank=True)
    remainder_to = models.ForeignKey(
        Fund, models.PROTECT, related_name="+", verbose_name=_("fund that takes the remainder")
    )
    remainder_zh = models.CharField(_("purpose of the remainder in Chinese"), max_length=200)
    remainder_en = models.CharField(_("purpose of the remainder in English"), max_length=300, blank=True)
    host_fee = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    agreement = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    idle_since = models.DateField(null=True)
    warned_at = models.DateField(null=True)
    end_asked_at = models.DateTimeField(null=True)
    wound_up_at = models.DateTimeField(null=True)
    wound_up_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=MicroState, default=MicroState.APPLIED)
    state_reason = models.TextField(blank=True)
    applied_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    provenance = models.CharField(max_length=12, default="illustrative")
    name, purpose, rules, remainder = Translated(), Translated(), Translated(), Translated()
    objects = MicroFundQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("funds:microfund", self.number)

    def tell_params(self):
        from ..queries_lives import to_wind_up_on

        since = iso_day(self.idle_since) if self.idle_since else ""
        until = iso_day(to_wind_up_on(self)) if self.warned_at else ""
        return {"name": both(self, "name"), "number": self.number, "reason": self.state_reason, "since": since, "until": until}  # fmt: skip


class Steward(models.Model):
    """A seat in the committee (or board) that decides about a fund's money, for a term. Names are not public."""

    STEPS = "funds.steward"

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="stewards")
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    seat = models.CharField(_("seat"), max_length=16, choices=Seat)
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    elected_on = models.DateField(_("elected on"), null=True, blank=True)
    votes = models.PositiveIntegerField(_("votes for"), null=True, blank=True)
    voters = models.PositiveIntegerField(_("voters"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=StewardState, default=StewardState.SEATED)
    ended_on = models.DateField(null=True)
    objects = StewardQuerySet.as_manager()

    class Meta:
        ordering = ["fund", "seat", "pk"]
        indexes = [models.Index(fields=["user", "state"]), models.Index(fields=["fund", "state", "until"])]

    def __str__(self):
        return f"{self.get_seat_display()} · {self.fund}"

    def get_absolute_url(self):
        return links.to("funds:stewards", self.fund.code)

    def tell_params(self):
        return {"name": both(self.fund, "name"), "code": self.fund.code, "until": iso_day(self.until)}
