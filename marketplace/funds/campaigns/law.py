"""What the law asks of a campaign before it may ask anybody: the giving room's gate says it; this room adds nothing of its own."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused
from orgs.states import Role

from ..giving.gate import collection_of
from ..giving.models import Collection
from ..giving.rulebook import current
from .kinds import Where
from .queries import figures
from .states import CampaignState


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


def filing_of(campaign, actor):
    """(collection, may_plan): the collection that this reader may see for it, planned ones too; whether they may begin its plan.

    Only while the law asks for one and the campaign is not over.
    """
    if not campaign.is_here:
        return None, False
    kind = ContentType.objects.get_for_model(campaign)
    rows = Collection.objects.visible_to(actor).filter(cause_type=kind, cause_id=campaign.pk)
    found = collection_for(campaign) or rows.first()
    is_early = campaign.state in (CampaignState.DRAFT, CampaignState.FILED, CampaignState.OPEN)
    office = campaign.fund.office_id
    is_asked = is_early and current().rule("filing").value
    return found, bool(is_asked and found is None and actor.has(Role.FINANCE, body="office", body_id=office))


def plan_of(campaign) -> dict:
    """What of the collection's plan the campaign says already: columns of Collection."""
    zone = timezone.get_current_timezone()
    return {
        "title_zh": campaign.title_zh, "title_en": campaign.title_en, "purpose_zh": campaign.story_zh, "purpose_en": campaign.story_en,
        "starts": campaign.opens_at.astimezone(zone).date(), "ends": campaign.closes_at.astimezone(zone).date(),
        "target": figures(campaign).optimum, "surplus_zh": campaign.surplus_zh[:200],
        "use_zh": "；".join(f"{row.name_zh} {row.amount:,.2f} 元" for row in campaign.costs.all()),
    }  # fmt: skip
