"""Pages of campaigns and pots."""

from .campaigns import CampaignDetail, CampaignList, manage, plan, seen
from .pots import PotDetail, PotList, new_pot

__all__ = ["CampaignDetail", "CampaignList", "PotDetail", "PotList", "manage", "new_pot", "plan", "seen"]
