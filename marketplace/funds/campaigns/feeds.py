"""Campaigns as a feed and their last days as a calendar."""

from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.feeds import Atom, calendar_response

from .models import Campaign


class CampaignFeed(Atom):
    title = _("Campaigns")
    subtitle = _("What many people carry together")
    link = reverse_lazy("campaigns:list")

    def items(self):
        return Campaign.objects.visible_to(ANONYMOUS).order_by("-opened_at", "-id")[:30]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.story

    def item_pubdate(self, item):
        return item.opened_at

    item_updateddate = item_pubdate


def calendar(request):
    """The last moments of open campaigns."""
    rows = Campaign.objects.visible_to(ANONYMOUS).open_now().order_by("closes_at", "pk")[:200]
    return calendar_response(
        "campaigns.ics",
        [
            {
                "uid": f"campaign-{row.code}@linli",
                "start": row.closes_at,
                "summary": gettext("Last moment of “%(title)s”") % {"title": row.title},
                "url": row.get_absolute_url(),
            }
            for row in rows
        ],
    )
