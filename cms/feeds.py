"""News, policy papers and publications as Atom feeds, in the language of the address."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.core.feeds import Atom

from .queries import articles_in


class NewsFeed(Atom):
    """The newest 30 articles."""

    def title(self):
        return _("News of Linli Market")

    def subtitle(self):
        return _("What the street office announces, explains and reports.")

    def link(self):
        return reverse("cms:feed")

    def items(self):
        return articles_in("en" if get_language() == "en" else "zh-hans")[:30]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.intro

    def item_link(self, item):
        return item.get_url()

    def item_categories(self, item):
        return [str(item.get_kind_display())]

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(item.day, time(8)))

    def item_updateddate(self, item):
        return item.last_published_at or self.item_pubdate(item)


class PapersFeed(Atom):
    """The newest 30 papers of one kind. Subclasses say of which model, and which of its days counts."""

    model = day = ""

    def items(self):
        from . import models

        rows = getattr(models, self.model).objects.live().public().order_by(f"-{self.day}", "-pk")
        return rows.filter(locale__language_code="en" if get_language() == "en" else "zh-hans")[:30]

    def link(self):
        return reverse("cms:sitemap")

    def item_title(self, item):
        return f"{item.title} ({item.number})" if item.number else item.title

    def item_description(self, item):
        return item.intro

    def item_link(self, item):
        return item.get_url()

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(getattr(item, self.day), time(8)))

    def item_updateddate(self, item):
        return item.last_published_at or self.item_pubdate(item)


class PolicyFeed(PapersFeed):
    model, day = "PolicyPage", "issued_on"

    def title(self):
        return _("Policy papers")


class PublicationFeed(PapersFeed):
    model, day = "PublicationPage", "published_on"

    def title(self):
        return _("Publications")
