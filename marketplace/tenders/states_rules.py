"""Rule sets: drafted by who keeps master data, approved by a leader, in force from a day ahead, never changed afterwards.

A change is a new version: the set before it ends the day before. Calls keep the procedure under which they were published.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps

from . import rules_rulesets as rules


class RuleState(TextChoices):
    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")
    DISCARDED = "discarded", _("discarded")


_DRAFT, _APPROVED = RuleState.DRAFT, RuleState.APPROVED
_KEEPS = (rules.keeps,)

RULE_STEPS = Steps(
    "tenders.rules",
    RuleState,
    (
        Step("draft", (), _DRAFT, _KEEPS, _("Draft the next version"), _("Next version drafted"), needs=(rules.version_is_new,)),
        Step("revise", (_APPROVED,), None, _KEEPS, _("Draft the next version"), _("Next version drafted")),
        Step("change", (_DRAFT,), None, _KEEPS, _("Change name, source, first day"), _("Name, source or first day changed")),
        Step("set_rule", (_DRAFT,), None, _KEEPS, _("Change a rule"), _("Rule changed")),
        Step(
            "approve", (_DRAFT,), _APPROVED, (rules.approves, rules.did_not_draft), _("Approve"), _("Approved"),
            needs=(rules.has_source, rules.begins_ahead, rules.after_the_one_before), second_factor=True, public=True,
        ),
        Step("supersede", (_APPROVED,), None, (rules.approves,), _("End the version before"), _("Ended by a newer version"), public=True),
        Step("discard", (_DRAFT,), RuleState.DISCARDED, _KEEPS, _("Discard the draft"), _("Discarded"), grave=True),
    ),
)  # fmt: skip
