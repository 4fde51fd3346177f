"""Communities can be followed, and places and services one uses: their followers hear when they close or keep other hours."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import news
from orgs.models import Community

from .models import Service, Station


def page(community):
    return f"{reverse('services:circle')}?community={community.code}"


news.followable(
    Community,
    label=pgettext_lazy("followed", "community"),
    promise=_("You are told when a call for this community is published, and when an outcome of one is."),
    url=page,
)
news.followable(
    Station,
    label=pgettext_lazy("followed", "place"),
    promise=_(
        "You are told when it is closed or open at other hours on some days, when the service here ends, and when it opens again."
    ),
)
news.followable(
    Service,
    label=pgettext_lazy("followed", "service in the directory"),
    promise=_("You are told when it is no longer offered, and when it is offered again."),
)


def _it(obj):
    return [obj]


news.heard(
    "services.station.add_special",
    of=_it,
    text=_("%(name)s keeps other hours on some days: %(reason)s"),
    params=news.reason,
)
news.heard("services.station.remove_special", of=_it, text=_("%(name)s takes announced other hours back."))
news.heard("services.station.close", of=_it, text=_("%(name)s is no longer in service: %(reason)s"), params=news.reason)
news.heard("services.station.reopen", of=_it, text=_("%(name)s is in service again."))
news.heard("services.service.close", of=_it, text=_("%(name)s is no longer offered: %(reason)s"), params=news.reason)
news.heard("services.service.reopen", of=_it, text=_("%(name)s is offered again."))
