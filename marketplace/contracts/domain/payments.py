"""Payment: finance pays what was accepted, once, out of the contract's commitment."""

from marketplace.core import clock
from marketplace.core.verbs import verb
from marketplace.funds import domain as funds

from ..models import Milestone, Payment


def pay(milestone: Milestone, *, by) -> Milestone:
    """Pay the accepted amount through the ledger (finance, not whoever accepted, fresh second factor).

    Raises:
        Refused: not accepted, paid already, wrong person; or the ledger says the commitment does not cover it.
    """
    with verb("pay", milestone, by=by):
        contract = milestone.contract
        entry = funds.pay(
            contract.fund,
            milestone.accepted_amount,
            cause=contract,
            text=f"{contract.number}-{milestone.position}",
            key=f"milestone:{contract.number}:{milestone.position}",
            by=by,
        )
        Payment.objects.create(
            milestone=milestone, entry=entry, amount=milestone.accepted_amount, paid_by=by.user, paid_at=clock.now()
        )
    return milestone
