"""Promises, and gifts that come every month."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links, words
from marketplace.core.codes import new_code
from marketplace.core.texts import in_both

from ..kinds import Way
from ..queries import PledgeQuerySet
from ..states_pledges import MonthlyState, PledgeState
from ._given import Given

LETTERS = "ACDEFGHJKLMNPQRTUVWXY3479"  # none that is taken for another one


def new_reference() -> str:
    """Seven letters that a giver types into the purpose line of a transfer: 'LL7KXD3'."""
    number = int(new_code(), 16)
    found = ""
    while len(found) < 6:
        number, place = divmod(number, len(LETTERS))
        found += LETTERS[place]
    return "LL" + found


class Pledge(Given):
    """A promise: kept by a transfer that names `reference`, or by charging a card that the payment service keeps.

    due: the day until which it is to be kept; method_ref: the kept card at the payment service.
    """

    STEPS = "giving.pledge"

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    way = models.CharField(_("how it is to be kept"), max_length=10, choices=Way, default=Way.BANK)
    due = models.DateField(_("to be kept until"), null=True)
    session_ref = models.CharField(max_length=100, blank=True)
    session_url = models.CharField(max_length=2000, blank=True)
    customer_ref = models.CharField(max_length=100, blank=True)
    method_ref = models.CharField(max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=PledgeState, default=PledgeState.PROMISED)
    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["fund", "state", "-id"]),
            models.Index(fields=["giver", "-id"]),
            models.Index(fields=["cause_type", "cause_id", "state"]),
            models.Index(fields=["state", "due"]),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return links.to("giving:pledge", self.code)

    def tell_params(self):
        return super().tell_params() | {"due": in_both(lambda: words.day(self.due))}


class Monthly(Given):
    """A gift that is charged every month by the payment service; each month becomes a Gift."""

    STEPS = "giving.monthly"

    session_ref = models.CharField(max_length=100, blank=True)
    session_url = models.CharField(max_length=2000, blank=True)
    subscription_ref = models.CharField(max_length=100, unique=True, null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=MonthlyState, default=MonthlyState.STARTED)
    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["giver", "-id"]), models.Index(fields=["fund", "state", "-id"])]

    def __str__(self):
        return self.code[:8]

    def get_absolute_url(self):
        return links.to("giving:monthly", self.code)
