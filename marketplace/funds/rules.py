"""Who may do what with a fund, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.money import figures
from marketplace.core.rules import requirement
from orgs.rules import in_office_of, not_the_same
from orgs.states import Role

finance = in_office_of(lambda fund: fund.office_id, Role.FINANCE)
leader = in_office_of(lambda fund: fund.office_id, Role.LEADER)
not_drafter = not_the_same(lambda fund: fund.drafted_by_id, _("Whoever drafted the fund does not put it in force."))


@requirement(
    "money_left", _("%(committed)s yuan are promised and %(free)s yuan are free. A fund is closed when it is empty.")
)
def nothing_left(actor, fund):
    from .queries import balances

    left = balances(fund)
    return {"committed": figures(left.committed), "free": figures(left.free)} if left.committed or left.free else None
