"""Verbs of campaigns and of the pots that match them: the only place that writes them."""

from .campaigns import (
    add_picture,
    draft_campaign,
    edit_campaign,
    file_campaign,
    open_campaign,
    remove_picture,
    send_back,
    stop,
    withdraw,
)
from .pots import (
    activate_pot,
    answer_gift,
    answer_pledge,
    draft_pot,
    edit_pot,
    end_pot,
    take_back_gift,
    take_back_pledge,
)
from .told import answer, ask, confirm_sighting, decline, note_share, record_sighting, reject_sighting, tell_news
from .turning import close_due, decide, settle, turn

__all__ = [
    "activate_pot", "add_picture", "answer", "answer_gift", "answer_pledge", "ask", "close_due", "confirm_sighting", "decide",
    "decline", "draft_campaign", "draft_pot", "edit_campaign", "edit_pot", "end_pot", "file_campaign", "note_share", "open_campaign",
    "record_sighting", "reject_sighting", "remove_picture", "send_back", "settle", "stop", "take_back_gift", "take_back_pledge",
    "tell_news", "turn", "withdraw",
]  # fmt: skip
