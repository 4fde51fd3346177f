"""What the payment service says, and what of it stands in the books."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import MoneyField


class PaymentEvent(models.Model):
    """One message of the payment service, kept by its key for good: it is heard once, however often it comes.

    Of its content nothing personal is kept: key, kind, of what, when. note: a sentence where nothing was booked.
    payment_ref and said (the state it names): of a message that came before its gift was known, until that is.
    """

    class Outcome(models.TextChoices):
        BOOKED = "BOOKED"
        NOTED = "NOTED"
        WAITING = "WAITING"
        UNKNOWN = "UNKNOWN"

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=80)
    object_ref = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.NOTED)
    note = models.CharField(max_length=300, blank=True)
    payment_ref = models.CharField(max_length=100, blank=True, default="")
    said = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["payment_ref"], condition=~models.Q(payment_ref=""), name="messages_that_wait"),
        ]  # fmt: skip


class Movement(models.Model):
    """One movement of money at the payment service or by hand, and its entry.

    Written once for each key and kind. entry None: known and not booked yet, because the gift is not known or paid yet,
    or because the fund does not have the money any more; it is booked as soon as it can be.
    """

    class Kind(models.TextChoices):
        CHARGE = "CHARGE", _("gift")
        RETURN = "RETURN", _("return")
        TAKEN = "TAKEN", _("taken back by the giver’s bank")
        GIVEN_BACK = "GIVEN_BACK", _("given back by the bank")
        FEE = "FEE", _("fee of the payment service")
        FEE_BACK = "FEE_BACK", _("fee given back")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=120)
    gift = models.ForeignKey("giving.Gift", models.PROTECT, null=True, related_name="movements")
    payment_ref = models.CharField(max_length=100, blank=True, db_index=True)
    charge_ref = models.CharField(max_length=100, blank=True, db_index=True)
    amount = MoneyField()
    currency = models.CharField(max_length=3, default="cny")
    entry = models.OneToOneField("funds.Entry", models.PROTECT, null=True, related_name="movement")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_movement")]
        indexes = [models.Index(fields=["gift", "id"])]


class Reconciliation(models.Model):
    """One night's comparison of the payment service's balance transactions with the books.

    differences: [{"key", "what", "theirs", "ours"}], each with a sentence made from `what` when it is read.
    """

    at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    read = models.PositiveIntegerField(default=0)
    agreed = models.PositiveIntegerField(default=0)
    fees_booked = models.PositiveIntegerField(default=0)
    differences = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
