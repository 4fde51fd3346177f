"""Money between funds and between years: proposed by one person, decided by another (four eyes)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps, Tell

from . import people
from . import rules_money as rules


class MoveState(TextChoices):
    PROPOSED = "proposed", _("waiting for a second person")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("funds", "withdrawn")


_PROPOSED, _DONE = MoveState.PROPOSED, MoveState.DONE
OPEN = frozenset({_PROPOSED})

TRANSFER_STEPS = Steps(
    "funds.transfer",
    MoveState,
    (
        Step("propose", (), _PROPOSED, who=(rules.proposes_transfer,), label=_("Propose a transfer"), done=_("Transfer proposed"), second_factor=True,
             needs=(rules.another_fund, rules.both_are_active, rules.both_rules_allow, rules.so_much_is_unbound),
             tells=(Tell("funds.transfer_proposed", people.transfer_leaders, _("A transfer of %(amount)s yuan from %(code)s to %(to)s waits for a second person.")),)),
        Step("approve", (_PROPOSED,), _DONE, who=(rules.decides_transfer, rules.not_transfer_proposer), label=_("Approve and book"), done=_("Transferred"), public=True, second_factor=True,
             needs=(rules.both_are_active, rules.both_rules_allow, rules.so_much_is_unbound),
             tells=(Tell("funds.transfer_done", people.transfer_proposer, _("The transfer of %(amount)s yuan from %(code)s to %(to)s is booked.")),)),
        Step("decline", (_PROPOSED,), MoveState.DECLINED, who=(rules.decides_transfer, rules.not_transfer_proposer), label=_("Decline with reasons"), done=_("Declined"), grave=True,
             tells=(Tell("funds.transfer_declined", people.transfer_proposer, _("The transfer of %(amount)s yuan from %(code)s to %(to)s was declined: %(reason)s")),)),
        Step("withdraw", (_PROPOSED,), MoveState.WITHDRAWN, who=(rules.transfer_proposer,), label=pgettext_lazy("funds", "Withdraw"), done=pgettext_lazy("funds", "Withdrawn")),
    ),
)  # fmt: skip

CARRY_STEPS = Steps(
    "funds.carryover",
    MoveState,
    (
        Step("propose", (), _PROPOSED, who=(rules.keeps_year,), label=_("Propose what becomes of the rest of the year"), done=_("Year end proposed"), second_factor=True,
             needs=(rules.has_budget_year, rules.year_is_over, rules.one_open_proposal, rules.adds_up_to_free),
             tells=(Tell("funds.carry_proposed", people.fund_leaders, _("What is left of %(year)s in %(code)s waits for a decision.")),)),
        Step("approve", (_PROPOSED,), _DONE, who=(rules.decides_year, rules.not_year_proposer), label=_("Decide and book"), done=_("Decided"), public=True, second_factor=True,
             needs=(rules.adds_up_to_free, rules.return_is_unbound),
             hint=_("What is returned is booked as a payment; what is carried over is free in the next budget year."),
             tells=(Tell("funds.carry_done", people.year_proposer, _("What is left of %(year)s in %(code)s is decided.")),)),
        Step("decline", (_PROPOSED,), MoveState.DECLINED, who=(rules.decides_year, rules.not_year_proposer), label=_("Decline with reasons"), done=_("Declined"), grave=True,
             tells=(Tell("funds.carry_declined", people.year_proposer, _("The proposal for what is left of %(year)s in %(code)s was declined: %(reason)s")),)),
        Step("withdraw", (_PROPOSED,), MoveState.WITHDRAWN, who=(rules.year_proposer,), label=pgettext_lazy("funds", "Withdraw"), done=pgettext_lazy("funds", "Withdrawn")),
    ),
)  # fmt: skip
