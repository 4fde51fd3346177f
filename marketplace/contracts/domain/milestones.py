"""Milestones: deliver, accept, return; slips for the opinions of those served."""

from datetime import date
from decimal import Decimal

from marketplace.core import clock, files
from marketplace.core.verbs import new_code, verb

from ..models import Milestone, OpinionSlip
from ..rules import check_again_by, check_evidence, check_part, check_slips


def deliver(
    milestone: Milestone, *, by, report: str, attendance: int | None = None, actuals: dict | None = None, evidence=()
) -> Milestone:
    """Hand in a delivery with its evidence.

    actuals: {indicator key: Decimal}; evidence: uploaded files (purpose "contracts.evidence").

    Raises:
        Refused: wrong state or role, or nothing shows the delivery (`check_evidence`).
    """
    with verb("deliver", milestone, by=by):
        milestone.reason = ""  # what was said to the delivery before stands in the timeline
        milestone.report, milestone.attendance = report, attendance
        milestone.indicators = [_with_actual(row, actuals or {}) for row in milestone.indicators]
        check_evidence(milestone, attendance, evidence)
        milestone.delivered_at, milestone.delivered_by = clock.now(), by.user
        for upload in evidence:
            files.store(upload, purpose="contracts.evidence", by=by, owner=milestone)
    return milestone


def _with_actual(row: dict, actuals: dict) -> dict:
    value = actuals.get(row["key"])
    return row if value is None else {**row, "actual": str(Decimal(value))}


def issue_slips(milestone: Milestone, *, by, number: int) -> Milestone:
    """Make so many one-time links for people served; they are printed with QR codes and handed out."""
    with verb("issue_slips", milestone, by=by, note=str(number)):
        check_slips(number)
        OpinionSlip.objects.bulk_create(OpinionSlip(milestone=milestone, token=new_code()) for _n in range(number))
    return milestone


def accept(milestone: Milestone, *, by, reason: str = "") -> Milestone:
    """Accept the delivery in full (Implementing Regulation, art. 45: with the opinions of those served in view)."""
    with verb("accept", milestone, by=by, public_note=reason):
        _accepted(milestone, milestone.amount, reason, by)
    return milestone


def accept_partly(milestone: Milestone, *, by, amount: Decimal, reason: str) -> Milestone:
    """Accept a part: `amount` (above zero, below the milestone's) may be paid; the rest is released when the contract closes."""
    with verb("accept_partly", milestone, by=by, public_note=reason):
        check_part(milestone, amount)
        _accepted(milestone, amount, reason, by)
    return milestone


def _accepted(milestone, amount, reason, by):
    milestone.accepted_amount, milestone.reason = amount, reason
    milestone.accepted_by, milestone.decided_at = by.user, clock.now()


def return_(milestone: Milestone, *, by, reason: str, again_by: date) -> Milestone:
    """Send the delivery back with reasons and the day by which it is to come again."""
    with verb("return", milestone, by=by, public_note=reason):
        check_again_by(again_by)
        milestone.reason, milestone.again_by = reason, again_by
        milestone.decided_at = clock.now()
    return milestone
