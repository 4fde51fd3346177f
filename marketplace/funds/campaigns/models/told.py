"""What is told around a campaign: news, questions, pictures; and what was seen of one that runs elsewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..queries import QuestionQuerySet, SightingQuerySet
from ..states_told import QuestionState, SightingState
from .campaigns import Campaign


class Update(models.Model):
    """News of a campaign by its organiser. Never changed: what supporters were told stands."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="updates")
    text_zh = models.TextField(_("news in Chinese"), max_length=3000)
    text_en = models.TextField(_("news in English"), max_length=4500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    text = Translated()

    class Meta:
        ordering = ["-at", "-id"]


class Picture(models.Model):
    """A picture with its alternative text in both languages."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pictures")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    alt_zh = models.CharField(max_length=200)
    alt_en = models.CharField(max_length=300, blank=True)
    alt = Translated()

    class Meta:
        ordering = ["id"]


class Question(models.Model):
    """A question about a campaign: public once it is answered, the asker never."""

    STEPS = "campaigns.question"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = models.TextField(_("question"), max_length=1000)
    answer = models.TextField(_("answer"), max_length=3000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.ASKED)
    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "id"]
        indexes = [models.Index(fields=["campaign", "state", "id"])]

    def __str__(self):
        return str(self.campaign)

    def get_absolute_url(self):
        return f"{self.campaign.get_absolute_url()}#question-{self.pk}"

    def tell_params(self):
        return self.campaign.tell_params()


class Sighting(models.Model):
    """How far a campaign that runs elsewhere had come on a day, read there by hand, with evidence, confirmed by a second person."""

    STEPS = "campaigns.sighting"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="sightings")
    day = models.DateField(_("seen on"))
    raised = MoneyField(_("raised by then"))
    supporters = models.PositiveIntegerField(_("supporters by then"))
    evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=SightingState, default=SightingState.RECORDED)
    objects = SightingQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "-day", "-id"]

    def __str__(self):
        return str(self.campaign)

    def get_absolute_url(self):
        return self.campaign.get_absolute_url()

    def tell_params(self):
        return self.campaign.tell_params()


class ShareContribution(models.Model):
    """A share somebody took in what the campaign builds: kept apart, never in a sum of gifts, not in the ledger."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="shares")
    what_zh = models.CharField(_("what was contributed, in Chinese"), max_length=160)
    what_en = models.CharField(_("what was contributed, in English"), max_length=240, blank=True)
    value = MoneyField(_("value stated"))
    rights_zh = models.CharField(_("what the share gives, in Chinese"), max_length=200)
    rights_en = models.CharField(_("what the share gives, in English"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    what, rights = Translated("what"), Translated("rights")

    class Meta:
        ordering = ["campaign", "id"]
