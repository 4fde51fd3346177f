"""How organisations are found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.finding import SHOWN, Finding, Hit, finder

from .models import Organisation


@finder(order=50)
def organisations(asked):
    found = Organisation.objects.listed().matching(asked.text).order_by("code")[: SHOWN + 1]
    rows = [Hit(row.name, row.get_absolute_url(), row.field, provenance=row.provenance) for row in found]
    return Finding(_("Organisations"), rows, asked.more(reverse("orgs:list"), rows))
