"""Rows of the tenders room, by idea."""

from .bids import Bid, SealedSubmission
from .calls import Amendment, Call, CallLine, Condition, Criterion, PlannedMilestone, Question
from .evaluation import Award, Challenge, CommitteeMember, LowPriceInquiry, OpeningConfirmation, Qualification, Score
from .procedures import Procedure, RuleSet

__all__ = [
    "Amendment", "Award", "Bid", "Call", "CallLine", "Challenge", "CommitteeMember", "Condition", "Criterion",
    "LowPriceInquiry", "OpeningConfirmation", "PlannedMilestone", "Procedure", "Qualification", "Question",
    "RuleSet", "Score", "SealedSubmission",
]  # fmt: skip
