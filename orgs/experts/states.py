"""States of an entry in the roster; who does what to it.

Choices made here: the evaluation secretary or a leader enters, or a person offers themselves; a leader who did not enter
them admits. The person keeps their own particulars, ties and days away; so may the office, because an expert without a
second factor must not be a gap in the roster.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_known
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class ExpertState(TextChoices):
    PROPOSED = "proposed", _("waiting for admission")
    LISTED = "listed", pgettext_lazy("expert", "on the roster")
    RESTING = "resting", pgettext_lazy("expert", "resting")
    DECLINED = "declined", pgettext_lazy("expert", "not admitted")
    REMOVED = "removed", pgettext_lazy("expert", "taken off the roster")


S = ExpertState
_HERE = (S.PROPOSED, S.LISTED, S.RESTING)
_DECIDES = (rules.leads, rules.entered_by_another, rules.not_oneself)
_OWN = (rules.self_or_keeper,)
_TOLD_LEADERS = (
    Tell("experts.proposed", people.leaders, _("%(person)s is proposed for the expert roster. Please decide.")),
)

EXPERT_STEPS = Steps(
    "experts.expert",
    ExpertState,
    (
        Step(
            "enter", (), S.PROPOSED, (rules.keeps, rules.not_oneself), _("Propose somebody"), _("Proposed for the roster"),
            needs=(rules.not_there_yet, rules.serves_something), tells=_TOLD_LEADERS,
        ),
        Step(
            "offer", (), S.PROPOSED, (is_known, rules.is_self), _("Offer yourself"), _("Offered to serve"),
            needs=(rules.not_there_yet, rules.serves_something), tells=_TOLD_LEADERS,
        ),
        Step(
            "admit", (S.PROPOSED,), S.LISTED, _DECIDES, _("Admit to the roster"), _("Admitted to the roster"),
            needs=(rules.serves_something,),
            tells=(Tell("experts.admitted", people.person, _("You stand in the expert roster of “%(body)s” now.")),),
        ),
        Step(
            "decline", (S.PROPOSED,), S.DECLINED, _DECIDES, _("Do not admit"), _("Not admitted"), grave=True,
            tells=(
                Tell("experts.declined", people.person, _("You were not admitted to the expert roster of “%(body)s”: %(reason)s")),
            ),
        ),
        Step(
            "change", _HERE, None, _OWN, pgettext_lazy("expert", "Change the entry"), _("Entry changed"),
        ),
        Step("add_post", _HERE, None, _OWN, _("Add a former employer"), _("Former employer added")),
        Step("declare_tie", _HERE, None, _OWN, _("Declare a tie"), _("Tie declared"),
             hint=_("A relative, a seat on the board, a stake: whoever is tied to an organisation does not judge it.")),
        Step("end_tie", _HERE, None, _OWN, _("End a tie"), _("Tie ended"), needs=(rules.has_ties,)),
        Step("add_away", _HERE, None, _OWN, _("Add days away"), _("Days away added")),
        Step("remove_away", _HERE, None, _OWN, _("Take back days away"), _("Days away taken back"), needs=(rules.has_aways,)),
        Step("rest", (S.LISTED,), S.RESTING, _OWN, _("Rest for a while"), _("Rests for a while")),
        Step("resume", (S.RESTING,), S.LISTED, _OWN, _("Be asked again"), _("May be asked again")),
        Step(
            "leave", _HERE, S.REMOVED, (rules.is_self,), _("Leave the roster"), _("Left the roster"), grave=True,
            hint=_("Nobody asks you any more. What you judged stays on record."),
        ),
        Step(
            "appraise", (S.LISTED, S.RESTING), None, (rules.keeps, rules.not_oneself), _("Appraise a task"), _("Task appraised"),
        ),
        Step(
            "remove", (S.LISTED, S.RESTING), S.REMOVED, (rules.leads, rules.not_oneself), _("Take off the roster"),
            _("Taken off the roster"), grave=True,
            tells=(
                Tell("experts.removed", people.person, _("You do not stand in the expert roster of “%(body)s” any more: %(reason)s")),
            ),
        ),
        Step(
            "propose_again", (S.DECLINED, S.REMOVED), S.PROPOSED, (rules.keeps, rules.not_oneself), _("Propose again"),
            _("Proposed again"), tells=_TOLD_LEADERS,
        ),
    ),
)  # fmt: skip
