"""What is true of campaigns, of the pots that match them, of what is told around them."""

from .campaigns import Campaign, CostLine, Thanks
from .pots import Match, Pot
from .told import Picture, Question, ShareContribution, Sighting, Update

__all__ = [
    "Campaign", "CostLine", "Match", "Picture", "Pot", "Question", "ShareContribution", "Sighting", "Thanks", "Update",
]  # fmt: skip
