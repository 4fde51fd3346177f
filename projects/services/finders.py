"""How places and matters of the directory are found, and lists of places by the words people use for them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import SHOWN, Finding, Hit, finder, way

from . import hours, words
from .models import Service, Station

way(
    _("Places that are open on Sundays"),
    lambda: f"{reverse('services:stations')}?open=sunday",
    "周日 星期日 星期天 礼拜天 周末 双休 sunday weekend",
)
way(
    _("Places that are open now"),
    lambda: f"{reverse('services:stations')}?open=now",
    "现在 开门 几点 营业 open now hours",
)
way(
    _("What lies within fifteen minutes on foot"),
    lambda: reverse("services:circle"),
    "附近 最近 身边 家门口 十五分钟 15分钟 near fifteen",
)


@finder(order=10)
def places(asked):
    """Stations and other places in service, with whether they are open."""
    rows = list(Station.objects.visible_to(ANONYMOUS).listed().matching(asked.text).with_hours()[: SHOWN + 1])
    marks = hours.calendar() if rows else None
    rows = [_place(row, hours.status(row, marks)) for row in rows]
    return Finding(_("Places"), rows, asked.more(reverse("services:stations"), rows))


def _place(row, status) -> Hit:
    note = f"{words.status_words(status)} · {row.address}" if row.address else words.status_words(status)
    return Hit(row.name, row.get_absolute_url(), note, provenance=row.provenance)


@finder(order=15)
def matters(asked):
    """What is done at the counters."""
    found = Service.objects.visible_to(ANONYMOUS).listed().for_list().search(asked.text).order_by("code")
    rows = [Hit(r.name, r.get_absolute_url(), str(r.category), provenance=r.provenance) for r in found[: SHOWN + 1]]
    return Finding(_("What is done for you"), rows, asked.more(reverse("services:services"), rows))
