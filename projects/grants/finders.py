"""How rounds are found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import SHOWN, Finding, Hit, finder, way

from .models import Round

way(
    _("Grant rounds that are open"),
    lambda: f"{reverse('grants:rounds')}?state=open",
    "公益创投 创投 资助 申报 扶持 grant grants funding",
)


@finder(order=25)
def rounds(asked):
    """Published rounds."""
    found = Round.objects.visible_to(ANONYMOUS).matching(asked.text).order_by("-published_at", "-id")
    rows = [
        Hit(r.title, r.get_absolute_url(), str(r.get_state_display()), provenance=r.provenance)
        for r in found[: SHOWN + 1]
    ]
    return Finding(_("Grant rounds"), rows, asked.more(reverse("grants:rounds"), rows))
