"""States of calls, bids, questions, challenges, and the tables of what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules
from . import rules_evaluation as ev
from .rules_rulesets import procedure_holds


class CallState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for approval")
    OPEN = "open", _("open for bids")
    FAILED = "failed", _("failed: too few bids")
    EVALUATING = "evaluating", _("being evaluated")
    AWARD_PROPOSED = "award_proposed", _("award proposed")
    STANDSTILL = "standstill", _("awarded, standstill")
    CHALLENGED = "challenged", _("challenged")
    CONCLUDED = "concluded", _("contract drawn")
    CANCELLED = "cancelled", _("cancelled")


EDITABLE = frozenset({CallState.DRAFT})
OPENED = frozenset(
    {CallState.EVALUATING, CallState.AWARD_PROPOSED, CallState.STANDSTILL, CallState.CHALLENGED, CallState.CONCLUDED}
)
AWARDED = frozenset({CallState.STANDSTILL, CallState.CHALLENGED, CallState.CONCLUDED})
PUBLIC = OPENED | {CallState.OPEN, CallState.FAILED, CallState.CANCELLED}
# The budget is promised in the fund in these states.
COMMITTED = OPENED | {CallState.OPEN}
# From the publication until the contract is drawn.
RUNNING = COMMITTED - {CallState.CONCLUDED}


class BidState(TextChoices):
    DRAFT = "draft", _("draft")
    SEALED = "sealed", _("sealed")
    WITHDRAWN = "withdrawn", pgettext_lazy("bid", "withdrawn")
    OPENED = "opened", _("opened")
    RETURNED = "returned", _("returned sealed")


class QuestionState(TextChoices):
    ASKED = "asked", _("waiting for an answer")
    ANSWERED = "answered", _("answered")


class ChallengeState(TextChoices):
    FILED = "filed", _("waiting for an answer")
    REJECTED = "rejected", _("answered: not upheld")
    UPHELD = "upheld", _("answered: upheld")
    ENDED = "ended", _("ended: the call was cancelled")


class MemberState(TextChoices):
    APPOINTED = "appointed", _("appointed, has to declare conflicts")
    READY = "ready", _("no conflict, scoring")
    CONFLICTED = "conflicted", _("conflict of interest, to be replaced")
    SUBMITTED = "submitted", _("scores handed in")
    REPLACED = "replaced", _("replaced")


class LowPriceState(TextChoices):
    ASKED = "asked", _("asked, waiting for the bidder")
    ANSWERED = "answered", _("explained, to be decided")
    ACCEPTED = "accepted", _("explanation accepted")
    REFUSED = "refused", _("explanation not accepted: bid invalid")


class ReturnGround(TextChoices):
    """The only reasons for which handed-in scores may change (Order 87, art. 64), and two that the portal gives itself."""

    SUM = "SUM", _("a sum or a product is wrong")
    RANGE = "RANGE", _("a score lies outside the range of its criterion")
    OBJECTIVE = "OBJECTIVE", _("members differ on something that can be measured")
    EXTREME = "EXTREME", _("a score is obviously far too high or too low")
    CHALLENGE = "CHALLENGE", _("a challenge was upheld")
    VALIDITY = "VALIDITY", _("another bid has become valid")


class CriterionKind(TextChoices):
    QUALITY = "QUALITY", _("quality")
    PRICE = "PRICE", _("price")


class EvidenceKind(TextChoices):
    """What a delivery can show itself by. A milestone may demand some of them; names of keys, kept in its `demands`."""

    FILES = "FILES", pgettext_lazy("evidence", "files")
    ATTENDANCE = "ATTENDANCE", pgettext_lazy("evidence", "number of people reached")
    INDICATORS = "INDICATORS", pgettext_lazy("evidence", "value of each indicator")


def named_evidence(keys) -> list:
    """Labels of these kinds, in the order of `EvidenceKind`."""
    return [kind.label for kind in EvidenceKind if kind in keys]


class DayKind(TextChoices):
    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


S = CallState

CALL_STEPS = Steps(
    "tenders.call",
    CallState,
    (
        # ---- from draft to opening: domain.calls, domain.questions, domain.opening --------------
        Step("draft", (), S.DRAFT, who=(rules.buyer,), label=_("Draft a call"), done=_("Drafted")),
        Step("edit", (S.DRAFT,), None, who=(rules.buyer,), label=_("Edit the draft"), done=_("Draft changed")),
        Step("submit", (S.DRAFT,), S.IN_REVIEW, who=(rules.buyer, rules.drafter), label=_("Ask for approval"),
             done=_("Sent for approval"), needs=(rules.is_complete, rules.dates_are_lawful, rules.fund_fits),
             tells=(Tell("tenders.call_submitted", people.leaders, _("A call waits for your approval: %(title)s")),)),
        Step("send_back", (S.IN_REVIEW,), S.DRAFT, who=(rules.leader,), label=_("Send back"), done=_("Sent back"), grave=True,
             tells=(Tell("tenders.call_sent_back", people.drafter, _("Your draft “%(title)s” was sent back: %(reason)s")),)),
        Step("publish", (S.IN_REVIEW,), S.OPEN, who=(rules.leader, rules.not_drafter), label=_("Approve and publish"),
             done=_("Published"), needs=(rules.is_complete, procedure_holds, rules.dates_are_lawful, rules.fund_fits), public=True, second_factor=True,
             hint=_("Commits the budget in the fund and opens the call for bids."),
             tells=(Tell("tenders.call_published", people.possible_bidders, _("New call %(number)s: %(title)s. Bids until %(deadline)s.")),)),
        Step("ask", (S.OPEN,), None, who=(rules.asker,), label=_("Ask a question"), done=_("A question was asked"),
             needs=(rules.questions_open,), public=True, hint=_("Question and answer are public, the asker is not.")),
        Step("amend", (S.OPEN,), None, who=(rules.buyer, rules.no_interest), label=_("Amend the call"), done=_("Amended"),
             needs=(rules.before_deadline_call,), public=True, second_factor=True,
             tells=(Tell("tenders.call_amended", people.bidders_and_askers, _("Call %(number)s was amended: %(title)s. Bids until %(deadline)s. Please read the amendment and confirm it.")),)),
        Step("set_dates", (S.DRAFT, S.IN_REVIEW, S.OPEN, S.STANDSTILL, S.CHALLENGED), None, who=(is_system,), label=_("Set the dates by the calendar"),
             done=_("Dates set by the published calendar"), public=True, shows=("deadline", "standstill_until", "answer_until"),
             tells=(Tell("tenders.dates_set", people.buyers_and_bidders, _("Call %(number)s “%(title)s”: the year's holiday list is out. The dates that rested on a provisional calendar were checked by it: %(moved)s.")),)),
        Step("confirm_opening", (S.OPEN,), None, who=(rules.opener, ev.not_on_committee, rules.no_interest), label=_("Confirm the opening"), done=_("Opening confirmed"),
             needs=(rules.may_be_opened, rules.not_confirmed_yet), public=True, second_factor=True,
             hint=_("With the second opener's confirmation all bids open at once."),
             tells=(Tell("tenders.opening_confirmed", people.openers, _("Call %(number)s: one opener has confirmed. The second confirmation opens the bids.")),)),
        Step("open_bids", (S.OPEN,), S.EVALUATING, who=(rules.opener,), label=_("Open the bids"), done=_("Bids opened"),
             needs=(rules.may_be_opened, rules.two_confirmed), public=True, second_factor=True,
             tells=(Tell("tenders.declare_now", people.committee, _("Call %(number)s “%(title)s”: the bids are open. Please declare conflicts of interest before you see them.")),
                    Tell("tenders.call_opened", people.secretaries_and_bidders, _("The bids for call %(number)s “%(title)s” were opened.")))),
        Step("fail", (S.OPEN,), S.FAILED, who=(rules.opener_or_system,), label=_("Declare the call failed"), done=_("Failed: too few bids"),
             needs=(rules.may_be_opened,), public=True,
             tells=(Tell("tenders.call_failed", people.buyers_and_bidders, _("Call %(number)s “%(title)s” failed: fewer bids than the rule asks for. Nothing was opened.")),)),
        Step("cancel", (S.DRAFT, S.IN_REVIEW, S.OPEN, S.EVALUATING, S.AWARD_PROPOSED, S.CHALLENGED), S.CANCELLED, who=(rules.leader, rules.no_interest),
             label=_("Cancel the call"), done=_("Cancelled"), public=True, grave=True, second_factor=True,
             tells=(Tell("tenders.call_cancelled", people.buyers_and_bidders, _("Call %(number)s “%(title)s” was cancelled: %(reason)s")),)),
        # ---- evaluation and award: domain.committee, qualification, low_price, award, challenges ----------
        Step("appoint", (S.OPEN, S.EVALUATING), None, who=(rules.secretary, rules.no_interest), label=_("Appoint the committee"), done=_("Committee appointed"),
             needs=(ev.no_committee_yet,), tells=(Tell("tenders.appointed", people.committee, _("You were appointed to the evaluation committee of call %(number)s “%(title)s”.")),)),
        Step("qualify", (S.EVALUATING,), None, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Check qualifications"), done=_("Qualifications checked"),
             tells=(Tell("tenders.disqualified", people.disqualified, _("Call %(number)s “%(title)s”: your bid does not meet the conditions. The reasons are on the page.")),)),
        Step("ask_low_price", (S.EVALUATING,), None, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Ask about a low price"), done=_("Low price asked about"),
             needs=(ev.qualification_is_complete, ev.has_low_price)),
        Step("fail_evaluation", (S.EVALUATING,), S.FAILED, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Too few valid bids: declare the call failed"),
             done=_("Failed: too few valid bids"), needs=(ev.qualification_is_complete, ev.low_prices_are_settled, ev.too_few_valid_bids), public=True, grave=True,
             tells=(Tell("tenders.call_failed_evaluation", people.buyers_and_bidders, _("Call %(number)s “%(title)s” failed: too few bids are valid. They were not evaluated.")),)),
        Step("propose_award", (S.EVALUATING,), S.AWARD_PROPOSED, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Propose the award"), done=_("Award proposed"),
             needs=(ev.qualification_is_complete, ev.low_prices_are_settled, ev.enough_valid_bids, ev.committee_is_lawful, ev.all_scores_are_in),
             hint=_("The ranking is computed from the scores as handed in; the first place is proposed. The report is stored with it."),
             tells=(Tell("tenders.award_proposed", people.leaders, _("Call %(number)s “%(title)s”: an award is proposed and waits for your decision.")),)),
        Step("send_award_back", (S.AWARD_PROPOSED,), S.EVALUATING, who=(rules.leader, rules.no_interest), label=_("Send the proposal back"), done=_("Proposal sent back"), grave=True,
             tells=(Tell("tenders.award_sent_back", people.secretaries, _("Call %(number)s “%(title)s”: the proposal was sent back: %(reason)s")),)),
        Step("decide_award", (S.AWARD_PROPOSED,), S.STANDSTILL, who=(rules.leader, ev.not_drafter, rules.not_evaluator, rules.not_proposer, rules.no_interest), label=_("Decide the award"),
             done=_("Awarded"), needs=(ev.has_award,), public=True, second_factor=True,
             hint=_("Publishes the result; every bidder sees its own scores. The standstill begins."),
             tells=(Tell("tenders.awarded", people.secretaries, _("Call %(number)s “%(title)s” was awarded.")),
                    Tell("tenders.awarded_to_bidders", people.bidders, _("Call %(number)s “%(title)s” was awarded. Your scores, your rank and the reasons are on the page.")))),
        Step("challenge", (S.STANDSTILL,), S.CHALLENGED, who=(rules.bidder,), label=_("Challenge the result"), done=_("Challenged"), public=True,
             needs=(ev.before_standstill_ends, ev.not_challenged_yet), hint=_("The standstill stops until the challenge is answered."),
             tells=(Tell("tenders.challenged", people.leaders_and_secretaries, _("The result of call %(number)s “%(title)s” was challenged.")),)),
        Step("reject_challenge", (S.CHALLENGED,), S.STANDSTILL, who=(rules.leader, rules.no_interest), label=_("Answer: not upheld"), done=_("Challenge answered: not upheld"), public=True,
             tells=(Tell("tenders.challenge_rejected", people.secretaries_and_bidders, _("The challenge to call %(number)s “%(title)s” was answered: not upheld.")),)),
        Step("uphold_challenge", (S.CHALLENGED,), S.EVALUATING, who=(rules.leader, rules.no_interest), label=_("Answer: upheld, evaluate again"),
             done=_("Challenge answered: upheld"), public=True, grave=True,
             tells=(Tell("tenders.challenge_upheld", people.secretaries_and_bidders, _("The challenge to call %(number)s “%(title)s” was upheld; the bids are evaluated again.")),)),
        Step("uphold_and_cancel", (S.CHALLENGED,), S.CANCELLED, who=(rules.leader, rules.no_interest), label=_("Answer: upheld, cancel the call"),
             done=_("Challenge answered: upheld, call cancelled"), public=True, grave=True, second_factor=True,
             tells=(Tell("tenders.challenge_cancels", people.secretaries_and_bidders, _("The challenge to call %(number)s “%(title)s” was upheld; the call is cancelled: %(reason)s")),)),
        Step("conclude", (S.STANDSTILL,), S.CONCLUDED, who=(rules.buyer_or_system,), label=_("Draw the contract"), done=_("Concluded"), public=True,
             needs=(ev.standstill_is_over,)),
    ),
)  # fmt: skip

B = BidState
OPEN_CALL = (rules.call_takes_bids, rules.before_deadline)

BID_STEPS = Steps(
    "tenders.bid",
    BidState,
    (
        Step("start", (), B.DRAFT, who=(rules.bid_writer,), label=_("Write a bid"), done=_("Bid started"), needs=(*OPEN_CALL, rules.organisation_may_bid)),
        Step("save", (B.DRAFT, B.SEALED, B.WITHDRAWN), None, who=(rules.bid_writer,), label=_("Edit the bid"), done=_("Draft saved"), needs=OPEN_CALL),
        Step("seal", (B.DRAFT, B.WITHDRAWN), B.SEALED, who=(rules.bid_writer,), label=_("Seal and submit"), done=_("Sealed"),
             needs=(*OPEN_CALL, rules.organisation_may_bid, rules.has_draft)),
        Step("replace", (B.SEALED,), None, who=(rules.bid_writer,), label=_("Seal and replace"), done=_("Replaced"),
             needs=(*OPEN_CALL, rules.organisation_may_bid, rules.has_draft)),
        Step("confirm_amendment", (B.SEALED,), None, who=(rules.bid_writer,), label=_("Confirm the amendment"), done=_("Amendment confirmed"),
             needs=(*OPEN_CALL, rules.has_unconfirmed_amendment)),
        Step("withdraw", (B.SEALED,), B.WITHDRAWN, who=(rules.bid_writer,), label=_("Withdraw the bid"), done=_("Bid withdrawn"), needs=OPEN_CALL, grave=True),
        Step("open", (B.SEALED,), B.OPENED, who=(rules.opener,), label=_("Open"), done=_("Opened")),
        Step("hand_back", (B.SEALED,), B.RETURNED, who=(rules.returns_bids,), label=_("Return sealed"), done=_("Returned sealed")),
    ),
)  # fmt: skip

QUESTION_STEPS = Steps(
    "tenders.question",
    QuestionState,
    (
        Step("ask", (), QuestionState.ASKED, who=(rules.asker,), label=_("Ask a question"), done=_("Question asked"),
             tells=(Tell("tenders.question_asked", people.buyers, _("Call %(number)s “%(title)s”: a new question waits for an answer.")),)),
        Step("answer", (QuestionState.ASKED,), QuestionState.ANSWERED, who=(rules.buyer, rules.no_interest), label=_("Answer"), done=_("Question answered"),
             tells=(Tell("tenders.question_answered", people.bidders_and_askers, _("Call %(number)s “%(title)s”: a question was answered.")),)),
    ),
)  # fmt: skip

M = MemberState

MEMBER_STEPS = Steps(
    "tenders.member",
    MemberState,
    (
        Step("seat", (), M.APPOINTED, who=(rules.secretary,), label=_("Appoint"), done=_("Appointed")),
        Step("declare_none", (M.APPOINTED,), M.READY, who=(ev.member_self, rules.no_interest), label=_("Declare: no conflict of interest"), done=_("No conflict declared"),
             needs=(ev.call_is_evaluating, ev.no_tie_in_records)),
        Step("declare_conflict", (M.APPOINTED, M.READY), M.CONFLICTED, who=(ev.member_self,), label=_("Declare a conflict of interest"), done=_("Conflict declared"),
             needs=(ev.call_is_evaluating,), grave=True,
             tells=(Tell("tenders.conflict_declared", people.secretaries, _("Call %(number)s “%(title)s”: a member of the committee has declared a conflict and must be replaced.")),)),
        Step("score", (M.READY,), None, who=(ev.member_self,), label=_("Score the bids"), done=_("Scores saved"),
             needs=(ev.call_is_evaluating, ev.qualification_is_complete, ev.enough_valid_bids)),
        Step("hand_in", (M.READY,), M.SUBMITTED, who=(ev.member_self,), label=_("Hand in my scores"), done=_("Scores handed in"),
             needs=(ev.call_is_evaluating, ev.qualification_is_complete, ev.enough_valid_bids),
             tells=(Tell("tenders.scores_handed_in", people.secretaries_when_complete, _("Call %(number)s “%(title)s”: all members have handed in their scores.")),)),
        Step("give_back", (M.SUBMITTED,), M.READY, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Give the scores back"), done=_("Scores given back"),
             needs=(ev.call_is_evaluating,), grave=True,
             tells=(Tell("tenders.scores_given_back", people.member, _("Call %(number)s “%(title)s”: your scores were given back. Please look at them again.")),)),
        Step("reopen", (M.SUBMITTED,), M.READY, who=(ev.leader_or_secretary,), label=_("Score again"), done=_("To be scored again"),
             needs=(ev.call_is_evaluating,), tells=(Tell("tenders.scores_reopened", people.member, _("Call %(number)s “%(title)s”: please look at your scores again; the reason is on the page.")),)),
        Step("replace", (M.APPOINTED, M.READY, M.CONFLICTED), M.REPLACED, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Replace the member"), done=_("Member replaced"),
             needs=(ev.call_takes_members,), grave=True, hint=_("What a replaced member has scored is void; it stays on record."),
             tells=(Tell("tenders.member_replaced", people.member_and_successor, _("The committee of call %(number)s “%(title)s” has changed; please look whether it concerns you.")),)),
    ),
)  # fmt: skip

L = LowPriceState

LOW_PRICE_STEPS = Steps(
    "tenders.low_price",
    LowPriceState,
    (
        Step("ask", (), L.ASKED, who=(rules.secretary,), label=_("Ask about the price"), done=_("Asked about the price"),
             tells=(Tell("tenders.low_price_asked", people.asked_bidder, _("Call %(number)s “%(title)s”: your price is far below the others. Please explain it in time.")),)),
        Step("answer", (L.ASKED,), L.ANSWERED, who=(ev.own_bidder,), label=_("Explain the price"), done=_("Price explained"),
             needs=(ev.call_is_evaluating, ev.answer_in_time),
             tells=(Tell("tenders.low_price_answered", people.secretaries, _("Call %(number)s “%(title)s”: a bidder has explained its price.")),)),
        Step("accept", (L.ASKED, L.ANSWERED), L.ACCEPTED, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Accept the explanation"), done=_("Explanation accepted"),
             needs=(ev.call_is_evaluating, ev.answered_or_due),
             tells=(Tell("tenders.low_price_accepted", people.asked_bidder, _("Call %(number)s “%(title)s”: the explanation of your price was accepted.")),)),
        Step("refuse", (L.ASKED, L.ANSWERED), L.REFUSED, who=(rules.secretary, ev.secretary_not_member, rules.no_interest), label=_("Do not accept it: the bid is invalid"), done=_("Explanation not accepted"),
             needs=(ev.call_is_evaluating, ev.answered_or_due), grave=True,
             tells=(Tell("tenders.low_price_refused", people.asked_bidder, _("Call %(number)s “%(title)s”: the explanation of your price was not accepted; the bid is invalid. The reasons are on the page.")),)),
    ),
)  # fmt: skip

CHALLENGE_STEPS = Steps(
    "tenders.challenge",
    ChallengeState,
    (
        Step("file", (), ChallengeState.FILED, who=(rules.bidder,), label=_("Challenge the result"), done=_("Challenge filed")),
        Step("reject", (ChallengeState.FILED,), ChallengeState.REJECTED, who=(rules.leader, rules.no_interest), label=_("Answer: not upheld"), done=_("Answered: not upheld"),
             hint=_("Not upheld: the standstill goes on with the days that were left.")),
        Step("uphold", (ChallengeState.FILED,), ChallengeState.UPHELD, who=(rules.leader, rules.no_interest), label=_("Answer: upheld"), done=_("Answered: upheld"), grave=True,
             second_factor=True, hint=_("Upheld: the bids are evaluated again, or the call is cancelled.")),
        Step("end", (ChallengeState.FILED,), ChallengeState.ENDED, who=(rules.leader,), label=_("End with the call"), done=_("Ended: the call was cancelled")),
    ),
)  # fmt: skip
