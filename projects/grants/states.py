"""States of forms and rounds, and the tables of what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps, Tell

from . import people, rules, rules_panels, rules_rounds


class FormState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_USE = "in_use", _("in use")


class RoundState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for approval")
    OPEN = "open", _("open for applications")
    SCREENING = "screening", _("being screened")
    REVIEWING = "reviewing", _("being reviewed")
    PROPOSED = "proposed", _("decision proposed")
    STANDSTILL = "standstill", _("decided, objections possible")
    DELIVERY = "delivery", _("in delivery")
    CLOSED = "closed", pgettext_lazy("round", "closed")
    CANCELLED = "cancelled", _("cancelled")


R = RoundState
DECIDED = frozenset({R.STANDSTILL, R.DELIVERY, R.CLOSED})
# The call is over: who handed in may be known to the secretariat.
CLOSED_TO_APPLICATIONS = frozenset({R.SCREENING, R.REVIEWING, R.PROPOSED}) | DECIDED
PUBLIC = CLOSED_TO_APPLICATIONS | {R.OPEN, R.CANCELLED}
RUNNING = PUBLIC - {R.CLOSED, R.CANCELLED}

FORM_STEPS = Steps(
    "grants.form",
    FormState,
    (
        Step("draft", (), FormState.DRAFT, who=(rules.editor,), label=_("Draft a form"), done=_("Form drafted")),
        Step("edit", (FormState.DRAFT,), None, who=(rules.editor,), label=_("Edit the form"), done=_("Form changed")),
        Step("revise", (FormState.IN_USE,), None, who=(rules.editor,), label=_("Make the next version"), done=_("Next version begun"),
             needs=(rules_rounds.no_newer_draft,), hint=_("Applications that were begun keep the version they were made with.")),
        Step("use", (FormState.DRAFT, FormState.IN_USE), FormState.IN_USE, who=(rules.leader_or_editor,), label=_("Put in use"), done=_("Put in use"),
             needs=(rules_rounds.form_is_sound,), hint=_("From then on this version never changes.")),
    ),
)  # fmt: skip

ROUND_STEPS = Steps(
    "grants.round",
    RoundState,
    (
        # ---- from the draft to the close of the call: domain.rounds --------------------------------
        Step("draft", (), R.DRAFT, who=(rules.editor,), label=_("Draft a round"), done=_("Round drafted")),
        Step("edit", (R.DRAFT,), None, who=(rules.editor,), label=_("Edit the draft"), done=_("Draft changed")),
        Step("submit", (R.DRAFT,), R.IN_REVIEW, who=(rules.editor,), label=_("Ask for approval"), done=_("Sent for approval"),
             needs=(rules_rounds.round_is_complete,),
             tells=(Tell("grants.round_submitted", people.leaders, _("A grant round waits for your approval: %(title)s")),)),
        Step("send_back", (R.IN_REVIEW,), R.DRAFT, who=(rules.leader,), label=_("Send back"), done=_("Sent back"), grave=True,
             tells=(Tell("grants.round_sent_back", people.drafter, _("Your draft round “%(title)s” was sent back: %(reason)s")),)),
        Step("publish", (R.IN_REVIEW,), R.OPEN, who=(rules.leader, rules.not_drafter), label=_("Approve and publish"), done=_("Published"),
             needs=(rules_rounds.round_is_complete, rules_rounds.fund_has_it_free), public=True, second_factor=True,
             hint=_("Puts the form in use and opens the call. The money is promised when the awards are decided."),
             tells=(Tell("grants.round_published", people.possible_applicants, _("New grant round %(number)s: %(title)s. Applications until %(deadline)s.")),)),
        Step("extend", (R.OPEN,), None, who=(rules.leader, rules.no_interest), label=_("Extend the deadline"), done=_("Deadline extended"), needs=(rules_rounds.call_runs,),
             public=True, shows=("deadline",), second_factor=True,
             tells=(Tell("grants.round_extended", people.applicants_in_secret, _("Grant round %(number)s “%(title)s”: applications are taken until %(deadline)s.")),)),
        Step("close_call", (R.OPEN,), R.SCREENING, who=(rules.secretary_or_system,), label=_("Close the call"), done=_("Call closed"),
             needs=(rules_rounds.deadline_has_passed,), public=True, hint=_("Opens what was sealed and gives every application its mark."),
             tells=(Tell("grants.call_closed", people.secretaries, _("Grant round %(number)s “%(title)s”: the call is closed, the applications wait to be screened.")),)),
        Step("cancel", (R.DRAFT, R.IN_REVIEW, R.OPEN, R.SCREENING, R.REVIEWING, R.PROPOSED), R.CANCELLED, who=(rules.leader, rules.no_interest), label=_("Cancel the round"),
             done=_("Cancelled"), public=True, grave=True, second_factor=True,
             tells=(Tell("grants.round_cancelled", people.everybody_in, _("Grant round %(number)s “%(title)s” was cancelled: %(reason)s")),)),
        # ---- reviews and determination: domain.reviewing, domain.determination ----------------------
        Step("begin_reviews", (R.SCREENING,), R.REVIEWING, who=(rules.secretary, rules.no_interest), label=_("Assign reviewers"), done=_("Reviewers assigned"),
             needs=(rules_rounds.all_screened, rules_rounds.some_passed), public=True,
             hint=_("Every application that passed gets its reviewers: by field, evenly, and nobody where there is a conflict."),
             tells=(Tell("grants.reviews_assigned", people.reviewers, _("Grant round %(number)s “%(title)s”: applications wait for your review until %(until)s. Please declare conflicts first.")),)),
        Step("propose", (R.REVIEWING,), R.PROPOSED, who=(rules.secretary, rules.not_reviewer, rules.no_interest), label=_("Propose the awards"), done=_("Awards proposed"),
             needs=(rules_rounds.reviews_are_in, rules_rounds.every_one_has_a_score, rules_panels.panel_is_over),
             tells=(Tell("grants.proposed", people.leaders, _("Grant round %(number)s “%(title)s”: the awards are proposed and wait for your decision.")),)),
        Step("send_proposal_back", (R.PROPOSED,), R.REVIEWING, who=(rules.leader, rules.no_interest), label=_("Send the proposal back"), done=pgettext_lazy("grants", "Proposal sent back"), grave=True,
             tells=(Tell("grants.proposal_sent_back", people.secretaries, _("Grant round %(number)s “%(title)s”: your proposal was sent back: %(reason)s")),)),
        Step("decide", (R.PROPOSED,), R.STANDSTILL, who=(rules.leader, rules.not_proposer, rules.not_reviewer, rules.no_interest), label=_("Decide the awards"), done=_("Decided"),
             needs=(rules_rounds.fund_has_awards_free,), public=True, second_factor=True,
             hint=_("Promises the awarded sum in the fund, publishes the result, and tells every applicant scores and reasons."),
             tells=(Tell("grants.decided", people.secretaries_and_reviewers, _("Grant round %(number)s “%(title)s” was decided.")),
                    Tell("grants.decided_for_you", people.judged_applicants, _("Grant round %(number)s “%(title)s” was decided. Your scores, the comments and the reasons are on your application's page.")))),
        Step("reconsider", (R.STANDSTILL,), R.REVIEWING, who=(rules.leader, rules.no_interest), label=_("Decide again"), done=_("To be decided again"), public=True, grave=True,
             tells=(Tell("grants.reconsidered", people.secretaries, _("Grant round %(number)s “%(title)s”: an objection was upheld; please propose the awards again.")),)),
        Step("conclude", (R.STANDSTILL,), R.DELIVERY, who=(rules.secretary_or_system,), label=_("End the objection period"), done=_("Objection period over"),
             needs=(rules_rounds.standstill_is_over, rules_rounds.no_open_objection), public=True),
        # ---- after delivery: domain.ending -----------------------------------------------------------
        Step("close", (R.DELIVERY,), R.CLOSED, who=(rules.leader, rules.no_interest), label=_("Close the round"), done=_("Round closed"),
             needs=(rules_rounds.all_delivered, rules_rounds.no_open_claim), public=True, second_factor=True,
             hint=_("Publishes what came of the round; what was not used goes back to the fund."),
             tells=(Tell("grants.round_closed", people.secretaries_and_reviewers, _("Grant round %(number)s “%(title)s” is closed; what came of it is public.")),)),
    ),
)  # fmt: skip
