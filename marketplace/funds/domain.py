"""Verbs of funds: their life, and every way money moves in the books."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import verbs
from marketplace.core.money import ZERO, figures, yuan
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, verb

from . import ledger, queries
from .ledger import Posting, account
from .models import Entry, Fund
from .states import AccountKind, EntryKind, FundState

SOURCE, FREE, COMMITMENT, PAID, TRANSFER = (
    AccountKind.SOURCE, AccountKind.FREE, AccountKind.COMMITMENT, AccountKind.PAID, AccountKind.TRANSFER,
)  # fmt: skip


# ---- the life of a fund ---------------------------------------------------------------------
def create_fund(*, by, communities=(), **fields) -> Fund:
    """Draft a fund. fields: columns of Fund but state and drafted_by."""
    fund = Fund(drafted_by=by.user, **fields)
    with creating(fund, by=by):
        fund.save()
        fund.communities.set(communities)
    return fund


def edit_fund(fund: Fund, *, by, communities=None, **fields) -> Fund:
    """Change a draft."""
    with verb("edit", fund, by=by):
        for name, value in fields.items():
            setattr(fund, name, value)
        if communities is not None:
            fund.communities.set(communities)
    return fund


def activate(fund: Fund, *, by) -> Fund:
    """The leader puts it in force (four eyes)."""
    with verb("activate", fund, by=by):
        fund.state_reason = ""
    return fund


def freeze(fund: Fund, *, by, reason: str) -> Fund:
    """No new promises; what is promised is still paid."""
    with verb("freeze", fund, by=by, public_note=reason):
        fund.state_reason = reason
    return fund


def unfreeze(fund: Fund, *, by) -> Fund:
    with verb("unfreeze", fund, by=by):
        fund.state_reason = ""
    return fund


def close(fund: Fund, *, by, reason: str) -> Fund:
    """End it; only when nothing is promised and nothing is free."""
    with verb("close", fund, by=by, public_note=reason):
        fund.state_reason = reason
    return fund


# ---- money in ----------------------------------------------------------------------------------
def grant_budget(fund: Fund, *, by, amount: Decimal, text: str, key: str = "") -> Entry:
    """Book a budget grant."""
    return _money_in("grant_budget", EntryKind.GRANT, fund, amount, text, key, by)


def record_receipt(fund: Fund, *, by, amount: Decimal, text: str, key: str = "") -> Entry:
    """Book money that came in by hand (bank slip, cash). The text never names a private person."""
    return _money_in("record_receipt", EntryKind.RECEIPT, fund, amount, text, key, by)


def _money_in(name, kind, fund, amount, text, key, by):
    _positive(amount)
    with verb(name, fund, by=by, note=figures(amount)):
        lines = [Posting(account(fund, SOURCE), -amount), Posting(account(fund, FREE), amount)]
        return ledger.post(kind, lines, text=text, key=key or f"{name}:{verbs.new_code()}", cause=fund, by=by)


# ---- promises and payments: called by the rooms that buy -------------------------------------
def commit(fund: Fund, amount: Decimal, *, cause, by) -> Entry:
    """Promise money to `cause` (a call, a contract).

    Raises:
        Refused: the fund is not active ("fund_not_active"), or not so much is free ("not_covered").
    """
    _positive(amount)
    with act():
        verbs.lock(fund)
        if fund.state != FundState.ACTIVE:
            raise Refused("fund_not_active", _("The fund “%(name)s” takes no new promises: it is %(state)s."), kind="when",
                          values={"name": fund.name, "state": fund.get_state_display()})  # fmt: skip
        lines = [Posting(account(fund, FREE), -amount), Posting(account(fund, COMMITMENT, cause), amount)]
        return _booked(
            EntryKind.COMMITMENT, fund, lines, cause, f"commit:{ledger.label_of(cause)}:{_turn(fund, cause)}", by
        )


def release(fund: Fund, *, cause, by, amount: Decimal | None = None) -> Entry | None:
    """Give back what was promised to `cause`: `amount`, or all that is left; None when nothing is left."""
    with act():
        verbs.lock(fund)
        amount = committed_for(fund, cause) if amount is None else yuan(amount)
        if not amount:
            return None
        _positive(amount)
        lines = [Posting(account(fund, COMMITMENT, cause), -amount), Posting(account(fund, FREE), amount)]
        return _booked(
            EntryKind.RELEASE, fund, lines, cause, f"release:{ledger.label_of(cause)}:{_turn(fund, cause)}", by
        )


def recommit(fund: Fund, *, old_cause, new_cause, amount: Decimal, by) -> Entry:
    """Move a promise from one cause to another (call to contract) in one entry; what is over becomes free again."""
    _positive(amount)
    with act():
        verbs.lock(fund)
        old = committed_for(fund, old_cause)
        lines = [
            Posting(account(fund, COMMITMENT, old_cause), -old),
            Posting(account(fund, COMMITMENT, new_cause), amount),
        ]
        if old != amount:
            lines.append(Posting(account(fund, FREE), old - amount))
        return _booked(EntryKind.COMMITMENT, fund, lines, new_cause, f"recommit:{ledger.label_of(new_cause)}", by)


def pay(fund: Fund, amount: Decimal, *, cause, text: str, key: str, by) -> Entry:
    """Pay out of what was promised to `cause`. The same key pays once.

    Raises:
        Refused: beyond the promise ("not_covered").
    """
    _positive(amount)
    with act():
        verbs.lock(fund)
        lines = [Posting(account(fund, COMMITMENT, cause), -amount), Posting(account(fund, PAID), amount)]
        return _booked(EntryKind.PAYMENT, fund, lines, cause, key, by, text)


def refund(fund: Fund, *, by, amount: Decimal, text: str, key: str = "") -> Entry:
    """Money that was paid came back: it is free again."""
    _positive(amount)
    with verb("refund", fund, by=by, note=figures(amount)):
        lines = [Posting(account(fund, PAID), -amount), Posting(account(fund, FREE), amount)]
        return ledger.post(
            EntryKind.REFUND, lines, text=text, key=key or f"refund:{verbs.new_code()}", cause=fund, by=by
        )


def transfer(fund: Fund, *, by, to: Fund, amount: Decimal, text: str, key: str = "") -> Entry:
    """Move free money to another fund (the leader decides; fresh second factor)."""
    _positive(amount)
    if to.pk == fund.pk:
        raise Refused("same_fund", _("Choose another fund."), field="to")
    with act():
        for one in sorted((fund, to), key=lambda f: f.pk):
            verbs.lock(one)
        if to.state != FundState.ACTIVE:
            raise Refused("fund_not_active", _("The fund “%(name)s” takes no money now: it is %(state)s."), kind="when", field="to",
                          values={"name": to.name, "state": to.get_state_display()})  # fmt: skip
        with verb("transfer", fund, by=by, note=f"{to.code} {figures(amount)}"):
            lines = [
                Posting(account(fund, FREE), -amount), Posting(account(fund, TRANSFER), amount),
                Posting(account(to, TRANSFER), -amount), Posting(account(to, FREE), amount),
            ]  # fmt: skip
            return ledger.post(
                EntryKind.TRANSFER, lines, text=text, key=key or f"transfer:{verbs.new_code()}", cause=fund, by=by
            )


def correct(fund: Fund, *, by, number: int, reason: str) -> Entry:
    """Reverse an entry of this fund exactly, once. Payments and promises of other rooms are undone by their own verbs.

    Raises:
        Refused: unknown entry, reversed before, itself a reversal, or money that is no longer there.
    """
    with verb("correct", fund, by=by, note=reason):
        entry = Entry.objects.filter(number=number, lines__account__fund=fund).distinct().first()
        if entry is None:
            raise Refused("no_such_entry", _("This fund has no entry of that number."), field="number")
        if entry.kind not in (EntryKind.GRANT, EntryKind.RECEIPT, EntryKind.TRANSFER, EntryKind.REFUND):
            raise Refused(
                "not_corrected_here",
                _("Promises and payments are undone where they were made, not here."),
                field="number",
            )
        if Entry.objects.filter(reverses=entry).exists():
            raise Refused("reversed_before", _("This entry was reversed already."), field="number", kind="when")
        lines = [
            Posting(row.account, -row.amount)
            for row in entry.lines.select_related("account__fund").order_by("position")
        ]
        return ledger.post(
            EntryKind.CORRECTION, lines, text=reason, key=f"correct:{entry.number}", cause=fund, by=by, reverses=entry
        )


def committed_for(fund: Fund, cause) -> Decimal:
    """What is promised to `cause` and not yet paid."""
    return queries.committed_for(fund, cause)


def _booked(kind, fund, lines, cause, key, by, text=""):
    return ledger.post(kind, lines, text=text or _default_text(kind, cause), key=key, cause=cause, by=by)


def _default_text(kind, cause) -> str:
    number = getattr(cause, "number", "") or getattr(cause, "code", "")
    return f"{kind.value} {number}".strip()


def _turn(fund, cause) -> int:
    """A cause may be promised money and released again and again: the n-th turn makes the key."""
    return queries.movements(fund, cause) + 1


def _positive(amount):
    if amount is None or yuan(amount) <= ZERO:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field="amount")
