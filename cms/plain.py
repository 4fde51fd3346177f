"""Site map, robots, and the door of the back office."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.static import serve
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.models import Page

from marketplace.catalogue.models import ServiceItem
from marketplace.core.actors import ANONYMOUS
from marketplace.funds.models import Fund
from marketplace.tenders.models import Call
from orgs.models import Organisation
from projects.grants.models import Round
from projects.outcomes.models import Outcome
from projects.services.models import Service, Station


class Pages(PageSitemap):
    """Wagtail's pages in both languages."""

    def items(self):
        rows = Page.objects.live().public().filter(depth__gt=1).order_by("path")
        return rows.defer_streamfields().specific()


class InBoth(Sitemap):
    """Addresses of the rooms, in both languages, each naming the other."""

    i18n = alternates = True
    limit = 5_000
    rows: Callable  # () -> what stands in it

    def items(self):
        return self.rows()


class Doors(InBoth):
    """The lists of the rooms."""

    def items(self):
        return [
            "catalogue:current", "tenders:calls", "tenders:rules", "orgs:list", "funds:list", "funds:ledger",
            "outcomes:list", "outcomes:overview", "services:stations", "services:services", "services:circle",
            "services:coverage", "services:offices", "grants:rounds", "core:pictures", "cms:sitemap",
        ]  # fmt: skip

    def location(self, item):
        return reverse(item)


def _of(rows) -> type:
    """A site map of objects that have an address; rows() reads what everybody may see, in a fixed order."""
    return type("Rows", (InBoth,), {"rows": staticmethod(rows)})


SITEMAPS = {
    "pages": Pages,
    "doors": Doors,
    "services": _of(lambda: ServiceItem.objects.visible_to(ANONYMOUS).in_force().order_by("pk")),
    "calls": _of(lambda: Call.objects.visible_to(ANONYMOUS).exclude(published_at=None).only("code").order_by("pk")),
    "organisations": _of(lambda: Organisation.objects.listed().order_by("pk")),
    "funds": _of(lambda: Fund.objects.visible_to(ANONYMOUS).order_by("pk")),
    "rounds": _of(lambda: Round.objects.visible_to(ANONYMOUS).only("code").order_by("pk")),
    "outcomes": _of(lambda: Outcome.objects.visible_to(ANONYMOUS).order_by("pk")),
    "places": _of(lambda: Station.objects.visible_to(ANONYMOUS).listed().order_by("pk")),
    "matters": _of(lambda: Service.objects.visible_to(ANONYMOUS).listed().order_by("pk")),
}


def robots(request):
    lines = ["User-agent: *", "Disallow: /cms/", "Disallow: /desk/", "Disallow: /en/desk/", "Disallow: /accounts/"]
    lines += ["Disallow: /text/", "Disallow: /en/text/", "Disallow: /search/", "Disallow: /en/search/"]
    lines += ["Disallow: /en/accounts/", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def picture(request, name):
    """A rendition of an editor's picture. Originals and documents lie beside them and are not handed out here."""
    if len(name) > 255:  # longer than any file is called: the file system would complain
        raise Http404
    response = serve(request, name, document_root=default_storage.path("images"))
    response["Cache-Control"] = "public, max-age=31536000, immutable"  # a rendition's name changes with its content
    return response


def to_people(request, _part):
    """Where people and roles are kept, instead of Wagtail's pages for them."""
    return redirect("orgs:offices")


def to_login(request):
    """Wagtail's log-in page: ours instead, and back to where the reader wanted to go."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
