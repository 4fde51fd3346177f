"""The state tables of pledges and of monthly gifts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import anyone, is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class PledgeState(TextChoices):
    PROMISED = "promised", _("promised")
    CHARGING = "charging", _("being charged")
    KEPT = "kept", _("kept as promised")
    FAILED = "failed", _("charge failed")
    RELEASED = "released", _("released")
    LAPSED = "lapsed", _("not kept")


class MonthlyState(TextChoices):
    STARTED = "started", _("begun")
    RUNNING = "running", pgettext_lazy("giving", "running")
    ENDED = "ended", _("ended")


PLEDGED = (PledgeState.PROMISED, PledgeState.CHARGING, PledgeState.FAILED)

PLEDGE_STEPS = Steps(
    "giving.pledge",
    PledgeState,
    (
        Step("promise", (), PledgeState.PROMISED, who=(anyone,), needs=(rules.gate_is_open,), label=_("Promise a gift"), done=_("Gift promised")),
        Step("save_card", (PledgeState.PROMISED, PledgeState.FAILED), None, who=(is_system,), label=_("Keep the card"), done=_("Card kept for the promise")),
        Step("charge", (PledgeState.PROMISED, PledgeState.FAILED), PledgeState.CHARGING, who=(rules.finance_or_portal,), needs=(rules.has_a_card,),
             label=_("Charge the promise"), done=_("Charge asked for")),
        Step("keep", (PledgeState.PROMISED, PledgeState.CHARGING, PledgeState.FAILED, PledgeState.LAPSED), PledgeState.KEPT, who=(rules.handles_or_portal,),
             label=_("Note that it was kept"), done=_("Promise kept")),
        Step("fail", (PledgeState.CHARGING,), PledgeState.FAILED, who=(is_system,), label=_("Note that the charge failed"), done=_("Charge failed"),
             tells=(Tell("giving.charge_failed", people.giver, _("Your promise of %(amount)s yuan to “%(fund)s” could not be charged.")),)),
        Step("release", (PledgeState.PROMISED, PledgeState.FAILED), PledgeState.RELEASED, who=(rules.party_or_portal,), label=_("Take the promise back"), done=_("Promise released"), grave=True),
        Step("lapse", (PledgeState.PROMISED, PledgeState.FAILED), PledgeState.LAPSED, who=(is_system,), label=_("Note that it was not kept"), done=_("Promise not kept"),
             tells=(Tell("giving.promise_lapsed", people.giver, _("Your promise of %(amount)s yuan to “%(fund)s” was to be kept until %(due)s and has lapsed. You owe nothing; a transfer that is under way is still found by its purpose line.")),)),
    ),
)  # fmt: skip

MONTHLY_STEPS = Steps(
    "giving.monthly",
    MonthlyState,
    (
        Step("start", (), MonthlyState.STARTED, who=(anyone,), needs=(rules.gate_is_open,), label=_("Give every month"), done=_("Monthly gift begun")),
        Step("run", (MonthlyState.STARTED,), MonthlyState.RUNNING, who=(is_system,), label=_("Note that it runs"), done=_("Monthly gift runs")),
        Step("stop", (MonthlyState.STARTED, MonthlyState.RUNNING), MonthlyState.ENDED, who=(rules.party_or_portal,), label=_("Stop the monthly gift"), done=_("Monthly gift stopped")),
        Step("end", (MonthlyState.STARTED, MonthlyState.RUNNING), MonthlyState.ENDED, who=(is_system,), label=_("Note that it ended"), done=_("Monthly gift ended")),
    ),
)  # fmt: skip
