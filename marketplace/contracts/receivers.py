"""What this room does when things happen elsewhere."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.erasure import KEPT_BY, kept_until
from marketplace.core.refusals import Refused
from marketplace.core.registry import about_me, before_erasure


@before_erasure
def signatures_are_kept(user):
    """Who has signed a contract stays named as long as its file must be kept."""
    from .models import Signature

    for signed in Signature.objects.filter(user=user).select_related("contract").order_by("-at"):
        contract = signed.contract
        until = kept_until(max(words.date_of(signed.at), contract.ends or date.min))
        if until >= clock.today():
            return Refused(
                "contracts.signature_kept",
                _(
                    "You have signed contract %(number)s. Its file, with the names of those who signed, is kept until %(date)s."
                ),
                clause=KEPT_BY,
                kind="when",
                values={"number": contract.number, "date": words.day(until)},
            )
    return None


@about_me
def signatures(user) -> dict:
    """The contracts that the person has signed."""
    from .models import Signature

    rows = Signature.objects.filter(user=user).select_related("contract").order_by("id")
    return {
        "signatures": [{"contract": s.contract.number, "side": s.side, "sha256": s.sha256, "at": s.at} for s in rows]
    }
