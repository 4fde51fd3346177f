"""A host's fee, booked openly."""

from django.db import models
from django.utils.translation import gettext

from marketplace.core import links
from marketplace.core.money import MoneyField

from ..queries_moves import FeeQuerySet
from .books import Entry, Fund


class HostFee(models.Model):
    """One charge: share of what came in unbound between two entries of the ledger."""

    number = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="fees")
    after_entry = models.PositiveBigIntegerField()
    upto_entry = models.PositiveBigIntegerField()
    base = MoneyField()
    share = models.DecimalField(max_digits=5, decimal_places=2)
    amount = MoneyField()
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="host_fee")
    at = models.DateTimeField()
    objects = FeeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return gettext("Host's fee %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return links.to("funds:microfund_fees", self.fund.code)
