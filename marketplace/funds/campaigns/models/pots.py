"""Matching pots and what they added to which gift."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..kinds import MatchRule
from ..matching import Caps
from ..queries import PotQuerySet
from ..states_pots import PotState


class Pot(models.Model):
    """Money of a fund that is promised to answer gifts to campaigns. The amount is committed in that fund's books.

    Caps that are empty are none. factor: yuan for each yuan given.
    """

    STEPS = "campaigns.pot"
    IS_PURCHASE = False  # a fund that pays for no calls and contracts may still match gifts

    code = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="pots", verbose_name=_("fund that matches"))
    campaigns = models.ManyToManyField("campaigns.Campaign", related_name="pots", verbose_name=_("campaigns"))
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    amount = MoneyField(_("amount"))
    rule = models.CharField(_("rule"), max_length=10, choices=MatchRule, default=MatchRule.DOUBLE)
    factor = models.DecimalField(_("yuan for each yuan given"), max_digits=5, decimal_places=2, default=1)
    per_gift = MoneyField(_("at most for one gift counted"), null=True, blank=True)
    per_project = MoneyField(_("at most for one campaign"), null=True, blank=True)
    per_giver = MoneyField(_("at most for one giver"), null=True, blank=True)
    gifts = models.PositiveSmallIntegerField(_("gifts of one giver that are matched"), null=True, blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=PotState, default=PotState.DRAFT)
    state_reason = models.TextField(blank=True)
    name = Translated()
    objects = PotQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"])]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0, factor__gt=0), name="pot_has_money")]

    def __str__(self):
        return self.name or str(_("Matching pots"))  # one that is being drafted leads back to the list

    def get_absolute_url(self):
        return links.to("campaigns:pot", self.code) if self.code else links.to("campaigns:pots")

    @property
    def caps(self) -> Caps:
        return Caps(self.factor, self.per_gift, self.per_project, self.per_giver, self.gifts)

    def tell_params(self):
        return {"name": {"zh": self.name_zh, "en": self.name_en or self.name_zh}, "code": self.code}


class Match(models.Model):
    """What a pot added to one gift, to one promise of a gift, or (quadratic) to a campaign as a whole.

    giver: key under which gifts of one giver are counted together, a hash; taken_back: the gift was returned or the
    promise released, and the money went back into the pot.
    """

    pot = models.ForeignKey(Pot, models.PROTECT, related_name="matches")
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="matches")
    gift = models.ForeignKey("giving.Gift", models.PROTECT, null=True, related_name="matches")
    pledge = models.ForeignKey("giving.Pledge", models.PROTECT, null=True, related_name="matches")
    giver = models.CharField(max_length=64, blank=True)
    amount = MoneyField()
    taken_back = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["pot", "taken_back"]), models.Index(fields=["campaign", "taken_back"])]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="match_adds"),
            models.UniqueConstraint(
                fields=["pot", "gift"], condition=Q(taken_back=False, gift__isnull=False), name="one_match_of_a_gift"
            ),
            models.UniqueConstraint(
                fields=["pot", "pledge"], condition=Q(taken_back=False, gift=None, pledge__isnull=False), name="one_match_of_a_pledge"
            ),
        ]  # fmt: skip
