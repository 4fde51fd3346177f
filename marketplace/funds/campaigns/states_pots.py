"""The state table of matching pots."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import is_system, named
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class PotState(TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("in force")
    ENDED = "ended", _("ended")


P = PotState
POT_PUBLIC = frozenset({P.ACTIVE, P.ENDED})

POT_STEPS = Steps(
    "campaigns.pot",
    PotState,
    (
        Step("draft", (), P.DRAFT, who=(rules.pot_finance,), label=_("Draft a matching pot"), done=_("Matching pot drafted"),
             tells=(Tell("campaigns.pot_drafted", people.pot_leaders, _("The matching pot “%(name)s” waits to be put in force.")),)),
        Step("edit", (P.DRAFT,), None, who=(rules.pot_finance,), label=_("Change the pot"), done=_("Pot changed")),
        Step("activate", (P.DRAFT,), P.ACTIVE, who=(rules.pot_leader, rules.pot_not_drafter), needs=(rules.pot_has_campaigns,), label=_("Put the pot in force"), done=_("Pot in force"),
             public=True, second_factor=True),
        Step("claim", (P.ACTIVE,), None, who=(is_system,), label=_("Answer a gift"), done=_("Gift answered")),
        Step("end", (P.ACTIVE,), P.ENDED, who=(named("pot_leader_or_portal", rules.pot_leader.sentence, is_system | rules.pot_leader),), needs=(rules.pot_is_done,),
             label=_("End the pot"), done=_("Pot ended"), public=True),
    ),
)  # fmt: skip
