"""How funds are found, and the books by their usual names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import Finding, Hit, finder, way

from .models import Fund

way(
    _("Funds: what came in, what is promised, what is paid"),
    lambda: reverse("funds:list"),
    "资金 基金 账 经费 捐款 专项 钱 fund money budget donation",
)
way(_("The ledger, entry by entry"), lambda: reverse("funds:ledger"), "账 流水 ledger books entries")


@finder(order=60)
def funds(asked):
    """All of them: the list of funds has no words to narrow it by."""
    columns = ("code", "name_zh", "name_en", "purpose_zh", "purpose_en")
    found = Fund.objects.visible_to(ANONYMOUS).filter(asked.all_in(*columns)).order_by("code")
    return Finding(
        _("Funds"), [Hit(row.name, row.get_absolute_url(), row.purpose, provenance=row.provenance) for row in found[:5]]
    )
