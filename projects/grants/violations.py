"""What speaks against an organisation in the records, and is not settled: asked before it may apply, each named.

Asked are records that say whose failing it was: the register (a suspension), the grade (lowered or taken away, while no new
one can be applied for), grants (money that was spent on something else, or is late to be paid back). A contract or project
that was broken off does not say by whose failing, so it is not asked.
"""

from django.utils.translation import gettext as _

from marketplace.core import clock, words
from marketplace.core.money import figures
from orgs.incubation.rules_gradings import barred


def open_violations(organisation, day=None) -> list[str]:
    """Sentences, the register first; empty: nothing is open. A fixed number of queries."""
    day = day or clock.today()
    found = []
    if organisation.state == "suspended":
        found.append(_("The registration is suspended."))
    if bar := barred(organisation, day):
        since, until = (words.day(moment) for moment in bar)
        found.append(_("Its assessment grade was lowered or taken away on %(since)s; that stands until %(until)s.") % {"since": since, "until": until})  # fmt: skip
    return [*found, *_claims(organisation, day)]


def _claims(organisation, day):
    """Money claimed back for misuse, and any that is late."""
    from .kinds_delivery import Ground
    from .models import Recovery

    rows = Recovery.objects.filter(agreement__organisation=organisation, state="demanded").select_related("agreement")
    for claim in rows.order_by("due", "pk"):
        late = claim.due is not None and claim.due < day
        if claim.ground != Ground.MISUSED and not late:
            continue
        sentence = (
            _("Of grant agreement %(number)s, %(amount)s yuan were to be paid back until %(due)s and have not come back (%(ground)s).")
            if late
            else _("Of grant agreement %(number)s, %(amount)s yuan have to be paid back until %(due)s (%(ground)s).")
        )  # fmt: skip
        values = {"number": claim.agreement.number, "amount": figures(claim.amount), "due": words.day(claim.due)}
        yield sentence % (values | {"ground": claim.get_ground_display()})
