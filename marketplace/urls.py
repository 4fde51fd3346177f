"""All addresses: what must not change with the language first, then the portal in both languages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from orgs.views.accounts import log_ins
from orgs.views.merging import merge
from orgs.views.people import profile

from .api import api

handler400, handler500 = "marketplace.core.errors.bad_request", "marketplace.core.errors.server_error"

urlpatterns = [
    path("", include("cms.plain_urls")),  # before Wagtail: closes its own log-in
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("marketplace.core.plain_urls")),
    path("", include("marketplace.funds.giving.plain_urls")),
    path("", include("projects.grants.plain_urls")),
    path("api/", api.urls),
    path("log/", include("marketplace.funds.log_urls")),
    *static(settings.MEDIA_URL, document_root=settings.STORAGES["default"]["OPTIONS"]["location"]),
]

urlpatterns += i18n_patterns(
    path("accounts/profile/", profile, name="profile"),
    path("accounts/log-ins/", log_ins, name="log_ins"),
    path("accounts/merge/", merge, name="merge_accounts"),
    path("accounts/", include("marketplace.core.social")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("", include("marketplace.core.urls")),
    path("search/", include("search.urls")),
    path("desk/", include("marketplace.core.desk_urls")),
    path("organisations/", include("orgs.urls")),
    path("incubation/", include("orgs.incubation.urls")),
    path("experts/", include("orgs.experts.urls")),
    path("catalogue/", include("marketplace.catalogue.urls")),
    path("funds/", include("marketplace.funds.urls")),
    path("giving/", include("marketplace.funds.giving.urls")),
    path("campaigns/", include("marketplace.funds.campaigns.urls")),
    path("calls/", include("marketplace.tenders.urls")),
    path("contracts/", include("marketplace.contracts.urls")),
    path("directory/", include("projects.services.urls")),
    path("grants/", include("projects.grants.urls")),
    path("outcomes/", include("projects.outcomes.urls")),
    path("", include("cms.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
