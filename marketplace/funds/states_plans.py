"""Allocation plans: who gets how much of a fund in a year, by category and community."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps, Tell

from . import people
from . import rules_money as rules


class PlanState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for approval")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("replaced by a newer plan")


PUBLIC = frozenset({PlanState.IN_FORCE, PlanState.SUPERSEDED})
_DRAFT, _REVIEW, _FORCE = PlanState.DRAFT, PlanState.IN_REVIEW, PlanState.IN_FORCE
_DRAFTS = (rules.drafts_plan,)

PLAN_STEPS = Steps(
    "funds.plan",
    PlanState,
    (
        Step("draft", (), _DRAFT, who=_DRAFTS, label=_("Draft an allocation plan"), done=_("Plan drafted"), needs=(rules.one_open_plan,)),
        Step("set_line", (_DRAFT,), None, who=_DRAFTS, label=_("Set an allocation"), done=_("Allocation set")),
        Step("remove_line", (_DRAFT,), None, who=_DRAFTS, label=_("Remove an allocation"), done=_("Allocation removed"), needs=(rules.plan_has_lines,)),
        Step("baselines", (_DRAFT,), None, who=_DRAFTS, label=_("Compute baselines"), done=_("Baselines computed"),
             hint=_("A fixed share for each community alike, the rest by residents; the shares are dated rule figures.")),
        Step("submit", (_DRAFT,), _REVIEW, who=_DRAFTS, label=_("Ask for approval"), done=_("Approval asked for"), needs=(rules.plan_has_lines, rules.plan_is_covered),
             tells=(Tell("funds.plan_submitted", people.plan_leaders, _("The allocation plan %(year)s of “%(fund)s” waits for approval.")),)),
        Step("return", (_REVIEW,), _DRAFT, who=(rules.plan_leader,), label=_("Return with reasons"), done=_("Returned"),
             tells=(Tell("funds.plan_returned", people.plan_finance, _("The allocation plan %(year)s of “%(fund)s” was returned: %(reason)s")),)),
        Step("decide", (_REVIEW,), _FORCE, who=(rules.plan_leader, rules.not_plan_drafter), label=_("Put the plan in force"), done=_("Plan put in force"),
             needs=(rules.plan_is_covered, rules.plan_holds_what_is_promised), public=True, second_factor=True,
             tells=(Tell("funds.plan_decided", people.plan_finance, _("The allocation plan %(year)s of “%(fund)s” is in force.")),)),
        Step("supersede", (_FORCE,), PlanState.SUPERSEDED, who=(rules.plan_leader,), label=_("Replace by a newer plan"), done=_("Plan replaced"), public=True),
    ),
)  # fmt: skip
