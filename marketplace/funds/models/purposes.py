"""Purposes of a fund, and what the books say of them: where income comes from, what a promise is for."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.texts import Translated

from ..states import IncomeSource
from ..states_applications import Group
from .books import Entry, Fund


class FundPurpose(models.Model):
    """One purpose of a fund. bound: income for it may be spent on nothing else (farm rent: people in difficulty)."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="purposes")
    code = models.CharField(max_length=20)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    group = models.CharField(_("whom it helps"), max_length=16, choices=Group, default=Group.ALL)
    bound = models.BooleanField(_("income for it may be spent on nothing else"), default=False)
    name = Translated()

    class Meta:
        ordering = ["fund", "code"]
        constraints = [models.UniqueConstraint(fields=["fund", "code"], name="one_purpose_of_a_fund")]

    def __str__(self):
        return self.name


class Income(models.Model):
    """What is known of an entry that brought money into a fund: its source, its giver (a body, never a person), its purpose."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="incomes")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="incomes")
    source = models.CharField(max_length=20, choices=IncomeSource)
    giver = models.CharField(_("giver"), max_length=120, blank=True)
    purpose = models.ForeignKey(FundPurpose, models.PROTECT, null=True, related_name="incomes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "fund"], name="one_income_of_an_entry")]
        indexes = [models.Index(fields=["fund", "source"])]


class Destination(models.Model):
    """What a promise of a fund is for: purpose, category, community. Empty: not split, for all of them."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="destinations")
    cause_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    cause_id = models.BigIntegerField()
    cause = GenericForeignKey("cause_type", "cause_id")
    purpose = models.ForeignKey(FundPurpose, models.PROTECT, null=True, related_name="destinations")
    category = models.CharField(max_length=8, blank=True)
    community = models.ForeignKey("orgs.Community", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund", "cause_type", "cause_id"], name="one_destination_of_a_cause")
        ]
