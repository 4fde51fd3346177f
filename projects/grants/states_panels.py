"""States of a round's panel and of what is said in a discussion, and the tables of what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps, Tell

from . import people_panels as people
from . import rules, rules_panels


class PanelState(TextChoices):
    PLANNED = "planned", pgettext_lazy("panel", "planned")
    ANNOUNCED = "announced", pgettext_lazy("panel", "announced")
    HELD = "held", pgettext_lazy("panel", "held, minutes not released")
    RELEASED = "released", pgettext_lazy("panel", "held, minutes released")
    CALLED_OFF = "called_off", pgettext_lazy("panel", "called off")


P = PanelState
TOLD = frozenset({P.ANNOUNCED, P.HELD, P.RELEASED})
# Whoever reviews in a blind round does not learn from the panel's papers who presents what.
SECRETARY = (rules.secretary, rules.not_reviewer, rules.no_interest)

PANEL_STEPS = Steps(
    "grants.panel",
    PanelState,
    (
        Step("plan", (), P.PLANNED, who=SECRETARY, label=_("Plan the panel"), done=_("Panel planned"), needs=(rules_panels.round_has_a_panel, rules_panels.round_is_reviewing)),
        Step("change", (P.PLANNED, P.ANNOUNCED, P.CALLED_OFF), P.PLANNED, who=SECRETARY, label=_("Change the panel"), done=_("Panel changed"), needs=(rules_panels.round_is_reviewing,),
             hint=_("What was announced already is announced anew.")),
        Step("announce", (P.PLANNED,), P.ANNOUNCED, who=SECRETARY, label=_("Announce the panel"), done=_("Panel announced"),
             needs=(rules_panels.round_is_reviewing, rules_panels.panel_is_whole, rules_panels.sits_ahead, rules_panels.sits_after_the_reviews),
             hint=_("Those who sit get the agenda, each applicant its own hour."),
             tells=(Tell("grants.panel_announced", people.seated, _("Grant round %(number)s “%(title)s”: the panel sits on %(at)s, %(place)s. The agenda is there.")),
                    Tell("grants.panel_for_you", people.presenters, _("Grant round %(number)s “%(title)s”: you present to the panel on %(at)s, %(place)s. Your hour stands on its page.")))),
        Step("write_minutes", (P.ANNOUNCED, P.HELD), P.HELD, who=SECRETARY, label=_("Write the minutes"), done=_("Minutes written"), needs=(rules_panels.has_begun,)),
        Step("release", (P.HELD,), P.RELEASED, who=SECRETARY, label=_("Release the minutes"), done=_("Minutes released"),
             hint=_("Those who sat read all of it, each applicant what was said about its own project."),
             tells=(Tell("grants.minutes_released", people.everybody, _("Grant round %(number)s “%(title)s”: the minutes of the panel are there.")),)),
        Step("call_off", (P.PLANNED, P.ANNOUNCED), P.CALLED_OFF, who=SECRETARY, label=_("Call the panel off"), done=_("Panel called off"), grave=True,
             tells=(Tell("grants.panel_called_off", people.everybody_told, _("Grant round %(number)s “%(title)s”: the panel on %(at)s is called off: %(reason)s")),)),
    ),
)  # fmt: skip


class RemarkState(TextChoices):
    SAID = "said", pgettext_lazy("remark", "said")


REMARK_STEPS = Steps(
    "grants.remark",
    RemarkState,
    (
        Step("say", (), RemarkState.SAID, who=(rules_panels.discusser,), label=_("Write in the discussion"), done=_("Written in the discussion"), needs=(rules_panels.discussion_is_open,),
             tells=(Tell("grants.remark_said", people.discussers, _("Grant round %(number)s “%(title)s”: something was written in the discussion of application %(mark)s.")),)),
    ),
)  # fmt: skip
