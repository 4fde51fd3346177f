"""Verbs of the contracts room: the only place that writes. One function per business act."""

from .contracts import close, draw, edit, offer, recall, sign_office, sign_organisation, terminate
from .milestones import accept, accept_partly, deliver, issue_slips, return_
from .opinions import closed_to_opinions, give_opinion
from .payments import pay

__all__ = [
    "accept", "accept_partly", "close", "closed_to_opinions", "deliver", "draw", "edit", "give_opinion", "issue_slips", "offer", "pay",
    "recall", "return_", "sign_office", "sign_organisation", "terminate",
]  # fmt: skip
