"""Where a giver's name still stands after it was taken out: in texts that others wrote, and in papers nobody can search.

Looked for at the moment of erasure, because afterwards the name is gone; kept are the places, never the name.
A room above that has texts of its own registers them:

    @traces.look
    def _(fund, name): yield key_of_PLACES, address
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.registry import on_erasure

from ..models import Entry
from .models import Gift, Monthly, Pledge, Statement

PLACES = {
    "entry": _("text of a ledger entry (is never changed)"),
    "gift": _("what was given, or a reason, of a gift"),
    "other": _("name of the giver of another gift or promise"),
    "statement": _("lines of a statement that was read in"),
    "news": _("news of a campaign (is never changed)"),
    "question": _("question about a campaign, or its answer"),
    "paper": _("slip or photograph: cannot be searched, look at it"),
}
LEAST, MOST = 2, 20  # letters of a name that can be looked for; places of each kind
_looks: list = []


def look(fn):
    """Decorate `fn(fund, name) -> iterable of (key of PLACES, address)`."""
    _looks.append(fn)
    return fn


def left_of(gift, name: str) -> list[list[str]]:
    """[[key of PLACES, address]], each place once."""
    found = [("paper", gift.get_absolute_url())] if gift.evidence_id else []
    if len(name.strip()) >= LEAST:
        for fn in _looks:
            found += list(fn(gift.fund, name.strip()))[: MOST * 3]
    own = ("other", gift.get_absolute_url())
    return [list(place) for place in dict.fromkeys(found) if place != own]


@look
def _ours(fund, name):
    for entry in Entry.objects.touching(fund).filter(text__icontains=name).order_by("-number")[:MOST]:
        yield "entry", entry.get_absolute_url()
    for row in Gift.objects.filter(Q(what__icontains=name) | Q(reason__icontains=name) | Q(reference__icontains=name), fund=fund)[:MOST]:  # fmt: skip
        yield "gift", row.get_absolute_url()
    for model in (Gift, Pledge, Monthly):
        for row in model.objects.filter(fund=fund, giver_name__icontains=name)[:MOST]:
            yield "other", row.get_absolute_url()
    named = Q(lines__payer__icontains=name) | Q(lines__text__icontains=name)
    for row in Statement.objects.filter(named, fund=fund).distinct()[:MOST]:
        yield "statement", row.get_absolute_url()


@on_erasure
def account_goes(user):
    """All gifts of somebody whose account is erased; their names go right after this."""
    for gift in Gift.objects.filter(giver=user).select_related("fund"):
        gift.name_left = left_of(gift, gift.giver_name or user.name)
        gift.save(update_fields=["name_left"])


def shown(gift) -> list[dict]:
    return [{"label": PLACES[key], "url": url} for key, url in gift.name_left or () if key in PLACES]
