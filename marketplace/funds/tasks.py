"""What the clock decides about micro-funds: idle, warned, active again. The worker asks once a minute."""

from marketplace.core.registry import periodic
from marketplace.core.states import table_of

from . import domain, queries_lives
from .models import MicroFund
from .states_microfunds import LIVING

ACTS = (("fall_idle", domain.fall_idle), ("revive", domain.revive_micro_fund), ("warn", domain.warn_micro_fund))


@periodic("funds.lives")
def lives(actor) -> int:
    """Record what has become true since; returns how many funds moved."""
    moved = 0
    for micro in MicroFund.objects.filter(state__in=LIVING).select_related("fund").order_by("pk"):
        for name, do in ACTS:
            if table_of(micro).refusal(name, actor, micro) is None:
                do(micro, by=actor)
                moved += 1
    return moved


@periodic("funds.years")
def years(actor) -> int:
    """Remind once of each budget year that is over and not ended."""
    ended = [fund for fund in queries_lives.years_to_end() if (fund.year_reminded or 0) < fund.year]
    for fund in ended:
        domain.remind_of_year(fund, by=actor)
    return len(ended)


@periodic("funds.checkpoints")
def checkpoints(_actor):
    """A checkpoint each day at the latest, and where a public moment asks for one."""
    if domain.checkpoint_is_due():
        domain.make_checkpoint()
