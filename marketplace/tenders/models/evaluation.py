"""Opening, committee, qualification, scores, award, challenge (M6 core, M7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.personal import personal

from ..queries_evaluation import ChallengeQuerySet, InquiryQuerySet, MemberQuerySet, ScoreQuerySet
from ..states import ChallengeState, LowPriceState, MemberState, ReturnGround
from .bids import Bid
from .calls import Call, Criterion


class OpeningConfirmation(models.Model):
    """One opener is there, with a fresh second factor; two of them open the bids."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="opening_confirmations")
    opener = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "opener"], name="one_confirmation_each")]


class CommitteeMember(models.Model):
    """A member of the evaluation committee. Declares conflicts before anything is seen; scores alone."""

    STEPS = "tenders.member"

    call = models.ForeignKey(Call, models.PROTECT, related_name="committee")
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    is_expert = models.BooleanField()
    is_chair = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.APPOINTED)
    appointed_at = models.DateTimeField()
    score_until = models.DateTimeField(_("scores until"), null=True)
    declared_at = models.DateTimeField(null=True)
    has_conflict = models.BooleanField(null=True)
    conflict_text = personal(models.TextField(blank=True), why="why a member may not evaluate", of="user")
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    return_ground = models.CharField(max_length=10, choices=ReturnGround, blank=True)
    return_reason = models.TextField(blank=True)
    replaced_at = models.DateTimeField(null=True)
    replaced_reason = models.TextField(blank=True)
    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["call", "user"], name="one_seat_each")]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        return links.to("tenders:evaluation", self.call.code)

    def tell_params(self):
        return self.call.tell_params()


class Qualification(models.Model):
    """Whether a bid meets one condition; a no needs its reason."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="qualifications")
    condition = models.ForeignKey("tenders.Condition", models.PROTECT, related_name="+")
    met = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "condition"], name="one_check_each")]


class Score(models.Model):
    """One member's points (0 to 100, two places; None: not yet) for one bid under one criterion.

    earlier: [{"points", "comment", "handed_in", "ground"}], what had been handed in before scores were given back.
    """

    member = models.ForeignKey(CommitteeMember, models.PROTECT, related_name="scores")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True)
    comment = models.TextField(_("comment"), blank=True)
    earlier = models.JSONField(default=list, blank=True)
    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "bid", "criterion"], name="one_score_each")]


class LowPriceInquiry(models.Model):
    """An abnormally low price is asked about before it counts (Order 87, art. 60). limit: below it a price is asked about."""

    STEPS = "tenders.low_price"

    bid = models.OneToOneField(Bid, models.PROTECT, related_name="low_price_inquiry")
    state = models.CharField(max_length=10, choices=LowPriceState, default=LowPriceState.ASKED)
    limit = MoneyField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    answer_until = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    objects = InquiryQuerySet.as_manager()

    def __str__(self):
        return str(self.call)

    def get_absolute_url(self):
        return self.call.get_absolute_url()

    def tell_params(self):
        return self.call.tell_params()

    @property
    def call(self):
        return self.bid.call


class Award(models.Model):
    """The result.

    ranking: [{"bid", "organisation", "rank", "total", "price_score", "parts", "means", ...}] as computed;
    draw: {"method", "material", "seed", "tickets"} when a tie was broken by lot; invalid: [{"bid", "reasons"}].
    standstill_from, standstill_days: from which day so many days run; standstill_until: the last moment.
    earlier: proposals and awards that were sent back or set aside, oldest first.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="award")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="awards")
    price = MoneyField()
    ranking = models.JSONField(default=list)
    lowest_price = MoneyField(null=True)
    draw = models.JSONField(default=dict, blank=True)
    invalid = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    standstill_from = models.DateField(null=True)
    standstill_days = models.PositiveSmallIntegerField(default=0)
    standstill_until = models.DateTimeField(null=True)
    standstill_provisional = models.BooleanField(default=False)
    earlier = models.JSONField(default=list, blank=True)
    report = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")


class Challenge(models.Model):
    """A bidder's challenge to the result; it stops the standstill clock until answered (Procurement Law, art. 52 f.)."""

    STEPS = "tenders.challenge"

    call = models.ForeignKey(Call, models.PROTECT, related_name="challenges")
    organisation = models.ForeignKey("orgs.Organisation", models.PROTECT, related_name="+")
    filed_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=ChallengeState, default=ChallengeState.FILED)
    filed_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    answer_provisional = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return str(self.call)

    def get_absolute_url(self):
        return self.call.get_absolute_url()

    def tell_params(self):
        return self.call.tell_params()
