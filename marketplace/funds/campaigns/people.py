"""Who hears of what, asked when the outbox delivers."""

from marketplace.funds.giving.models import Gift, Pledge
from orgs.queries import holders
from orgs.states import Role


def organisers(campaign):
    """Owners and bid writers of the organisation that runs it."""
    key = campaign.organiser_id
    return holders(Role.OWNER, Role.BID_WRITER, organisation=key)


def leaders(campaign):
    return [u for u in holders(Role.LEADER, office=campaign.office_id) if u.pk != campaign.drafted_by_id]


def finance(campaign):
    return holders(Role.FINANCE, office=campaign.office_id)


def finance_and_organisers(campaign):
    return [*finance(campaign), *organisers(campaign)]


def supporters(campaign):
    """Everybody with an account who gave or promised something, once each, and the organisers."""
    found = {}
    for model in (Gift, Pledge):
        for row in model.objects.for_cause(campaign).exclude(giver=None).select_related("giver"):
            found[row.giver_id] = row.giver
    return [*found.values(), *organisers(campaign)]


def organisers_of(told):
    return organisers(told.campaign)


def asker(question):
    return [question.asked_by]


def seconders(sighting):
    people = holders(Role.FINANCE, Role.LEADER, office=sighting.campaign.office_id)
    return [user for user in people if user.pk != sighting.recorded_by_id]


def pot_leaders(pot):
    return [u for u in holders(Role.LEADER, office=pot.fund.office_id) if u.pk != pot.drafted_by_id]
