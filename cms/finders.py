"""How articles, policies, guides and events are found: by their titles and introductions, in the reader's language."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from marketplace.core.finding import SHOWN, Finding, Hit, finder

from . import languages


@finder(order=80)
def pages(asked):
    found = Page.objects.live().public().filter(depth__gt=2, locale__language_code=languages.active())
    found = (
        found.filter(asked.all_in("title", "search_description"))
        .order_by("-first_published_at", "-pk")
        .select_related("locale")
    )
    return Finding(_("News and pages"), [Hit(row.title, row.url, row.search_description) for row in found[:SHOWN]])
