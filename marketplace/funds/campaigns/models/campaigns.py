"""Campaigns, what they cost, how they thank."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..kinds import CampaignKind, Need, Rule, Where
from ..queries import CampaignQuerySet
from ..states import CampaignState


class Campaign(models.Model):
    """One plan that many people carry, from the first to the last minute in which it takes gifts.

    fund: where its gifts are booked; None only where it runs elsewhere. decided_amount: what was there when it was decided
    whether the minimum was reached, pledges and matching money included.
    """

    STEPS = "campaigns.campaign"

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=CampaignKind, default=CampaignKind.GIFT)
    rule = models.CharField(_("rule"), max_length=20, choices=Rule, default=Rule.ALL_OR_NOTHING)
    where = models.CharField(_("where it runs"), max_length=10, choices=Where, default=Where.HERE)
    fund = models.ForeignKey(
        "funds.Fund", models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("fund")
    )
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+", verbose_name=_("office in charge"))
    organiser = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, related_name="campaigns", verbose_name=_("organiser")
    )
    communities = models.ManyToManyField("orgs.Community", blank=True, verbose_name=_("communities it is for"))
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=140, blank=True)
    story_zh = models.TextField(_("story in Chinese"), max_length=4000)
    story_en = models.TextField(_("story in English"), max_length=6000, blank=True)
    surplus_zh = models.CharField(_("what becomes of a surplus, in Chinese"), max_length=300, blank=True)
    surplus_en = models.CharField(_("what becomes of a surplus, in English"), max_length=400, blank=True)
    opens_at = models.DateTimeField(_("takes gifts from"))
    closes_at = models.DateTimeField(_("takes gifts until"))
    page_url = models.URLField(_("its page elsewhere"), blank=True)
    decided_amount = MoneyField(null=True)
    decided_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=CampaignState, default=CampaignState.DRAFT)
    state_reason = models.TextField(blank=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    title, story, surplus = Translated(), Translated(), Translated()
    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["closes_at", "id"]
        indexes = [models.Index(fields=["state", "closes_at", "id"]), models.Index(fields=["fund", "state"])]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="campaign_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(where=Where.ELSEWHERE) | Q(fund__isnull=False, kind=CampaignKind.GIFT),
                name="campaign_here_is_gifts_into_a_fund",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return links.to("campaigns:campaign", self.code)

    @property
    def is_here(self) -> bool:
        return self.where == Where.HERE

    @property
    def is_all_or_nothing(self) -> bool:
        return self.rule == Rule.ALL_OR_NOTHING

    def takes_gifts(self, now=None) -> bool:
        """Open by its state and by the clock."""
        now = now or clock.now()
        return self.is_here and self.state == CampaignState.OPEN and self.opens_at <= now < self.closes_at

    def tell_params(self):
        return {
            "title": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "code": self.code,
            "reason": self.state_reason,
        }


class CostLine(models.Model):
    """What a part of the plan costs. The MINIMUM lines are what it takes; the others make it better."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="costs")
    position = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    amount = MoneyField()
    need = models.CharField(max_length=8, choices=Need, default=Need.MINIMUM)
    name = Translated()

    class Meta:
        ordering = ["campaign", "position"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="cost_line_costs")]


class Thanks(models.Model):
    """How givers are thanked from a sum on. Never anything of value: then it would be a purchase, not a gift."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="thanks")
    position = models.PositiveSmallIntegerField()
    from_amount = MoneyField()
    text_zh = models.CharField(max_length=160)
    text_en = models.CharField(max_length=240, blank=True)
    text = Translated()

    class Meta:
        ordering = ["campaign", "from_amount", "position"]
