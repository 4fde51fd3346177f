"""Kinds and states of funds, kinds of entries and accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell
from orgs.queries import holders
from orgs.states import Role

from . import rules


class FundKind(TextChoices):
    EARMARKED = "EARMARKED", _("earmarked fund")
    GUARANTEE = "GUARANTEE", _("guarantee fund")
    INCENTIVE = "INCENTIVE", _("incentive fund")
    POOLED = "POOLED", _("pooled fund")
    MICRO = "MICRO", _("community micro-fund")
    COMMUNITY_FOUNDATION = "COMMUNITY_FOUNDATION", _("community foundation")


class FundState(TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    FROZEN = "frozen", _("frozen")
    CLOSED = "closed", _("wound up")


PUBLIC = frozenset({FundState.ACTIVE, FundState.FROZEN, FundState.CLOSED})


class IncomeSource(TextChoices):
    """Where income comes from. The first four are the source's way of financing communities (E09)."""

    FISCAL = "FISCAL", _("fiscal support")
    PAIRED = "PAIRED", _("paired-unit aid")
    FEE_FOLLOWS_TASK = "FEE_FOLLOWS_TASK", _("fee follows the task")
    JOINT = "JOINT", _("community joint building")
    DEPARTMENT = "DEPARTMENT", _("award money of a department's line")
    RENT = "RENT", _("farm rent")
    GIFT = "GIFT", _("gifts of residents")
    OPENING = "OPENING", _("opening money")
    BACK = "BACK", _("money that came back")
    OTHER = "OTHER", _("other income")


class AccountKind(TextChoices):
    SOURCE = "SOURCE", _("came in")
    FREE = "FREE", _("free")
    COMMITMENT = "COMMITMENT", _("committed")
    PAID = "PAID", _("paid")
    TRANSFER = "TRANSFER", _("transferred")
    FEE = "FEE", _("fees")
    MEMO = "MEMO", _("beside the cash, mirror")
    KIND = "KIND", _("in kind, valued")
    TIME = "TIME", _("time, valued")


class StreamKind(TextChoices):
    GIVEN = "GIVEN", _("gifts and other receipts")
    GRANTED = "GRANTED", _("budget grants")


class EntryKind(TextChoices):
    RECEIPT = "RECEIPT", _("receipt")
    GRANT = "GRANT", _("budget grant")
    COMMITMENT = "COMMITMENT", _("commitment")
    RELEASE = "RELEASE", _("release")
    PAYMENT = "PAYMENT", _("payment")
    REFUND = "REFUND", _("refund")
    TRANSFER = "TRANSFER", _("transfer")
    CORRECTION = "CORRECTION", _("correction")
    RETURN = "RETURN", _("returned to the giver")
    FEE = "FEE", _("fee")
    MEMO = "MEMO", _("beside the cash")


def leaders(fund):
    """The leaders of the fund's office."""
    return holders(Role.LEADER, office=fund.office_id)


def finance_officers(fund):
    return holders(Role.FINANCE, office=fund.office_id)


def finance_and_leaders(fund):
    inside = list(holders(Role.FINANCE, Role.LEADER, office=fund.office_id))
    if not rules.is_hosted(fund):
        return inside
    return [*inside, *holders(*rules.HOST_ROLES, organisation=fund.host_id)]


LIVE = (FundState.ACTIVE, FundState.FROZEN)

FUND_STEPS = Steps(
    "funds.fund",
    FundState,
    (
        Step("create", (), FundState.DRAFT, who=(rules.finance,), label=_("Draft a fund"), done=_("Fund drafted"),
             tells=(Tell("funds.drafted", leaders, _("The fund %(code)s “%(name)s” waits to be put in force.")),)),
        Step("found", (), FundState.DRAFT, who=(rules.leader,), label=_("Open the books of a micro-fund"), done=_("Books opened")),
        Step("edit", (FundState.DRAFT,), None, who=(rules.finance,), label=_("Edit"), done=_("Fund changed"), needs=(rules.not_a_micro_fund,)),
        Step("activate", (FundState.DRAFT,), FundState.ACTIVE, who=(rules.leader, rules.not_drafter), label=_("Put the fund in force"),
             needs=(rules.its_life_says_so, rules.host_fits_kind, rules.board_is_complete), done=_("Fund put in force"), public=True, second_factor=True,
             tells=(Tell("funds.activated", finance_officers, _("The fund %(code)s “%(name)s” is in force.")),)),
        Step("grant_budget", LIVE, None, who=(rules.finance,), label=_("Book a budget grant"), done=_("Budget grant booked"), public=True, second_factor=True),
        Step("record_receipt", LIVE, None, who=(rules.finance,), label=_("Book a receipt"), done=_("Receipt booked"), public=True, second_factor=True),
        Step("refund", LIVE, None, who=(rules.finance,), label=_("Book a refund"), done=_("Refund booked"), public=True, second_factor=True),
        Step("charge_fee", LIVE, None, who=(rules.host_finance,), label=_("Charge the host's fee"), done=_("Host's fee charged"), needs=(rules.fee_is_due,), public=True, second_factor=True),
        Step("add_purpose", (FundState.DRAFT, *LIVE), None, who=(rules.finance,), label=_("Name a purpose"), done=_("Purpose named"), public=True),
        Step("correct", LIVE, None, who=(rules.finance,), label=_("Reverse an entry"), done=_("Entry reversed"), public=True, grave=True, second_factor=True),
        Step("remind_year", LIVE, None, who=(is_system,), needs=(rules.year_waits_to_be_ended,), label=_("Remind of the end of the budget year"), done=_("Reminded of the end of the budget year"),
             tells=(Tell("funds.year_waits", finance_and_leaders, _("The budget year %(year)s of %(code)s “%(name)s” is over. What is left is to be decided on until %(until)s; before that nothing new can be promised.")),)),
        Step("freeze", (FundState.ACTIVE,), FundState.FROZEN, who=(rules.leader,), label=_("Freeze"), done=_("Frozen"), public=True, grave=True),
        Step("unfreeze", (FundState.FROZEN,), FundState.ACTIVE, who=(rules.leader,), label=_("Lift the freeze"), done=_("Freeze lifted"), needs=(rules.not_winding_up,), public=True),
        Step("close", LIVE, FundState.CLOSED, who=(rules.leader,), label=_("Close the fund"), done=pgettext_lazy("funds", "Closed"), needs=(rules.nothing_left, rules.its_life_ends_it), public=True, grave=True),
    ),
)  # fmt: skip
