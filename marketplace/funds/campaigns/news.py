"""What followers of a campaign hear, and to which groups this room's notifications belong."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import news

from .models import Campaign


def itself(campaign):
    return [campaign]


def all_it_is_about(campaign):
    return [campaign, *([campaign.fund] if campaign.fund_id else []), campaign.organiser, *campaign.communities.all()]


news.followable(
    Campaign,
    label=pgettext_lazy("followed", "campaign"),
    promise=_("You are told when there is news, when it is reached or not, and when it is settled."),
)
news.heard("campaigns.campaign.open", of=all_it_is_about, text=_("The campaign “%(title)s” is open."))
news.heard("campaigns.campaign.tell_news", of=itself, text=_("There is news of the campaign “%(title)s”."))
news.heard(
    "campaigns.campaign.reach", of=all_it_is_about, text=_("The campaign “%(title)s” goes ahead with what came in.")
)
news.heard("campaigns.campaign.miss", of=all_it_is_about, text=_("The campaign “%(title)s” has not reached its goal."))
news.heard("campaigns.campaign.stop", of=itself, text=_("The campaign “%(title)s” was stopped before its end: %(reason)s"), params=news.reason)  # fmt: skip
news.heard("campaigns.campaign.settle", of=itself, text=_("The campaign “%(title)s” is settled."))

news.grouped(
    "tasks", "campaigns.filed", "campaigns.sent_back", "campaigns.question_asked", "campaigns.seen", "campaigns.pot_drafted"
)  # fmt: skip
