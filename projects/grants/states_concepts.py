"""States of a short concept before the full application, and the table of what can happen to it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps, Tell

from . import people, rules, rules_applications, rules_concepts


class ConceptState(TextChoices):
    DRAFT = "draft", pgettext_lazy("concept", "draft")
    SUBMITTED = "submitted", pgettext_lazy("concept", "handed in")
    WITHDRAWN = "withdrawn", pgettext_lazy("concept", "withdrawn")
    INVITED = "invited", pgettext_lazy("concept", "invited to the full application")
    DECLINED = "declined", pgettext_lazy("concept", "not invited")


C = ConceptState
HANDED_IN = frozenset({C.SUBMITTED, C.INVITED, C.DECLINED})
WRITABLE = (C.DRAFT, C.SUBMITTED, C.WITHDRAWN)
TAKING = (rules_concepts.round_takes_concepts, rules_concepts.concept_in_time)
DECIDES = (rules.secretary, rules.no_interest, rules_concepts.no_rival)
DECIDING = (rules_concepts.concepts_are_closed, rules_concepts.call_still_runs)

CONCEPT_STEPS = Steps(
    "grants.concept",
    ConceptState,
    (
        Step("start", (), C.DRAFT, who=(rules.applicant,), label=_("Begin a concept"), done=_("Concept begun"),
             needs=(*TAKING, rules_applications.is_eligible, rules_concepts.concepts_below_limit)),
        Step("save", WRITABLE, None, who=(rules.applicant,), label=_("Edit the concept"), done=_("Concept saved"), needs=TAKING),
        Step("submit", WRITABLE, C.SUBMITTED, who=(rules.applicant,), label=_("Hand in the concept"), done=_("Concept handed in"),
             needs=(*TAKING, rules_applications.is_eligible, rules_applications.has_draft)),
        Step("withdraw", (C.SUBMITTED,), C.WITHDRAWN, who=(rules.applicant,), label=_("Withdraw the concept"), done=_("Concept withdrawn"), needs=TAKING, grave=True),
        Step("invite", (C.SUBMITTED, C.DECLINED), C.INVITED, who=DECIDES, label=_("Invite to the full application"), done=_("Invited to the full application"), needs=DECIDING,
             tells=(Tell("grants.concept_invited", people.concept_side, _("Grant round %(number)s: your concept “%(application)s” is chosen. You are invited to write the full application until %(deadline)s.")),)),
        Step("decline", (C.SUBMITTED,), C.DECLINED, who=DECIDES, label=_("Do not invite"), done=_("Not invited"), needs=DECIDING, grave=True,
             tells=(Tell("grants.concept_declined", people.concept_side, _("Grant round %(number)s: your concept “%(application)s” is not invited to the full application: %(reason)s")),)),
    ),
)  # fmt: skip
