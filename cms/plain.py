"""Site map, robots, and the door of the back office."""

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


class Pages(PageSitemap):
    """Wagtail's pages in both languages."""

    def items(self):
        rows = Page.objects.live().public().filter(depth__gt=1).order_by("path")
        return rows.defer_streamfields().specific()


class Services(Sitemap):
    """Services of the lists in force."""

    i18n = True

    def items(self):
        return ServiceItem.objects.visible_to(ANONYMOUS).in_force().order_by("pk")


SITEMAPS = {"pages": Pages, "services": Services}


def robots(request):
    lines = ["User-agent: *", "Disallow: /cms/", "Disallow: /desk/", "Disallow: /en/desk/", "Disallow: /accounts/"]
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
