"""The doors of the rooms, by names that stay: editors choose them for guides, menus and footers; words and addresses
follow the reader's language."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

DOORS = {
    "catalogue": ("catalogue:current", _("Services")),
    "calls": ("tenders:calls", _("Calls")),
    "organisations": ("orgs:list", _("Organisations")),
    "funds": ("funds:list", _("Funds")),
    "outcomes": ("outcomes:list", _("Outcomes")),
    "rounds": ("grants:rounds", _("Grant rounds")),
    "ledger": ("funds:ledger", _("Ledger")),
    "stations": ("services:stations", _("Stations and places")),
    "matters": ("services:services", _("What they do for you")),
    "circle": ("services:circle", _("Fifteen minutes on foot")),
    "apply": ("orgs:apply", _("Apply for the register")),
    "desk": ("desk:home", _("My desk")),
    "signup": ("account_signup", _("Open an account")),
    "sitemap": ("cms:sitemap", _("All pages")),
}


def choices():
    """For fields; asked when it is needed, so that a new door is no change of the database."""
    return [(key, label) for key, (_name, label) in DOORS.items()]


def address(key: str) -> str:
    return reverse(DOORS[key][0])


def label(key: str) -> str:
    return str(DOORS[key][1])
