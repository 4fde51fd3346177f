"""The verbs of the tenders room, one function per business act. Views, API, demo and tests call these."""

from .award import conclude, decide_award, propose_award, send_award_back
from .bids import add_file, confirm_amendment, remove_file, save, seal, start, withdraw
from .calls import amend, cancel, draft, edit, publish, send_back, submit
from .challenges import challenge, reject_challenge, uphold_and_cancel, uphold_challenge
from .committee import Seat, appoint, declare, declare_conflict, declare_none, replace_member
from .low_price import accept_low_price, answer_low_price, ask_low_price, refuse_low_price
from .opening import confirm_opening
from .qualification import Check, fail_evaluation, qualify
from .questions import answer, ask
from .rulesets import approve_rules, change_rules, discard_rules, revise_rules, set_rule
from .scores import return_scores, save_scores, submit_scores

__all__ = [
    # evaluation, award, challenge
    "Check", "Seat", "accept_low_price", "answer_low_price", "appoint", "ask_low_price", "challenge", "conclude",
    "decide_award", "declare", "declare_conflict", "declare_none", "fail_evaluation", "propose_award", "qualify",
    "refuse_low_price", "reject_challenge", "replace_member", "return_scores", "save_scores", "send_award_back",
    "submit_scores", "uphold_and_cancel", "uphold_challenge",
    # call, questions, bids, opening
    "add_file", "amend", "answer", "ask", "cancel", "confirm_amendment", "confirm_opening", "draft", "edit",
    "approve_rules", "change_rules", "discard_rules", "revise_rules", "set_rule",
    "publish", "remove_file", "save", "seal", "send_back", "start", "submit", "withdraw",
]  # fmt: skip
