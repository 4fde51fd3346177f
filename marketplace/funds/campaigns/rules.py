"""Who may do what with campaigns, and what must hold."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.money import figures
from marketplace.core.rules import is_system, named, requirement
from orgs.rules import in_office_of, member_of, not_the_same
from orgs.states import Role

WAIT_DAYS = 7  # for payments that were begun in time

organiser = member_of(lambda c: c.organiser_id, Role.OWNER, Role.BID_WRITER)
finance = in_office_of(lambda c: c.office_id, Role.FINANCE)
leader = in_office_of(lambda c: c.office_id, Role.LEADER)
writer = named("campaign_writer", _("This is for the organisation that runs the campaign, or for the office’s finance officer."), organiser | finance)  # fmt: skip
finance_or_portal = named("finance_or_portal", finance.sentence, is_system | finance)
not_drafter = not_the_same(lambda c: c.drafted_by_id, _("Whoever planned the campaign does not open it."))

organiser_of_told = member_of(lambda t: t.campaign.organiser_id, Role.OWNER, Role.BID_WRITER)
told_handles = in_office_of(lambda t: t.campaign.office_id, Role.FINANCE, Role.LEADER)
tracker = named("tracker", writer.sentence, organiser_of_told | in_office_of(lambda t: t.campaign.office_id, Role.FINANCE))  # fmt: skip
not_recorder = not_the_same(lambda t: t.recorded_by_id, _("Whoever noted the figures does not confirm them."))

pot_finance = in_office_of(lambda p: p.fund.office_id, Role.FINANCE)
pot_leader = in_office_of(lambda p: p.fund.office_id, Role.LEADER)
pot_not_drafter = not_the_same(lambda p: p.drafted_by_id, _("Whoever drafted the pot does not put it in force."))


# ---- what must hold ---------------------------------------------------------------------------
@requirement("no_costs", _("Say what it costs: at least one line of the minimum."))
def costs_are_there(actor, campaign):
    return None if campaign.costs.filter(need="MINIMUM").exists() else {}


@requirement("fund_not_active", _("The fund “%(name)s” takes no gifts now: it is %(state)s."))
def fund_is_live(actor, campaign):
    from ..states import FundState

    fund = campaign.fund
    if fund is None or fund.state == FundState.ACTIVE:
        return None
    return {"name": fund.name, "state": fund.get_state_display()}


@requirement("over_already", _("The last day has passed already. Choose a later one."), field="closes_at")
def ends_later(actor, campaign):
    return {} if campaign.closes_at <= clock.now() else None


@requirement("not_filed", _("%(why)s"))
def is_filed(actor, campaign):
    """A campaign of gifts needs its own filed collection, or a way to give that needs none (the gate says which)."""
    from . import law

    refusal = law.why_not_filed(campaign)
    return None if refusal is None else {"why": refusal.sentence, "clause": refusal.clause}


@requirement("no_picture", _("There is no picture yet."))
def has_pictures(actor, campaign):
    return None if campaign.pictures.exists() else {}


@requirement("still_open", _("It takes gifts until %(until)s."))
def is_over(actor, campaign):
    return {"until": words.when(campaign.closes_at)} if clock.now() < campaign.closes_at else None


@requirement("not_here", _("This campaign runs elsewhere."))
def is_here(actor, campaign):
    return None if campaign.is_here else {}


@requirement("not_of_shares", _("Shares are noted only where a campaign offers shares; a gift is never a share."))
def is_of_shares(actor, campaign):
    return None if campaign.kind == "SHARE" else {}


@requirement("under_way", _("%(count)s payments that were begun in time are still under way; they are waited for until %(until)s."))  # fmt: skip
def nothing_under_way(actor, campaign):
    from .queries import under_way

    until = campaign.closes_at + timedelta(days=WAIT_DAYS)
    count = under_way(campaign) if clock.now() < until else 0
    return {"count": count, "until": words.when(until)} if count else None


@requirement("promises_open", _("%(count)s promises are neither kept nor released yet."))
def promises_are_done(actor, campaign):
    from ..giving.models import Pledge

    count = Pledge.objects.for_cause(campaign).open().count()
    return {"count": count} if count else None


@requirement("gifts_to_return", _("%(amount)s yuan go back to their givers first: it was all or nothing."))
def gifts_are_returned(actor, campaign):
    from .queries import to_return

    left = to_return(campaign)
    return {"amount": figures(left)} if left else None


@requirement("runs_here", _("Figures of this campaign come from the books; nothing is noted by hand."))
def runs_elsewhere(actor, sighting):
    return None if not sighting.campaign.is_here else {}


@requirement("no_campaigns", _("Choose the campaigns that the pot answers."), field="campaigns")
def pot_has_campaigns(actor, pot):
    return None if pot.campaigns.exists() else {}


@requirement("campaigns_run", _("“%(title)s” is not settled yet: its gifts may still be answered."))
def pot_is_done(actor, pot):
    from .states import CampaignState

    open_one = pot.campaigns.exclude(state__in=(CampaignState.SETTLED, CampaignState.WITHDRAWN)).first()
    return {"title": open_one.title} if open_one else None
