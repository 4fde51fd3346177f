"""While a grant is used: reports, budget changes, expenses with vouchers, visits, what others give."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files, verbs
from marketplace.core.actors import Actor
from marketplace.core.money import ZERO, figures, yuan
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, verb

from ..models import Agreement, BudgetChange, BudgetLine, Contribution, Expense, Report, Visit
from ..rules_delivery import check_ahead, check_most
from ..states_delivery import ChangeState, ExpenseState


# ---- reports --------------------------------------------------------------------------------------------
def hand_in_report(
    report: Report, *, by: Actor, text: str, people_served: int, actuals: dict | None = None, papers=()
) -> Report:
    """Hand the report in. actuals: {place in the list of indicators: figure}; papers: uploads.

    Raises:
        Refused: an indicator has no figure, the report before it is not accepted, or the agreement is not in force.
    """
    with verb("hand_in", report, by=by):
        rows = []
        for n, row in enumerate(report.indicators):
            value = (actuals or {}).get(n, row.get("actual") or None)
            if value is None:
                raise Refused("grants.figure_missing", _("“%(indicator)s”: give the figure that was reached."), field=f"actual_{n}", values={"indicator": row["name"]})  # fmt: skip
            rows.append({**row, "actual": str(value)})
        report.indicators, report.text, report.people_served = rows, text, people_served
        report.reason, report.again_by = "", None
        report.handed_in_at, report.handed_in_by = clock.now(), by.user
        for upload in papers:
            files.store(upload, purpose="grants.report", by=by, owner=report)
    return report


def accept_report(report: Report, *, by: Actor, reason: str = "") -> Report:
    """Accept it: the tranche that waits for it may be paid."""
    with verb("accept", report, by=by, note=reason):
        _decided(report, by, reason)
    return report


def return_report(report: Report, *, by: Actor, reason: str, again_by: date) -> Report:
    """Give it back with what is missing and the day until when it is to come again."""
    with verb("return", report, by=by, note=reason):
        check_ahead(again_by, "again_by")
        report.again_by = again_by
        _decided(report, by, reason)
    return report


def _decided(report, by, reason):
    report.reason, report.decided_by, report.decided_at = reason, by.user, clock.now()


# ---- the budget -----------------------------------------------------------------------------------------
def left_to_move(line: BudgetLine, share: Decimal) -> Decimal:
    """What may still move out of, or into, a line without approval: the share of what was signed, less what moved alone."""
    moved = BudgetChange.objects.filter(agreement_id=line.agreement_id, alone=True, state=ChangeState.DONE)
    gone = sum(
        (moved.filter(**{side: line}).aggregate(n=Sum("amount"))["n"] or ZERO for side in ("source", "target")), ZERO
    )
    return yuan(line.granted * share) - gone


def spent_on(line: BudgetLine) -> Decimal:
    rows = Expense.objects.filter(line=line, state=ExpenseState.ENTERED)
    return rows.aggregate(n=Sum("amount"))["n"] or ZERO


def move_budget(agreement: Agreement, *, by: Actor, source: BudgetLine, target: BudgetLine, amount: Decimal, why: str) -> BudgetChange:  # fmt: skip
    """Move money between two lines: at once within the round's share of both lines, else asked for and decided by a leader.

    Raises:
        Refused: the same line twice, a line of another agreement, or more than the line has left.
    """
    with verb("move_budget", agreement, by=by, note=f"{source.name} → {target.name}: {figures(amount)}"):
        if source.pk == target.pk:
            raise Refused("grants.same_line", _("Choose two different lines."), field="target")
        if {source.agreement_id, target.agreement_id} != {agreement.pk}:
            raise Refused("grants.other_line", _("Choose lines of this agreement."), field="source")
        source.refresh_from_db()
        target.refresh_from_db()
        check_most(amount, source.amount - spent_on(source))
        share = agreement.round.line_share
        alone = amount <= min(left_to_move(source, share), left_to_move(target, share))
        change = BudgetChange.objects.create(
            agreement=agreement, source=source, target=target, amount=yuan(amount), why=why, alone=alone, asked_by=by.user,
            asked_at=clock.now(), state=ChangeState.DONE if alone else ChangeState.ASKED, decided_at=clock.now() if alone else None,
        )  # fmt: skip
        if alone:
            _move(change)
    return change


def _move(change):
    source, target = BudgetLine.objects.get(pk=change.source_id), BudgetLine.objects.get(pk=change.target_id)
    check_most(change.amount, source.amount - spent_on(source))
    source.amount -= change.amount
    target.amount += change.amount
    source.save(update_fields=["amount"])
    target.save(update_fields=["amount"])


def approve_change(change: BudgetChange, *, by: Actor) -> BudgetChange:
    """Approve a change above the share; the line must still have it."""
    with act():
        verbs.lock(change.agreement)  # of two changes of a line at once, the second sees the first
        with verb("approve", change, by=by):
            change.decided_at = clock.now()
            _move(change)
    return change


def decline_change(change: BudgetChange, *, by: Actor, reason: str) -> BudgetChange:
    with verb("decline", change, by=by, note=reason):
        change.reason, change.decided_at = reason, clock.now()
    return change


def withdraw_change(change: BudgetChange, *, by: Actor) -> BudgetChange:
    with verb("withdraw", change, by=by):
        change.decided_at = clock.now()
    return change


# ---- expenses ---------------------------------------------------------------------------------------------
def enter_expense(agreement: Agreement, *, by: Actor, line: BudgetLine, day: date, amount: Decimal, text: str, voucher) -> Expense:  # fmt: skip
    """Enter what was spent, with its voucher.

    Raises:
        Refused: more than the line has left (the budget is changed first), a day outside the project, a bad file.
    """
    with verb("enter_expense", agreement, by=by, note=figures(amount)):
        if line.agreement_id != agreement.pk:
            raise Refused("grants.other_line", _("Choose lines of this agreement."), field="line")
        if not agreement.starts <= day <= clock.today():
            raise Refused(
                "grants.day_outside", _("Give a day between the start of the project and today."), field="day"
            )
        line.refresh_from_db()
        check_most(amount, line.amount - spent_on(line))
        expense = Expense.objects.create(
            agreement=agreement,
            line=line,
            day=day,
            amount=yuan(amount),
            text=text,
            entered_by=by.user,
            entered_at=clock.now(),
        )
        try:
            files.store(voucher, purpose="grants.voucher", by=by, owner=expense)
        except Refused as error:
            raise Refused(error.code, error._sentence, kind=error.kind, field="voucher", values=error.values) from error
    return expense


def strike(expense: Expense, *, by: Actor, reason: str) -> Expense:
    """The grantee takes a slip out; it stays on record."""
    with verb("strike", expense, by=by, note=reason):
        expense.reason = reason
    return expense


def disallow(expense: Expense, *, by: Actor, reason: str) -> Expense:
    """The office does not count it: the money is neither spent nor accounted for."""
    with verb("disallow", expense, by=by, note=reason):
        expense.reason = reason
    return expense


def allow(expense: Expense, *, by: Actor, reason: str) -> Expense:
    with act():
        verbs.lock(expense.agreement)
        with verb("allow", expense, by=by, note=reason):
            line = BudgetLine.objects.get(pk=expense.line_id)
            check_most(expense.amount, line.amount - spent_on(line))
            expense.reason = reason
    return expense


# ---- visits -------------------------------------------------------------------------------------------------
def plan_visit(agreement: Agreement, *, by: Actor, at: datetime, what: str) -> Visit:
    with verb("plan_visit", agreement, by=by, note=what):
        if at <= clock.now():
            raise Refused("grants.not_ahead", _("Give a moment that lies ahead."), field="at")
        return Visit.objects.create(agreement=agreement, at=at, what=what, planned_by=by.user)


def record_visit(
    visit: Visit, *, by: Actor, found: str, record: str, people_met: int | None = None, papers=()
) -> Visit:
    """Write down what was found; both sides read it, everybody the verdict."""
    with verb("record", visit, by=by):
        visit.found, visit.record, visit.people_met = found, record, people_met
        visit.held_by, visit.recorded_at = by.user, clock.now()
        for upload in papers:
            files.store(upload, purpose="grants.visit", by=by, owner=visit)
    return visit


def call_off_visit(visit: Visit, *, by: Actor, reason: str) -> Visit:
    with verb("call_off", visit, by=by, note=reason):
        visit.reason = reason
    return visit


# ---- what others give -------------------------------------------------------------------------------------
def tell_contribution(
    agreement: Agreement, *, by: Actor, kind: str, source: str, what: str = "", people: int | None = None,
    hours: Decimal | None = None, amount: Decimal | None = None,
) -> Contribution:  # fmt: skip
    """Say what volunteers, givers of things, other funders give to the project."""
    with verb("tell_contribution", agreement, by=by, note=source):
        return Contribution.objects.create(
            agreement=agreement, kind=kind, source=source, what=what, people=people, hours=hours, amount=amount, told_by=by.user,
            told_at=clock.now(),
        )  # fmt: skip


def take_back_contribution(contribution: Contribution, *, by: Actor) -> Contribution:
    with verb("take_back", contribution, by=by):
        pass
    return contribution
