"""What the clock brings: a campaign is over, is decided, is settled. Safe to run again at any moment, killed at any moment."""

import logging

from marketplace.core import clock
from marketplace.core.money import ZERO
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.verbs import verb

from ...giving import domain as giving
from ...giving.kinds import Way
from ...giving.models import Gift, Pledge
from ...giving.states_pledges import PledgeState
from ..kinds import MatchRule, Rule
from ..models import Campaign
from ..queries import figures
from ..states import DECIDED, CampaignState
from ..states_pots import PotState
from .pots import forget_matches, pay_out, share_out

log = logging.getLogger(__name__)


def turn(*, by) -> int:
    """One round over all campaigns; returns how many acts were done. Run by the worker every minute."""
    done = close_due(by=by)
    for campaign in Campaign.objects.filter(state=CampaignState.WAITING).order_by("pk"):
        done += _if_possible("reach", decide, campaign, by)
    for campaign in Campaign.objects.filter(state__in=DECIDED).order_by("pk"):
        done += _if_possible("settle", settle, campaign, by)
    return done


def _if_possible(name, do, campaign, by) -> int:
    if TABLES["campaigns.campaign"].refusal(name, by, campaign):
        return 0
    try:
        do(campaign, by=by)
    except Refused as error:
        log.info("campaign %s: %s", campaign.code, error)
        return 0
    return 1


def close_due(*, by) -> int:
    """Campaigns whose last moment has passed take nothing more (their pages say so from that second on, whoever runs this)."""
    due = Campaign.objects.filter(state=CampaignState.OPEN, closes_at__lte=clock.now()).order_by("pk")
    for campaign in due:
        with verb("close", campaign, by=by):
            pass
    return len(due)


def decide(campaign: Campaign, *, by) -> Campaign:
    """Reached or not, once nothing is under way: promises and matching money count. What keeps what comes in is reached by its first fen.

    Reached: promises by card are charged. Not reached: promises are released, gifts by card go back, pots keep their money;
    gifts that came by hand are returned by finance, and the campaign is settled when the last one is.
    """
    found = figures(campaign)
    reached = found.is_reached if campaign.rule == Rule.ALL_OR_NOTHING else found.total > ZERO
    with verb("reach" if reached else "miss", campaign, by=by):
        campaign.decided_amount, campaign.decided_at = found.total, clock.now()
        if reached:
            _charge(campaign, by)
        else:
            not_reached(campaign, by=by)
    for pot in campaign.pots.filter(state=PotState.ACTIVE, rule=MatchRule.QUADRATIC).order_by("pk"):
        share_out(pot)
    return campaign


def _charge(campaign, by):
    for pledge in Pledge.objects.for_cause(campaign).filter(state=PledgeState.PROMISED, way=Way.CARD).order_by("pk"):
        if pledge.method_ref:
            giving.charge(pledge, by=by)
        else:
            giving.release_pledge(pledge, by=by)


def not_reached(campaign, *, by):
    """Nobody owes anything; all or nothing gives back what it has."""
    if campaign.decided_amount is None:
        campaign.decided_amount, campaign.decided_at = figures(campaign).total, clock.now()
    for pledge in Pledge.objects.for_cause(campaign).filter(state__in=(PledgeState.PROMISED, PledgeState.FAILED)):
        giving.release_pledge(pledge, by=by)
    forget_matches(campaign)
    if campaign.is_all_or_nothing:
        for gift in Gift.objects.for_cause(campaign).filter(state="confirmed", way=Way.CARD).order_by("pk"):
            giving.refund(gift, by=by, reason=campaign.code)


def settle(campaign: Campaign, *, by) -> Campaign:
    """Everything promised was kept or released, everything owed went back: matching money is paid out, and the campaign rests."""
    with verb("settle", campaign, by=by):
        if campaign.state == CampaignState.REACHED:
            pay_out(campaign, by=by)
    return campaign
