"""The life of a campaign until it is over."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files
from marketplace.core.actors import system
from marketplace.core.money import ZERO
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from ..kinds import CampaignKind, Where
from ..models import Campaign, CostLine, Picture, Thanks

MOST_DAYS = 366 * 3  # a collection lasts at most three years (Order 74, art. 10)


def draft_campaign(*, by, costs=(), thanks=(), communities=(), **fields) -> Campaign:
    """Plan a campaign. costs: [{name_zh, name_en, amount, need}]; thanks: [{from_amount, text_zh, text_en}].

    Raises:
        Refused: the dates are in the wrong order or more than three years apart, or it would sell something here.
    """
    campaign = Campaign(drafted_by=by.user, code="", **fields)
    _fits(campaign)
    with creating(campaign, by=by, verb="draft"):
        campaign.code = next_number("CAMPAIGN")
        campaign.save()
        campaign.communities.set(communities)
        _write(campaign, costs, thanks)
    return campaign


def edit_campaign(campaign: Campaign, *, by, costs=None, thanks=None, communities=None, **fields) -> Campaign:
    """Change the plan while it is a draft."""
    with verb("edit", campaign, by=by):
        for name, value in fields.items():
            setattr(campaign, name, value)
        _fits(campaign)
        if communities is not None:
            campaign.communities.set(communities)
        _write(campaign, costs, thanks)
    return campaign


def _fits(campaign):
    if campaign.closes_at <= campaign.opens_at:
        raise Refused("dates_reversed", _("The last moment must lie after the first."), field="closes_at")
    if (campaign.closes_at - campaign.opens_at).days > MOST_DAYS:
        raise Refused(
            "too_long", _("A campaign lasts at most three years."), clause=_("Order 74, art. 10"), field="closes_at"
        )
    if campaign.where == Where.ELSEWHERE:
        campaign.fund = None
        return
    if campaign.kind != CampaignKind.GIFT:
        raise Refused(
            "no_gift",
            _("What brings something in return, or a share, is no gift: it runs elsewhere and is only tracked here."),
            field="kind",
        )
    if campaign.fund is None:
        raise Refused("fund_missing", _("Choose the fund that books its gifts."), field="fund")


def _write(campaign, costs, thanks):
    if costs is not None:
        campaign.costs.all().delete()
        for position, row in enumerate(costs, 1):
            if row["amount"] is None or row["amount"] <= ZERO:
                raise Refused("not_positive", _("The amount must be more than 0.00."), field="costs")
            CostLine.objects.create(campaign=campaign, position=position, **row)
    if thanks is not None:
        campaign.thanks.all().delete()
        for position, row in enumerate(thanks, 1):
            Thanks.objects.create(campaign=campaign, position=position, **row)


def add_picture(campaign: Campaign, *, by, picture, alt_zh: str, alt_en: str = "") -> Campaign:
    """Add a picture; its alternative text is required."""
    with verb("add_picture", campaign, by=by):
        stored = files.store(picture, purpose="campaigns.picture", by=by, owner=campaign)
        Picture.objects.create(campaign=campaign, file=stored, alt_zh=alt_zh, alt_en=alt_en)
    return campaign


def remove_picture(campaign: Campaign, *, by, picture: Picture) -> Campaign:
    """Take a picture out again; its bytes are no longer handed out."""
    with verb("remove_picture", campaign, by=by, note=picture.alt_zh):
        if picture.campaign_id != campaign.pk:
            raise Refused("not_here", _("This picture does not belong to this campaign."), field="picture")
        stored = picture.file
        picture.delete()
        stored.delete()
    return campaign


def file_campaign(campaign: Campaign, *, by) -> Campaign:
    """The plan is complete and, where the law asks for it, filed: a leader may open it."""
    with verb("file", campaign, by=by):
        campaign.state_reason = ""
        campaign.drafted_by = by.user  # four eyes: whoever hands it in does not open it
    return campaign


def send_back(campaign: Campaign, *, by, reason: str) -> Campaign:
    with verb("send_back", campaign, by=by, note=reason):
        campaign.state_reason = reason
    return campaign


def open_campaign(campaign: Campaign, *, by) -> Campaign:
    """It is public from now on, and takes gifts from its first moment on."""
    with verb("open", campaign, by=by):
        campaign.opened_at = clock.now()
    return campaign


def stop(campaign: Campaign, *, by, reason: str) -> Campaign:
    """End it early: nothing more is taken, and it counts as not reached."""
    from .turning import not_reached

    with verb("stop", campaign, by=by, public_note=reason):
        campaign.state_reason = reason
        campaign.closes_at = max(min(campaign.closes_at, clock.now()), campaign.opens_at + timedelta(seconds=1))
        not_reached(campaign, by=system("campaigns"))
    return campaign


def withdraw(campaign: Campaign, *, by, reason: str) -> Campaign:
    with verb("withdraw", campaign, by=by, note=reason):
        campaign.state_reason = reason
    return campaign
