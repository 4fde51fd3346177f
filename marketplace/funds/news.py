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
news.heard(
    "funds.transfer.approve",
    of=lambda transfer: [transfer.fund, transfer.to],
    text=_("%(amount)s yuan of the fund %(code)s “%(name)s” were moved to the fund %(to)s."),
)
news.heard(
    "funds.carryover.approve",
    of=lambda carry: [carry.fund],
    text=_("What becomes of the rest of the year %(year)s in the fund %(code)s “%(name)s” is decided."),
)
news.heard(
    "funds.microfund.wind_up",
    of=lambda micro: [micro.fund],
    text=_("The micro-fund “%(name)s” is to be wound up."),
)
news.heard("funds.fund.freeze", of=itself, text=_("The fund %(code)s “%(name)s” is frozen."))
news.heard("funds.fund.unfreeze", of=itself, text=_("The fund %(code)s “%(name)s” is in force again."))
news.heard("funds.fund.close", of=itself, text=_("The fund %(code)s “%(name)s” is closed."))

news.grouped(
    "tasks", "funds.drafted", "funds.micro_applied", "funds.micro_agreed", "funds.micro_approved", "funds.micro_end_asked",
    "funds.asked", "funds.application_approved", "funds.report_due", "funds.reported", "funds.report_returned",
    "funds.plan_submitted", "funds.plan_returned", "funds.transfer_proposed", "funds.carry_proposed", "funds.round_submitted",
    "funds.round_returned", "funds.round_decided", "funds.figure_drafted", "funds.micro_returned",
)  # fmt: skip
