"""Money out and money back: tranches paid or dropped, claims, the end of an agreement and of a round."""

from datetime import date
from decimal import Decimal

from marketplace.core import clock, verbs
from marketplace.core.actors import Actor
from marketplace.core.money import figures, yuan
from marketplace.core.verbs import act, verb
from marketplace.funds import domain as funds

from ..models import Agreement, Recovery, Round, Tranche, TranchePayment
from ..queries_agreements import claimable
from ..rules_delivery import check_ahead, check_most
from ..states_agreements import TrancheState


def pay(tranche: Tranche, *, by: Actor) -> Tranche:
    """Pay a tranche through the ledger, out of the agreement's promise: once, after its condition, within the award.

    Raises:
        Refused: not in force, the report is not accepted, an earlier one is open, wrong person, or beyond the promise.
    """
    with act():
        verbs.lock(tranche.agreement)  # of a payment and an end at once, one sees the other
        with verb("pay", tranche, by=by):
            agreement = tranche.agreement
            entry = funds.pay(
                agreement.round.fund, tranche.amount, cause=agreement, text=f"{agreement.number}-{tranche.position}",
                key=f"tranche:{agreement.number}:{tranche.position}", by=by,
            )  # fmt: skip
            TranchePayment.objects.create(
                tranche=tranche, entry=entry, amount=tranche.amount, paid_by=by.user, paid_at=clock.now()
            )
    return tranche


def drop(tranche: Tranche, *, by: Actor, reason: str) -> Tranche:
    """It is not paid out; its part of the promise goes back to the fund."""
    with act():
        verbs.lock(tranche.agreement)
        with verb("drop", tranche, by=by, public_note=reason):
            tranche.reason = reason
            agreement = tranche.agreement
            if tranche.amount:
                funds.release(agreement.round.fund, cause=agreement, by=by, amount=tranche.amount)
    return tranche


# ---- claims -------------------------------------------------------------------------------------------------
def claim(agreement: Agreement, *, by: Actor, ground: str, amount: Decimal, why: str) -> Recovery:
    """Propose to claim money back: not more than was paid, less what is claimed already."""
    with verb("claim", agreement, by=by, note=figures(amount)):
        check_most(amount, claimable(agreement))
        return Recovery.objects.create(
            agreement=agreement, number=agreement.recoveries.count() + 1, ground=ground, amount=yuan(amount), why=why, proposed_by=by.user,
            proposed_at=clock.now(),
        )  # fmt: skip


def demand(recovery: Recovery, *, by: Actor, due: date) -> Recovery:
    """A second person demands it, until a day."""
    with verb("demand", recovery, by=by, public_note=figures(recovery.amount)):
        check_ahead(due, "due")
        recovery.due, recovery.demanded_by, recovery.demanded_at = due, by.user, clock.now()
    return recovery


def drop_claim(recovery: Recovery, *, by: Actor, reason: str) -> Recovery:
    with verb("drop", recovery, by=by, note=reason):
        recovery.reason = reason
    return recovery


def book(recovery: Recovery, *, by: Actor, purpose=None) -> Recovery:
    """The money is back: booked as a refund, along the path on which it was paid. It is free in the fund again."""
    with act():
        verbs.lock(recovery.agreement)
        with verb("book", recovery, by=by, public_note=figures(recovery.amount)):
            agreement = recovery.agreement
            recovery.entry = funds.refund(
                agreement.round.fund, by=by, amount=recovery.amount, text=f"{agreement.number}-R{recovery.number}",
                key=f"{agreement.number}:{recovery.number}", purpose=purpose, cause=agreement,
            )  # fmt: skip
            recovery.returned_at = clock.now()
    return recovery


# ---- the end ------------------------------------------------------------------------------------------------
def evaluate(
    agreement: Agreement,
    *,
    by: Actor,
    worth: str,
    evaluation: str,
    result_zh: str,
    people_served: int,
    result_en: str = "",
) -> Agreement:
    """Judge the project and write what came of it; public when a leader closes it."""
    with verb("evaluate", agreement, by=by):
        agreement.worth, agreement.evaluation, agreement.people_served = worth, evaluation, people_served
        agreement.result_zh, agreement.result_en, agreement.evaluated_by = result_zh, result_en, by.user
    return agreement


def close(agreement: Agreement, *, by: Actor) -> Agreement:
    """Close it: everything is paid or dropped and every yuan accounted for; the result is public."""
    with verb("close", agreement, by=by):
        agreement.ended_at = clock.now()
        funds.release(agreement.round.fund, cause=agreement, by=by)
    return agreement


def terminate(agreement: Agreement, *, by: Actor, reason: str) -> Agreement:
    """End it before its time: nothing more is paid, the rest of the promise goes back to the fund."""
    with verb("terminate", agreement, by=by, public_note=reason):
        agreement.state_reason, agreement.ended_at = reason, clock.now()
        for tranche in agreement.tranches.filter(state=TrancheState.PLANNED).order_by("position"):
            with verb("drop", tranche, by=by, public_note=reason):
                tranche.reason = reason
        funds.release(agreement.round.fund, cause=agreement, by=by)
    return agreement


def close_round(round: Round, *, by: Actor, closing_zh: str, closing_en: str = "") -> Round:
    """Every project is ended: say what came of the round; what the fund still promised to it is free again."""
    with verb("close", round, by=by):
        round.closing_zh, round.closing_en, round.ended_at = closing_zh, closing_en, clock.now()
        funds.release(round.fund, cause=round, by=by)
    return round
