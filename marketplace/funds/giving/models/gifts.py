"""Gifts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import ZERO, MoneyField

from ..kinds import GiftKind, Way
from ..queries import GiftQuerySet
from ..states import GiftState
from ._given import Given


class Gift(Given):
    """One gift. number: of its receipt, given when it is booked; commitment: SHA-256 that proves it (commitment.py).

    Things and time: `what` says what was given, `amount` what it is valued at; they stand beside the cash.
    payment_ref, charge_ref, session_ref: keys of the payment service; invoice_ref: of a month of a monthly gift.
    """

    STEPS = "giving.gift"

    number = models.CharField(max_length=20, unique=True, null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=GiftKind, default=GiftKind.MONEY)
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    what = models.CharField(_("what was given"), max_length=300, blank=True)
    hours = models.DecimalField(_("hours given"), max_digits=7, decimal_places=2, null=True)
    received_on = models.DateField(_("received on"), null=True)
    reference = models.CharField(_("serial number of the slip"), max_length=80, blank=True)
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    returned = MoneyField(default=ZERO)
    dispute_end = models.CharField(max_length=4, blank=True)  # "won", "lost": the bank has decided
    commitment = models.CharField(max_length=64, blank=True)
    name_left = models.JSONField(
        null=True, help_text="places where the name of an erased giver still stands (traces.py)"
    )
    pledge = models.ForeignKey("giving.Pledge", models.PROTECT, null=True, related_name="gifts")
    monthly = models.ForeignKey("giving.Monthly", models.PROTECT, null=True, related_name="gifts")
    session_ref = models.CharField(max_length=100, blank=True)
    session_url = models.CharField(max_length=2000, blank=True)
    payment_ref = models.CharField(max_length=100, unique=True, null=True)
    charge_ref = models.CharField(max_length=100, blank=True, db_index=True)
    invoice_ref = models.CharField(max_length=100, unique=True, null=True)
    state = models.CharField(max_length=10, choices=GiftState, default=GiftState.RECORDED)
    objects = GiftQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["fund", "state", "-id"]),
            models.Index(fields=["giver", "-id"]),
            models.Index(fields=["cause_type", "cause_id", "state"]),
            models.Index(fields=["state", "-id"]),
        ]

    def __str__(self):
        return self.number or (self.code[:8] if self.pk else "")

    def get_absolute_url(self):
        return links.to("giving:gift", self.code)

    @property
    def kept(self):
        """What of the gift the fund still has or has used: given less returned."""
        return self.amount - self.returned

    @property
    def is_money(self) -> bool:
        return self.kind == GiftKind.MONEY

    def tell_params(self):
        from marketplace.core.money import figures

        return super().tell_params() | {"returned": figures(self.returned)}
