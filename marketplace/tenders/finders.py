"""How calls are found."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import SHOWN, Finding, Hit, finder, way

from . import reads
from .models import Call

way(
    _("Calls that take bids now"),
    lambda: f"{reverse('tenders:calls')}?state=taking",
    "招标 投标 采购 报名 tender bid call procurement",
)


@finder(order=20)
def calls(asked):
    found = Call.objects.visible_to(ANONYMOUS).exclude(published_at=None).defer("text_zh", "text_en")
    found = found.filter(asked.all_in("title_zh", "title_en", "number")).in_public_order(clock.now())
    rows = [
        Hit(
            row.title,
            row.get_absolute_url(),
            _("%(number)s · bids until %(deadline)s") % {"number": row.number, "deadline": words.when(row.deadline)},
            reads.tone(row),
            reads.state_label(row),
            row.provenance,
        )
        for row in found[0 : SHOWN + 1]
    ]
    return Finding(_("Calls"), rows, asked.more(reverse("tenders:calls"), rows))
