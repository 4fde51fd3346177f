"""States of reviews and objections, and the tables of what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules, rules_reviews


class ReviewState(TextChoices):
    ASSIGNED = "assigned", _("assigned, has to declare conflicts")
    READY = "ready", _("no conflict, scoring")
    HANDED_IN = "handed_in", _("scores handed in")
    CONFLICTED = "conflicted", _("conflict of interest, to be replaced")
    REPLACED = "replaced", _("replaced")


V = ReviewState
WORKING = frozenset({V.ASSIGNED, V.READY})
STANDING = WORKING | {V.HANDED_IN, V.CONFLICTED}

REVIEW_STEPS = Steps(
    "grants.review",
    ReviewState,
    (
        Step("assign", (), V.ASSIGNED, who=(rules.secretary, rules.no_interest), label=_("Assign a review"), done=_("Review assigned"), needs=(rules_reviews.fits_to_review,),
             tells=(Tell("grants.review_assigned", people.reviewer, _("Grant round %(number)s “%(title)s”: application %(mark)s waits for your review until %(until)s. Please declare conflicts first.")),)),
        Step("declare_none", (V.ASSIGNED,), V.READY, who=(rules_reviews.is_reviewer,), label=_("I have no conflict of interest"), done=_("Declared: no conflict"),
             needs=(rules_reviews.round_is_reviewing,)),
        Step("recuse", (V.ASSIGNED, V.READY), V.CONFLICTED, who=(rules_reviews.is_reviewer,), label=_("I have a conflict of interest"), done=_("Declared a conflict"), grave=True,
             needs=(rules_reviews.round_is_reviewing,),
             tells=(Tell("grants.recused", people.secretaries, _("Grant round %(number)s: a reviewer of application %(mark)s has a conflict of interest and must be replaced.")),)),
        Step("score", (V.READY,), None, who=(rules_reviews.is_reviewer,), label=_("Score"), done=_("Draft saved"), needs=(rules_reviews.round_is_reviewing, rules_reviews.before_end)),
        Step("hand_in", (V.READY,), V.HANDED_IN, who=(rules_reviews.is_reviewer,), label=_("Hand in the review"), done=_("Review handed in"),
             needs=(rules_reviews.round_is_reviewing, rules_reviews.before_end),
             tells=(Tell("grants.review_in", people.secretaries, _("Grant round %(number)s: a review of application %(mark)s was handed in.")),)),
        Step("reopen", (V.HANDED_IN,), V.READY, who=(rules.secretary, rules.no_interest), label=_("Give it back"), done=_("Given back"), grave=True,
             needs=(rules_reviews.round_is_reviewing,),
             tells=(Tell("grants.review_reopened", people.reviewer, _("Grant round %(number)s: your review of application %(mark)s was given back: %(reason)s")),)),
        Step("remind", (V.ASSIGNED, V.READY), None, who=(is_system,), label=_("Remind the reviewer"), done=_("Reminded"), needs=(rules_reviews.round_is_reviewing, rules_reviews.not_reminded),
             tells=(Tell("grants.review_due", people.reviewer, _("Grant round %(number)s “%(title)s”: your review of application %(mark)s is due on %(until)s.")),)),
        Step("replace", (V.ASSIGNED, V.READY, V.CONFLICTED), V.REPLACED, who=(rules.secretary, rules.no_interest), label=_("Replace the reviewer"), done=_("Reviewer replaced"),
             needs=(rules_reviews.round_is_reviewing,)),
    ),
)  # fmt: skip


class ObjectionState(TextChoices):
    FILED = "filed", _("waiting for an answer")
    REJECTED = "rejected", _("answered: not upheld")
    UPHELD = "upheld", _("answered: upheld")


O = ObjectionState  # noqa: E741
OBJECTION_STEPS = Steps(
    "grants.objection",
    ObjectionState,
    (
        Step("object", (), O.FILED, who=(rules_reviews.objector,), label=_("Object to the decision"), done=_("Objected"),
             needs=(rules_reviews.objections_open, rules_reviews.not_objected_yet), hint=_("The awards wait until every objection is answered."),
             tells=(Tell("grants.objected", people.leaders_and_secretaries, _("Grant round %(number)s “%(title)s”: an objection was filed.")),)),
        Step("reject", (O.FILED,), O.REJECTED, who=(rules.leader, rules.no_interest), label=pgettext_lazy("grants", "Answer: not upheld"), done=_("Answered: not upheld"),
             tells=(Tell("grants.objection_rejected", people.objector_side, _("Grant round %(number)s “%(title)s”: your objection was answered: not upheld. %(answer)s")),)),
        Step("uphold", (O.FILED,), O.UPHELD, who=(rules.leader, rules.no_interest), label=_("Answer: upheld, decide again"), done=_("Answered: upheld"), grave=True, second_factor=True,
             hint=_("The promise in the fund is released; the awards are proposed and decided anew."),
             tells=(Tell("grants.objection_upheld", people.objector_side, _("Grant round %(number)s “%(title)s”: your objection was upheld; the awards are decided again. %(answer)s")),)),
    ),
)  # fmt: skip
