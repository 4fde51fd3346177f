"""What the law asks of a campaign before it may ask anybody: the giving room's gate says it; this room adds nothing of its own."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

from ..giving.gate import collection_of
from ..giving.rulebook import current
from .kinds import Where


def why_not_filed(campaign) -> Refused | None:
    """None where the campaign runs elsewhere, the rule book asks for no filing, or a collection of its own is filed."""
    if campaign.where == Where.ELSEWHERE:
        return None
    filing = current().rule("filing")
    if not filing.value:
        return None
    collection = collection_of(campaign.fund, campaign)
    if collection is not None and collection.filing_number:
        return None
    sentence = _("No collection is filed for this campaign. Each one has a filing number of its own.")
    return Refused("not_filed", sentence, clause=filing.clause)


def collection_for(campaign):
    """The filed collection that stands for it, or None."""
    return collection_of(campaign.fund, campaign) if campaign.is_here else None
