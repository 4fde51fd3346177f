"""What the purchase list adds elsewhere: lists that wait for somebody, on the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import registry

from .models import PurchaseList, ServiceItem
from .states import PUBLIC


@registry.slot("desk.ways", order=30)
def ways(_page, actor):
    """On the desk: the versions of the purchase list."""
    if not actor.is_officer:
        return None
    return registry.Section(
        "", {"rows": [{"url": reverse("catalogue:lists"), "text": _("Versions of the purchase list")}]}
    )


@registry.desk
def waiting(actor):
    """Leaders: lists handed in by others. Drafters: what came back."""
    if not actor.is_officer:
        return
    for row in PurchaseList.objects.waiting_for(actor).select_related("office"):
        yield _entry(row, _("Approve or return this purchase list"), _("Decide"), "wait")
    for row in PurchaseList.objects.returned_to(actor).select_related("office"):
        yield _entry(
            row, _("Correct this purchase list: it came back with reasons"), _("Correct"), "refused", draft=True
        )


def _entry(row, what, label, tone, draft=False):
    return registry.DeskEntry(
        number=f"{row.year}/{row.version}",
        kind=_("purchase list"),
        what=what,
        about=row.title,
        url=row.get_absolute_url(),
        label=label,
        tone=tone,
        state=row.get_state_display(),
        draft=draft,
    )


@registry.rests_on("orgs.office")
def lists_of_the_office(office):
    """It keeps a published list, or buys a service on one."""
    lists = PurchaseList.objects.filter(office=office, state__in=PUBLIC)
    return lists.exists() or ServiceItem.objects.filter(buyer=office, purchase_list__state__in=PUBLIC).exists()
