"""Incentive money: a round pays by what was reached, from a closed appraisal and a stated table (E01, E08)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps, Tell

from . import people
from . import rules_money as rules


class Measure(TextChoices):
    STARS = "STARS", _("stars of the year (1 to 5)")
    RATINGS = "RATINGS", _("ratings by those served (percent satisfied)")
    TARGETS = "TARGETS", _("targets reached (percent)")


class RoundState(TextChoices):
    DRAFT = "draft", _("results being entered")
    IN_REVIEW = "in_review", _("waiting for approval")
    DECIDED = "decided", _("decided, being paid")
    PAID = "paid", _("paid")


PUBLIC = frozenset({RoundState.DECIDED, RoundState.PAID})
_DRAFT, _REVIEW = RoundState.DRAFT, RoundState.IN_REVIEW
_DRAFTS = (rules.drafts_round,)

ROUND_STEPS = Steps(
    "funds.round",
    RoundState,
    (
        Step("draft", (), _DRAFT, who=_DRAFTS, label=_("Begin an incentive round"), done=_("Round begun"), needs=(rules.fund_pays_by_performance, rules.table_is_lawful)),
        Step("set_result", (_DRAFT,), None, who=_DRAFTS, label=_("Enter a result"), done=_("Result entered")),
        Step("remove_result", (_DRAFT,), None, who=_DRAFTS, label=_("Remove a result"), done=_("Result removed"), needs=(rules.round_has_results,)),
        Step("submit", (_DRAFT,), _REVIEW, who=_DRAFTS, label=_("Close the appraisal"), done=_("Appraisal closed"), needs=(rules.round_has_results, rules.appraisal_is_named, rules.somebody_gets_something),
             hint=_("The shares are computed from the table; results cannot be changed afterwards."),
             tells=(Tell("funds.round_submitted", people.round_leaders, _("The incentive round %(number)s of “%(fund)s” waits for approval.")),)),
        Step("return", (_REVIEW,), _DRAFT, who=(rules.round_leader,), label=_("Return with reasons"), done=_("Returned"),
             tells=(Tell("funds.round_returned", people.round_finance, _("The incentive round %(number)s of “%(fund)s” was returned: %(reason)s")),)),
        Step("decide", (_REVIEW,), RoundState.DECIDED, who=(rules.round_leader, rules.not_round_drafter), label=_("Decide and promise the money"), done=_("Decided"), public=True, second_factor=True,
             tells=(Tell("funds.round_decided", people.round_finance, _("The incentive round %(number)s of “%(fund)s” is decided; please pay it.")),)),
        Step("pay", (RoundState.DECIDED,), RoundState.PAID, who=(rules.round_finance, rules.not_round_decider), label=_("Pay"), done=_("Paid"), public=True, second_factor=True),
    ),
)  # fmt: skip
