"""What a gift, a promise and a monthly gift have in common: for what, how much, by whom, named how."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.codes import new_code
from marketplace.core.money import MoneyField, figures
from marketplace.core.personal import personal

from .. import currencies
from ..kinds import Display
from ..names import shown_name


class Given(models.Model):
    """amount: yuan as booked; given and currency: as the giver gave it, in the currency's smallest unit. Given in another
    currency, it is 0.00 yuan until the payment service says what arrived.

    cause: what in the fund it is for (a campaign), or None. directed: given inside a directed collection; never listed
    for everybody. secret: salt of the commitment and key of the giver's own link; whoever has it is the giver.
    """

    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="+", verbose_name=_("fund"))
    cause_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    cause_id = models.BigIntegerField(null=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    amount = MoneyField(_("amount"))
    currency = models.CharField(max_length=3, default="cny")
    given = models.BigIntegerField(null=True)
    giver = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    giver_name = personal(
        models.CharField(_("name of the giver"), max_length=80, blank=True),
        why="receipt",
        of="giver",
    )
    giver_contact = personal(
        models.CharField(_("where the receipt goes"), max_length=254, blank=True), why="receipt", of="giver"
    )
    display = models.CharField(
        _("how everybody reads who gave"), max_length=10, choices=Display, default=Display.ANONYMOUS
    )
    directed = models.BooleanField(default=False)
    secret = personal(
        models.CharField(max_length=32, default=new_code, editable=False),
        why="salt of the commitment, the giver's own link",
        of="giver",
    )
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def shown(self) -> str:
        """Who gave, as everybody may read it."""
        return shown_name(self.giver_name, self.display)

    @property
    def is_foreign(self) -> bool:
        return self.currency != "cny"

    @property
    def as_given(self) -> str:
        """In the currency in which it was given: '1,230.50 yuan', 'US$50.00'."""
        return currencies.of(self.currency).text(self.given) if self.is_foreign else words.with_unit(self.amount)

    def tell_params(self):
        return {
            "amount": figures(self.amount),
            "fund": {"zh": self.fund.name_zh, "en": self.fund.name_en or self.fund.name_zh},
            "number": getattr(self, "number", "") or "",
        }
