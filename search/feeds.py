"""The answer to a search as an Atom feed: the same address as the page, newest first."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.feeds import Atom

from . import asking, searching
from .engine import NEWEST
from .views import language

SIZE = 30


class ResultsFeed(Atom):
    """What everybody may read, whoever asks: a feed is fetched without a log-in."""

    def get_object(self, request):
        return asking.read(request.GET, ANONYMOUS)

    def title(self, asked):
        return _("Search: %(text)s") % {"text": asked.text or _("everything")}

    def link(self, asked):
        return f"{reverse('search:results')}?{asked.query_string(page=None)}"

    def items(self, asked):
        query = asked.query(ANONYMOUS, language(), size=SIZE, facets=False)
        return searching.search(replace(query, sort=NEWEST, page=1)).hits

    def item_title(self, hit):
        return hit.plain_title

    def item_description(self, hit):
        return "".join(text for text, _found in hit.excerpt)

    def item_link(self, hit):
        return hit.url

    def item_guid(self, hit):
        return f"{hit.url}#{hit.id}"

    def item_updateddate(self, hit):
        return hit.newest or clock.now()

    item_pubdate = item_updateddate
