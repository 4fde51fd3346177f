"""The host's fee: a stated share of what came in, booked openly."""

from marketplace.core import clock
from marketplace.core.numbers import next_number
from marketplace.core.verbs import verb

from ..models import Fund, HostFee
from ..queries_lives import fee_base
from .books import spend_at_once


def charge_fee(fund: Fund, *, by) -> HostFee:
    """Book the fee for what came in since the last charge: promised and paid to the host in one act."""
    with verb("charge_fee", fund, by=by):
        due = fee_base(fund)
        fee = HostFee.objects.create(
            number=f"HF{next_number('HOST_FEE')}", fund=fund, after_entry=due.after, upto_entry=due.upto, base=due.base,
            share=fund.host_fee, amount=due.amount, at=clock.now(),
        )  # fmt: skip
        text = f"托管费 {fund.host_fee:f}%"
        fee.entry = spend_at_once(fund, due.amount, cause=fee, text=text, key=f"fee:{fee.number}", by=by)
        fee.save()
    return fee
