"""What followers of a fund hear, and to which groups this room's notifications belong."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import news

from .models import Fund


def itself(fund):
    return [fund]


def amount(event):
    """What was booked, in figures; the ledger shows it to everybody."""
    return {"amount": event.audit.note}


news.followable(
    Fund,
    label=pgettext_lazy("followed", "fund"),
    promise=_(
        "You are told when money comes in, when a call is published or a delivery is paid from it, when an outcome is "
        "published, and when the fund is frozen or closed."
    ),
)

news.heard(
    "funds.fund.grant_budget",
    of=itself,
    params=amount,
    text=_("The fund %(code)s “%(name)s” was granted %(amount)s yuan."),
)
news.heard(
    "funds.fund.record_receipt",
    of=itself,
    params=amount,
    text=_("The fund %(code)s “%(name)s” received %(amount)s yuan."),
)
news.heard(
    "funds.fund.refund",
    of=itself,
    params=amount,
    text=_("%(amount)s yuan came back to the fund %(code)s “%(name)s”."),
)
news.heard("funds.fund.transfer", of=itself, text=_("Money of the fund %(code)s “%(name)s” was moved to another fund."))
news.heard("funds.fund.freeze", of=itself, text=_("The fund %(code)s “%(name)s” is frozen."))
news.heard("funds.fund.unfreeze", of=itself, text=_("The fund %(code)s “%(name)s” is in force again."))
news.heard("funds.fund.close", of=itself, text=_("The fund %(code)s “%(name)s” is closed."))

news.grouped("tasks", "funds.drafted")
