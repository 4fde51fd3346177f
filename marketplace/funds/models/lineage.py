"""Which yuan went where, fen by fen (M18).

Every fen that comes in gets a number, for ever, in the stream of its fund: gifts and other receipts in one, budget
grants in the other, what is bound to a purpose in one of that purpose's own. An entry that brings money in is a source: it owns a run of numbers. Every entry moves runs from
account to account, and that is written here; so a payment is one row, however many small gifts it is paid from.
"""

from django.db import models
from django.db.models import Q

from ..states import StreamKind
from .books import Account, Entry, Fund
from .purposes import FundPurpose


class Stream(models.Model):
    """The numbers of what came into one fund, of one kind. purpose: the one to which it is bound, of this fund."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="streams")
    kind = models.CharField(max_length=8, choices=StreamKind)
    purpose = models.ForeignKey(FundPurpose, models.PROTECT, null=True, related_name="streams")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "kind"], condition=Q(purpose=None), name="one_stream_per_kind"),
            models.UniqueConstraint(fields=["purpose", "kind"], name="one_stream_per_purpose_and_kind"),
        ]


class Allocation(models.Model):
    """One run of fen that an entry moved: start ≤ number < stop. from_account None: it came in; to_account None: it left.

    Append-only. The database refuses a run that does not lie in from_account, whole, and keeps `Holding` by itself: so
    no source gives more than it brought, and no fen is in two places.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="allocations")
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+")
    start = models.BigIntegerField()
    stop = models.BigIntegerField()
    from_account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    to_account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["stream", "start"], condition=Q(from_account=None), name="sources_in_order"),
            models.Index(fields=["to_account", "stream", "start"], name="what_an_account_took"),
        ]
        constraints = [models.CheckConstraint(condition=Q(start__lt=models.F("stop")), name="a_run_has_fen")]


class Holding(models.Model):
    """Where each fen is now. Written by the triggers of `Allocation` and by nothing else."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="holdings")
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+")
    start = models.BigIntegerField()
    stop = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "stream", "start"], name="held_in_order"),
            models.Index(fields=["stream", "start"], name="held_by_number"),
        ]
