"""Money between funds and between budget years: proposed by one person, booked by another."""

from decimal import Decimal

from marketplace.core import clock
from marketplace.core.money import figures
from marketplace.core.numbers import next_number
from marketplace.core.verbs import act, creating, lock, verb

from .. import ledger
from ..models import CarryOver, Fund, Transfer
from ..states import EntryKind
from .books import _positive, move_lines, spend_at_once


def propose_transfer(fund: Fund, *, by, to: Fund, amount: Decimal, text: str) -> Transfer:
    """Propose to move free money to another fund; nothing is booked before a second person approves.

    Raises:
        Refused: the rules of one of the two forbid it, one is not in force, or not so much is unbound.
    """
    _positive(amount)
    transfer = Transfer(
        fund=fund, to=to, amount=amount, text=text, proposed_by=by.user, proposed_at=clock.now(), number=""
    )
    with creating(transfer, by=by, verb="propose"):
        transfer.number = f"TR{next_number('TRANSFER')}"
        transfer.save()
    return transfer


def approve_transfer(transfer: Transfer, *, by) -> Transfer:
    """Approve and book it in one entry; both funds are locked and the rules asked again."""
    with act():
        for one in sorted((transfer.fund, transfer.to), key=lambda fund: fund.pk):
            lock(one)
        with verb("approve", transfer, by=by, public_note=figures(transfer.amount)):
            fund, to = lock(transfer.fund), lock(transfer.to)
            transfer.entry = ledger.post(
                EntryKind.TRANSFER, move_lines(fund, to, transfer.amount), text=transfer.text,
                key=f"transfer:{transfer.number}", cause=fund, by=by,
            )  # fmt: skip
            transfer.decided_by, transfer.decided_at = by.user, clock.now()
    return transfer


def decline_transfer(transfer: Transfer, *, by, reason: str) -> Transfer:
    with verb("decline", transfer, by=by, note=reason):
        transfer.state_reason, transfer.decided_by, transfer.decided_at = reason, by.user, clock.now()
    return transfer


def withdraw_transfer(transfer: Transfer, *, by) -> Transfer:
    with verb("withdraw", transfer, by=by):
        pass
    return transfer


def propose_carryover(fund: Fund, *, by, carried: Decimal, returned: Decimal, text: str) -> CarryOver:
    """Propose what becomes of what is free at the end of the fund's budget year."""
    carry = CarryOver(
        fund=fund, year=fund.year, carried=carried, returned=returned, text=text, proposed_by=by.user,
        proposed_at=clock.now(), number="",
    )  # fmt: skip
    with creating(carry, by=by, verb="propose"):
        carry.number = f"YE{next_number('CARRYOVER')}"
        carry.save()
    return carry


def approve_carryover(carry: CarryOver, *, by) -> CarryOver:
    """Decide: what is returned is booked as a payment, the fund stands in the next budget year."""
    with act():
        lock(carry.fund)
        with verb("approve", carry, by=by, public_note=figures(carry.carried)):
            fund = lock(carry.fund)
            if carry.returned:
                carry.entry = spend_at_once(
                    fund, carry.returned, cause=carry, text=f"{carry.year} 年结余上缴", key=f"year:{carry.number}", by=by
                )  # fmt: skip
            carry.decided_by, carry.decided_at = by.user, clock.now()
            fund.year = carry.year + 1
            fund.save(update_fields=["year"])
    return carry


def decline_carryover(carry: CarryOver, *, by, reason: str) -> CarryOver:
    with verb("decline", carry, by=by, note=reason):
        carry.state_reason, carry.decided_by, carry.decided_at = reason, by.user, clock.now()
    return carry


def withdraw_carryover(carry: CarryOver, *, by) -> CarryOver:
    with verb("withdraw", carry, by=by):
        pass
    return carry


def remind_of_year(fund: Fund, *, by) -> Fund:
    """Tell finance and leaders that the rest of its budget year is to be decided on; once for each year."""
    with verb("remind_year", fund, by=by) as fund:
        fund.year_reminded = fund.year
    return fund
