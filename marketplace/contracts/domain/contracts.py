"""The contract itself: draw, edit, offer, sign, close, terminate."""

from datetime import date, timedelta
from decimal import Decimal

from marketplace.core import clock, files, verbs
from marketplace.core.actors import system
from marketplace.core.money import ZERO, yuan
from marketplace.core.numbers import next_number
from marketplace.core.verbs import act, creating, new_code, verb
from marketplace.funds import domain as funds
from marketplace.tenders import domain as tenders
from marketplace.tenders.models import Award, Call

from .. import rules
from ..document import contract_pdf
from ..models import Contract, ContractLine, Milestone, Signature
from ..rules import check_term
from ..states import MilestoneState


def draw(call: Call, *, by) -> Contract:
    """Draw the contract from an award whose standstill is over; the fund's promise moves from the call to it.

    The price is the awarded price; milestones come from the call's plan, their amounts add up to the price.

    Raises:
        Refused: no award in force, standstill running, a challenge open, wrong role.
    """
    with act():
        verbs.lock(call)
        award = Award.objects.select_related("bid__organisation").get(call=call) if hasattr(call, "award") else None
        contract = Contract(
            number="",
            call=call,
            office=call.office,
            organisation=award.bid.organisation if award else None,
            fund=call.fund,
            title_zh=call.title_zh,
            title_en=call.title_en,
            price=award.price if award else ZERO,
            text_zh=call.text_zh,
            text_en=call.text_en,
            drafted_by=by.user,
            created_at=clock.now(),
            provenance=call.provenance,
        )
        with creating(contract, by=by, verb="draw"):
            tenders.conclude(call, by=by)
            contract.number = next_number("CONTRACT")
            contract.starts = clock.today()
            contract.ends = _months_later(contract.starts, call.service_months)
            contract.save()
            _lines(contract, award.bid)
            _milestones(contract)
            funds.recommit(call.fund, old_cause=call, new_cause=contract, amount=contract.price, by=by)
    return contract


def _lines(contract, bid):
    """What was bid, line by line: [{"item": pk, "quantity": "…", "unit_price": "…", "amount": "…"}]."""
    for line in (bid.content or {}).get("lines", []):
        ContractLine.objects.create(
            contract=contract,
            item_id=line["item"],
            quantity=Decimal(line["quantity"]),
            unit_price=yuan(line["unit_price"]),
            amount=yuan(line["amount"]),
        )


def _milestones(contract):
    plan = list(contract.call.milestones.order_by("position"))
    left = contract.price
    for number, planned in enumerate(plan, start=1):
        amount = left if number == len(plan) else yuan(contract.price * planned.share)
        left -= amount
        Milestone.objects.create(
            contract=contract,
            position=number,
            title_zh=planned.title_zh,
            title_en=planned.title_en,
            amount=amount,
            due=contract.starts + timedelta(days=planned.due_days),
            indicators=planned.indicators,
            demands=planned.demands,
            opinion_key=new_code(),
        )


def _months_later(day: date, months: int) -> date:
    """The day before the same day so many months on (a term of 12 months from 1 March ends on the last of February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last) - timedelta(days=1)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def edit(contract: Contract, *, by, starts: date, ends: date, text_zh: str, text_en: str = "") -> Contract:
    """Change dates and text while it is a draft; the due days of milestones move with the start."""
    with verb("edit", contract, by=by):
        check_term(contract, starts, ends)
        moved = starts - contract.starts
        contract.starts, contract.ends, contract.text_zh, contract.text_en = starts, ends, text_zh, text_en
        for milestone in contract.milestones.all():
            milestone.due = milestone.due + moved
            milestone.save(update_fields=["due"])
    return contract


def offer(contract: Contract, *, by) -> Contract:
    """Fix the text: the document is made as PDF, its SHA-256 is what both sides sign."""
    with verb("offer", contract, by=by):
        contract.document = files.store(
            contract_pdf(contract),
            purpose="contracts.document",
            by=by,
            name=f"contract-{contract.number}.pdf",
            owner=contract,
        )
    return contract


def recall(contract: Contract, *, by, reason: str) -> Contract:
    """Take the text back to change it; signatures over the old document do not count for the new one."""
    with verb("recall", contract, by=by, note=reason):
        contract.state_reason = reason
    return contract


def sign_office(contract: Contract, *, by) -> Contract:
    """The street office signs (leader, not the drafter, fresh second factor)."""
    with act():
        with verb("sign_office", contract, by=by):
            _sign(contract, Signature.Side.OFFICE, by)
        _take_effect(contract)
    return contract


def sign_organisation(contract: Contract, *, by) -> Contract:
    """The organisation signs (its owner, fresh second factor)."""
    with act():
        with verb("sign_organisation", contract, by=by):
            _sign(contract, Signature.Side.ORGANISATION, by)
        _take_effect(contract)
    return contract


def _sign(contract, side, by):
    digest = contract.document.sha256
    Signature.objects.create(contract=contract, side=side, user=by.user, sha256=digest, at=clock.now())


def _take_effect(contract):
    """With the second signature the contract is in force."""
    if rules.unsigned_sides(contract):
        return
    with verb("take_effect", contract, by=system("contracts")):
        contract.signed_at = clock.now()


def close(contract: Contract, *, by) -> Contract:
    """Everything is paid or dropped: what is left of the promise goes back to the fund."""
    with verb("close", contract, by=by):
        contract.closed_at = clock.now()
        funds.release(contract.fund, cause=contract, by=by)
    return contract


def terminate(contract: Contract, *, by, reason: str) -> Contract:
    """End it before its time, with reasons: what is not accepted is dropped, what is accepted stays to be paid."""
    with verb("terminate", contract, by=by, public_note=reason):
        contract.state_reason = reason
        contract.closed_at = clock.now()
        owed = ZERO
        for milestone in contract.milestones.exclude(state=MilestoneState.PAID):
            if milestone.state == MilestoneState.ACCEPTED:
                owed += milestone.accepted_amount
            else:
                with verb("drop", milestone, by=by):
                    milestone.reason = reason
        left = funds.committed_for(contract.fund, contract) - owed
        if left > 0:
            funds.release(contract.fund, cause=contract, by=by, amount=left)
    return contract
