"""How services of the purchase list are found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import SHOWN, Finding, Hit, finder

from .models import ServiceItem


@finder(order=30)
def services(asked):
    items = ServiceItem.objects.visible_to(ANONYMOUS).in_force().search(asked.text).order_by("position", "pk")
    items = list(items.select_related("purchase_list")[: SHOWN + 1])
    rows = [Hit(i.name, i.get_absolute_url(), _price(i), provenance=i.provenance) for i in items]
    return Finding(_("Services that may be bought"), rows, asked.more(reverse("catalogue:current"), rows))


def _price(item) -> str:
    return _("%(code)s · reference price %(price)s yuan for each %(unit)s") % {
        "code": item.code,
        "price": words.yuan(item.reference_price),
        "unit": item.unit_counted,
    }
