"""Published calls as an Atom feed."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.actors import ANONYMOUS

from ..models import Call


class CallFeed(Feed):
    """The fifty newest calls, as the public sees them."""

    feed_type = Atom1Feed
    title = _("Calls for tenders")
    subtitle = _("New calls of the street offices.")

    def link(self):
        return reverse("tenders:calls")

    def items(self):
        return (
            Call.objects.visible_to(ANONYMOUS)
            .exclude(published_at=None)
            .select_related("office")
            .order_by("-published_at")[:50]
        )

    def item_title(self, item):
        return str(item)

    def item_description(self, item):
        return _("%(office)s. Budget %(budget)s yuan. Bids until %(deadline)s.") % {
            "office": item.office.name,
            "budget": words.yuan(item.budget),
            "deadline": words.when(item.deadline),
        }

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.opened_at or item.published_at
