"""Published calls, and what was awarded, as Atom feeds."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.actors import ANONYMOUS
from marketplace.core.feeds import Atom

from ..models import Award, Call
from ..states import AWARDED


class CallFeed(Atom):
    """The fifty newest calls, as the public sees them."""

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


class AwardFeed(Atom):
    """The fifty newest awards, from the day they are public: who does it, for how much."""

    title = _("Awards")
    subtitle = _("Who was chosen in calls for tenders, and at what price.")

    def link(self):
        return f"{reverse('tenders:calls')}?state=awarded"

    def items(self):
        calls = Call.objects.visible_to(ANONYMOUS).filter(state__in=AWARDED)
        rows = Award.objects.filter(call__in=calls).select_related("call", "bid__organisation")
        return rows.order_by("-decided_at", "-pk")[:50]

    def item_title(self, item):
        return str(item.call)

    def item_description(self, item):
        return _("%(organisation)s, for %(price)s yuan.") % {
            "organisation": item.bid.organisation.name,
            "price": words.yuan(item.price),
        }

    def item_link(self, item):
        return item.call.get_absolute_url()

    def item_pubdate(self, item):
        return item.decided_at

    item_updateddate = item_pubdate
