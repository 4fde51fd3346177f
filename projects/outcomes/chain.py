"""The chain of an outcome: list item → call → bids → award → contract → milestones → payments → outcome."""

from dataclasses import dataclass, field

from marketplace.contracts.models import Milestone
from marketplace.tenders.models import Award


@dataclass(frozen=True)
class Chain:
    """Everything the outcome rests on, read in a constant number of queries."""

    items: list
    call: object
    bids: int
    award: object
    contract: object
    milestones: list
    paid: object
    entries: list = field(default_factory=list)


def chain_of(outcome) -> Chain:
    """The chain; `bids` is how many were opened, `paid` the sum of the contract's payments (yuan)."""
    contract, call = outcome.contract, outcome.contract.call
    milestones = list(
        Milestone.objects.filter(contract=contract).order_by("position").select_related("payment__entry", "contract")
    )
    payments = [m.payment for m in milestones if getattr(m, "payment", None)]
    return Chain(
        items=[line.item for line in contract.lines.select_related("item__purchase_list")],
        call=call,
        bids=call.bids.filter(state="opened").count(),
        award=Award.objects.filter(call=call).first(),
        contract=contract,
        milestones=milestones,
        paid=sum((p.amount for p in payments), start=0),
        entries=[p.entry for p in payments],
    )
