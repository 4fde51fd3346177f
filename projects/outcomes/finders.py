"""How outcomes are found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import SHOWN, Finding, Hit, finder, way

from .models import Outcome
from .queries import SEARCHED

way(
    _("What came of the money"),
    lambda: reverse("outcomes:list"),
    "成效 结果 做成 花在哪 钱去哪 效果 outcome result impact",
)


@finder(order=70)
def outcomes(asked):
    found = Outcome.objects.visible_to(ANONYMOUS).filter(asked.all_in(*SEARCHED)).order_by("-published_at", "-id")
    rows = [
        Hit(r.title, r.get_absolute_url(), words.day(r.published_at), provenance=r.provenance)
        for r in found[: SHOWN + 1]
    ]
    return Finding(_("Outcomes"), rows, asked.more(reverse("outcomes:list"), rows))
