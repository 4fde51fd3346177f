"""Standards of growth: drafted by who keeps master data, approved by a leader, in force from a day ahead, never changed afterwards.

A change is a new version: the one before it ends the day before. Stages that were recorded and forms that were filled in keep
what held on their day.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps

from . import rules_standards as rules


class StandardState(TextChoices):
    DRAFT = "draft", pgettext_lazy("standards", "draft")
    APPROVED = "approved", pgettext_lazy("standards", "approved")
    DISCARDED = "discarded", pgettext_lazy("standards", "discarded")


_DRAFT, _APPROVED = StandardState.DRAFT, StandardState.APPROVED
_KEEPS = (rules.keeps,)

STANDARD_STEPS = Steps(
    "incubation.standard",
    StandardState,
    (
        Step("draft", (), _DRAFT, _KEEPS, _("Draft the next version"), _("Next version drafted"), needs=(rules.version_is_new,)),
        Step("revise", (_APPROVED,), None, _KEEPS, _("Draft the next version"), _("Next version drafted")),
        Step("change", (_DRAFT,), None, _KEEPS, _("Change source, note, first day"), _("Source, note or first day changed")),
        Step(
            "set_criterion", (_DRAFT,), None, _KEEPS, _("Set a criterion of a stage"), _("Criterion of a stage set"),
            hint=_("Only what the portal measures from its records can be asked for; a criterion without a number is dropped."),
        ),
        Step("add_sentence", (_DRAFT,), None, _KEEPS, _("Add a sentence to the maturity form"), _("Sentence added to the maturity form")),
        Step("change_sentence", (_DRAFT,), None, _KEEPS, _("Change a sentence"), _("Sentence changed")),
        Step("remove_sentence", (_DRAFT,), None, _KEEPS, _("Remove a sentence"), _("Sentence removed"), grave=True),
        Step(
            "approve", (_DRAFT,), _APPROVED, (rules.approves, rules.did_not_draft), pgettext_lazy("standards", "Approve"),
            pgettext_lazy("standards", "Approved"),
            needs=(rules.has_source, rules.begins_ahead, rules.after_the_one_before, rules.asks_of_every_aspect), second_factor=True,
            public=True,
        ),
        Step("supersede", (_APPROVED,), None, (rules.approves,), _("End the version before"), _("Ended by a newer version"), public=True),
        Step("discard", (_DRAFT,), StandardState.DISCARDED, _KEEPS, _("Discard the draft"), pgettext_lazy("standards", "Discarded"), grave=True),
    ),
)  # fmt: skip
