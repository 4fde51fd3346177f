"""Funds and the append-only double-entry ledger (M13 core, M14).

The books, per fund, in yuan (whole fen in the database). Positive lines flow into an account:

    SOURCE      what came in from outside (runs negative: its mirror)
    FREE        what may still be promised; the database refuses a balance below zero
    COMMITMENT  one account per promise (call, contract): what is promised and not yet paid; never below zero
    PAID        what went out; never below zero
    TRANSFER    mirror of what went to, or came from, another fund
    FEE         what a payment service kept of gifts; never below zero
    MEMO        mirror of what was given beside the cash: KIND (things) and TIME (hours), valued, never added to it

    receipt/grant  SOURCE -x  FREE +x        commitment  FREE -x  COMMITMENT +x
    release        COMMITMENT -x  FREE +x    payment     COMMITMENT -x  PAID +x
    refund         PAID -x  FREE +x          transfer    A.FREE -x A.TRANSFER +x B.TRANSFER -x B.FREE +x
    return         FREE -x  SOURCE +x        fee         FREE -x  FEE +x (or back)
    beside         MEMO -x  KIND +x (or TIME)

Every line carries its account's running number and balance, so a balance is one index read and is provable
from the lines. Lines are written before their entry; writing the entry closes it: the database then checks
that the lines add up to zero and takes no further line.
"""

from datetime import date, timedelta

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links, words
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated, in_both

from ..queries import EntryQuerySet, FundQuerySet
from ..states import AccountKind, EntryKind, FundKind, FundState


class Fund(models.Model):
    """Money kept for a purpose. Restrictions that are empty allow everything of that kind."""

    STEPS = "funds.fund"

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=FundKind)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    office = models.ForeignKey(
        "orgs.Office", models.PROTECT, related_name="funds", verbose_name=_("kept by the office")
    )
    host = models.ForeignKey(
        "orgs.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_funds",
        verbose_name=_("host charity"),
    )
    year = models.PositiveSmallIntegerField(_("budget year"))
    purpose_zh = models.TextField(_("purpose in Chinese"))
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    rules_zh = models.TextField(_("rules in Chinese"), blank=True)
    rules_en = models.TextField(_("rules in English"), blank=True)
    categories = models.JSONField(_("categories it may serve"), default=list, blank=True)
    items = models.JSONField(_("item codes it may serve"), default=list, blank=True)
    communities = models.ManyToManyField("orgs.Community", blank=True, verbose_name=_("communities it may serve"))
    beneficiaries_zh = models.CharField(max_length=200, blank=True)
    beneficiaries_en = models.CharField(max_length=300, blank=True)
    gives = models.BooleanField(_("its rules let it give to other funds"), default=True)
    takes = models.BooleanField(_("its rules let it take from other funds"), default=True)
    asks_open = models.BooleanField(_("takes applications"), default=False)
    least = MoneyField(_("least sum of a grant (yuan)"), null=True, blank=True)
    most = MoneyField(_("highest sum of a grant (yuan)"), null=True, blank=True)
    opinions = models.PositiveSmallIntegerField(_("opinions of stewards before a decision"), default=0)
    host_fee = models.DecimalField(
        _("host's fee (percent of what comes in)"), max_digits=5, decimal_places=2, default=0
    )
    state = models.CharField(max_length=8, choices=FundState, default=FundState.DRAFT)
    state_reason = models.TextField(blank=True)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    year_reminded = models.PositiveSmallIntegerField(
        null=True, help_text="the budget year of whose end was reminded last"
    )
    provenance = models.CharField(max_length=12, default="illustrative")
    name, purpose, rules, beneficiaries = Translated(), Translated(), Translated(), Translated()
    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["state", "kind", "code"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return links.to("funds:fund", self.code)

    def tell_params(self):
        names = {"zh": self.name_zh, "en": self.name_en or self.name_zh}
        until = in_both(lambda: words.day(self.year_ends_until))
        return {"name": names, "code": self.code, "year": self.year, "until": until}

    @property
    def year_ends_until(self) -> date:
        """The last day on which what is left of its budget year is to be decided on (YEAR_END_DAYS)."""
        from .. import figures

        return date(self.year, 12, 31) + timedelta(days=figures.number("YEAR_END_DAYS"))


class Account(models.Model):
    """One account of one fund. Append-only. COMMITMENT accounts name the object that was promised money."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=12, choices=AccountKind)
    floored = models.BooleanField(help_text="the database refuses a balance below zero")
    cause_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    cause_id = models.BigIntegerField(null=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    cause_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "kind"], condition=models.Q(cause_id=None), name="one_plain_account"
            ),
            models.UniqueConstraint(fields=["fund", "kind", "cause_type", "cause_id"], name="one_commitment_account"),
        ]


class Entry(models.Model):
    """A journal entry: closed once written. hash = SHA-256 over the hash before it and its canonical JSON (RFC 8785)."""

    number = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=EntryKind)
    at = models.DateTimeField()
    text = models.CharField(max_length=300)
    cause_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    cause_id = models.BigIntegerField(null=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    cause_label = models.CharField(max_length=120, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    idempotency_key = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["cause_type", "cause_id"])]

    def get_absolute_url(self):
        return links.to("funds:entry", self.number)


class Line(models.Model):
    """One line of an entry. seq and balance: the account's running number and balance after this line."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="lines")
    amount = MoneyField()
    seq = models.PositiveBigIntegerField()
    balance = MoneyField()

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(fields=["account", "seq"], name="one_line_per_seq"),
            models.UniqueConstraint(fields=["entry", "position"], name="one_line_per_position"),
        ]
