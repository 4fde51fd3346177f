"""Who else hears of a published outcome, and to which groups this room's notifications belong."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import news
from orgs.models import Community


def all_it_came_from(outcome):
    """Its call, the fund that paid, the organisation that worked, the communities it was for."""
    contract = outcome.contract
    places = contract.call.communities.all() or Community.objects.filter(office_id=contract.office_id)
    return [contract.call, contract.fund, contract.organisation, *places]


news.heard("outcomes.outcome.publish", of=all_it_came_from, text=_("The outcome “%(title)s” is published."))

news.grouped("tasks", "outcomes.drafted", "outcomes.submitted", "outcomes.sent_back", "outcomes.taken_up")
