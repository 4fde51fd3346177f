"""Communities can be followed; their page is their fifteen-minute circle."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import news
from orgs.models import Community


def page(community):
    return f"{reverse('services:circle')}?community={community.code}"


news.followable(
    Community,
    label=pgettext_lazy("followed", "community"),
    promise=_("You are told when a call for this community is published, and when an outcome of one is."),
    url=page,
)
