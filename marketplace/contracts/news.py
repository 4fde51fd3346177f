"""What followers of a call and of a fund hear of its contract, and to which groups this room's notifications belong."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import news


def call_of(contract):
    return [contract.call]


def call_and_organisation(contract):
    return [contract.call, contract.organisation]


def call_and_fund(milestone):
    return [milestone.contract.call, milestone.contract.fund]


def call_of_milestone(milestone):
    return [milestone.contract.call]


news.heard(
    "contracts.contract.take_effect",
    of=call_and_organisation,
    text=_("Contract %(number)s “%(title)s” is in force: both sides have signed."),
)
news.heard("contracts.contract.close", of=call_of, text=_("Contract %(number)s “%(title)s” is closed."))
news.heard(
    "contracts.contract.terminate",
    of=call_and_organisation,
    params=news.reason,
    text=_("Contract %(number)s “%(title)s” was terminated: %(reason)s"),
)
news.heard(
    "contracts.milestone.accept",
    of=call_of_milestone,
    text=_("%(milestone)s of contract %(number)s “%(title)s” was accepted."),
)
news.heard(
    "contracts.milestone.accept_partly",
    of=call_of_milestone,
    text=_("%(milestone)s of contract %(number)s “%(title)s” was accepted in part."),
)
news.heard(
    "contracts.milestone.pay",
    of=call_and_fund,
    text=_("%(milestone)s of contract %(number)s “%(title)s” was paid."),
)

news.grouped("tasks", "contracts.offered", "contracts.delivered", "contracts.milestone_returned")
news.grouped("binding", "contracts.terminated", "contracts.recalled")
