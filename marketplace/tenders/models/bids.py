"""Bids: sealed until the opening, readable by nobody before (M5)."""

from django.db import models

from marketplace.core import links
from marketplace.core.codes import new_key
from marketplace.core.money import MoneyField

from ..queries import BidQuerySet
from ..states import BidState
from .calls import Call


class Bid(models.Model):
    """One organisation's bid in one call.

    id: in no order. A bidder sees it in addresses, and a counting one would tell how many bids were begun in between.
    draft: the bid being written, encrypted under the environment's key; erased at sealing.
    content, price: filled when the bids are opened, empty before.
    """

    STEPS = "tenders.bid"
    NAMED_WITH = ("call",)

    id = models.BigIntegerField(primary_key=True, default=new_key, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="bids")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="bids")
    code = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=BidState, default=BidState.DRAFT)
    writer = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    draft = models.BinaryField(null=True)
    draft_saved_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    confirmed_amendment = models.PositiveSmallIntegerField(default=0)
    price = MoneyField(null=True)
    content = models.JSONField(null=True)
    opened_at = models.DateTimeField(null=True)
    objects = BidQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "organisation"], name="one_bid_each")]

    def __str__(self):
        return str(self.call)

    def get_absolute_url(self):
        return links.to("tenders:bid", self.code)

    def tell_params(self):
        return self.call.tell_params()


for _name in ("draft", "content", "price"):
    Bid._meta.get_field(_name).unaudited = True


class SealedSubmission(models.Model):
    """One sealed envelope as received: the receipt. Append-only; a newer one of the same bid replaces it."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    path = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["bid", "number"]
        constraints = [models.UniqueConstraint(fields=["bid", "number"], name="one_submission_number")]
