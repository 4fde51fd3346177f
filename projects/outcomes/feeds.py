"""Newest outcomes as an Atom feed."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.feeds import Atom

from .models import Outcome


class OutcomeFeed(Atom):
    title = _("What came of it")
    subtitle = _("Published outcomes of bought services")
    link = reverse_lazy("outcomes:list")

    def items(self):
        return Outcome.objects.visible_to(ANONYMOUS).order_by("-published_at", "-id")[:30]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.story

    def item_pubdate(self, item):
        return item.published_at

    item_updateddate = item_pubdate
