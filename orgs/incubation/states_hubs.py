"""States of a hub's care and of functions handed to it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people_hubs as people
from . import rules_hubs as rules


class CareState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("care", "waiting for consent")
    RUNNING = "running", pgettext_lazy("care", "looked after")
    ENDED = "ended", pgettext_lazy("care", "ended")
    REFUSED = "refused", pgettext_lazy("care", "not wanted")


class FunctionState(TextChoices):
    HELD = "held", pgettext_lazy("function", "held by the hub")
    ENDED = "ended", pgettext_lazy("function", "handed back")


C = CareState

CARE_STEPS = Steps(
    "incubation.care",
    CareState,
    (
        Step(
            "propose", (), C.PROPOSED, (rules.hub_side,), _("Offer to look after an organisation"), _("Offered to look after it"),
            needs=(rules.is_hub, rules.not_itself, rules.not_yet),
            tells=(Tell("incubation.care_proposed", people.of_cared, _("The hub “%(hub)s” offers to look after “%(name)s”. Do you agree?")),),
        ),
        Step(
            "accept", (C.PROPOSED,), C.RUNNING, (rules.cared_owner,), _("Agree to be looked after"), _("Looked after by the hub"), needs=(rules.is_hub,), public=True,
            tells=(Tell("incubation.care_accepted", people.of_hub, _("“%(name)s” agrees to be looked after by “%(hub)s”.")),),
        ),
        Step("refuse", (C.PROPOSED,), C.REFUSED, (rules.cared_owner,), _("Do not agree"), _("Not agreed")),
        Step("report", (C.RUNNING,), None, (rules.hub_side,), _("Report a quarter"), _("Quarter reported"), public=True),
        Step("tell_due", (C.RUNNING,), None, (is_system,), _("Tell that a report is due"), _("Hub told that a report is due"), needs=(rules.report_is_due,),
             tells=(Tell("incubation.report_due", people.writers_of_hub, _("The quarterly report of “%(hub)s” about “%(name)s” is due.")),)),
        Step("tell_last", (C.RUNNING,), None, (is_system,), _("Tell for the last time that a report is due"), _("Hub told for the last time that a report is due"),
             needs=(rules.report_is_late,),
             tells=(Tell("incubation.report_late", people.writers_of_hub, _("Last reminder: the quarterly report of “%(hub)s” about “%(name)s” is a month late.")),)),
        Step("end", (C.RUNNING,), C.ENDED, (rules.either_side,), _("End the care"), _("Care ended"), grave=True, public=True),
    ),
)  # fmt: skip

FUNCTION_STEPS = Steps(
    "incubation.function",
    FunctionState,
    (
        Step(
            "hand_over", (), FunctionState.HELD, (rules.hands_over,), _("Hand a function to a hub"), _("Function handed to the hub"), needs=(rules.is_hub,), public=True,
            tells=(Tell("incubation.function_given", people.of_hub, _("“%(hub)s” received a function: %(function)s.")),),
        ),
        Step(
            "take_back", (FunctionState.HELD,), FunctionState.ENDED, (rules.hands_over,), _("Take the function back"), _("Function taken back"), grave=True, public=True,
            tells=(Tell("incubation.function_back", people.of_hub, _("The function “%(function)s” of “%(hub)s” was taken back: %(reason)s")),),
        ),
    ),
)  # fmt: skip
