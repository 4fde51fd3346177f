"""Verbs of funds: their life, and every way money moves in the books."""

import re
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, verbs
from marketplace.core.money import MAX_YUAN, ZERO, figures, yuan
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, verb

from .. import kinds, ledger, queries
from ..ledger import Posting, account
from ..models import Entry, Fund, Income
from ..states import LIVE, AccountKind, EntryKind, FundKind, FundState, IncomeSource
from .purposes import check_income, destined, note_income

SOURCE, FREE, COMMITMENT, PAID, TRANSFER = (
    AccountKind.SOURCE, AccountKind.FREE, AccountKind.COMMITMENT, AccountKind.PAID, AccountKind.TRANSFER,
)  # fmt: skip


# A fund's code stands in addresses and in the bytes of every entry, so it is plain and never changes.
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}", re.ASCII)
BAD_CODE = _("A code has up to 20 capital letters, digits and hyphens.")


# ---- the life of a fund ---------------------------------------------------------------------
def create_fund(*, by, communities=(), **fields) -> Fund:
    """Draft a fund. fields: columns of Fund but state and drafted_by."""
    if not CODE.fullmatch(fields["code"]):
        raise Refused("bad_code", BAD_CODE, field="code")
    if fields["kind"] == FundKind.MICRO:
        raise Refused("micro_by_application", _("A micro-fund is applied for: it has its own page."), field="kind")
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
def grant_budget(
    fund: Fund, *, by, amount: Decimal, text: str, key: str = "", source: str = IncomeSource.FISCAL, giver: str = "", purpose=None
) -> Entry:  # fmt: skip
    """Book a budget grant. giver: a body; purpose: of this fund, when the money came for nothing else."""
    return _money_in("grant_budget", EntryKind.GRANT, fund, amount, text, key, by, (source, giver, purpose))


def record_receipt(
    fund: Fund, *, by, amount: Decimal, text: str, key: str = "", source: str = IncomeSource.OTHER, giver: str = "", purpose=None
) -> Entry:  # fmt: skip
    """Book money that came in by hand (bank slip, cash). Neither text nor giver ever names a private person."""
    return _money_in("record_receipt", EntryKind.RECEIPT, fund, amount, text, key, by, (source, giver, purpose))


def _money_in(name, kind, fund, amount, text, key, by, known):
    _positive(amount)
    source, giver, purpose = known

    def lines():
        return [Posting(account(fund, SOURCE), -amount), Posting(account(fund, FREE), amount)]

    with act():
        check_income(fund, giver=giver, purpose=purpose)
        entry = _once(name, kind, fund, lines, amount, text, key, by, purpose=purpose)
        note_income(entry, fund, source=source, giver=giver, purpose=purpose)
    return entry


def _once(name, kind, fund, lines, amount, text, key, by, note="", cause=None, purpose=None) -> Entry:
    """Do the verb `name` and book its entry. A form that is sent twice (same key) books once and is told once.

    lines() is called when the fund is locked.
    """
    cause = cause or fund
    key = f"{name}:{fund.code}:{key[:64] or verbs.new_code()}"
    with act():
        verbs.lock(fund)
        refusal = verbs.table_of(fund).refusal(name, by, fund)
        if refusal:
            raise refusal
        if Entry.objects.filter(idempotency_key=key).exists():
            return ledger.post(kind, lines(), text=text, key=key, cause=cause, by=by, purpose=purpose)
        with verb(name, fund, by=by, note=note or figures(amount)):
            return ledger.post(kind, lines(), text=text, key=key, cause=cause, by=by, purpose=purpose)


# ---- promises and payments: called by the rooms that buy -------------------------------------
def commit(fund: Fund, amount: Decimal, *, cause, by) -> Entry:
    """Promise money to `cause` (a call, a contract).

    Raises:
        Refused: the fund is not active ("fund_not_active"), or not so much is free ("not_covered").
    """
    _positive(amount)
    with act():
        verbs.lock(fund)
        _takes_promises(fund, cause)
        destined(fund, cause, amount)
        lines = [Posting(account(fund, FREE), -amount), Posting(account(fund, COMMITMENT, cause), amount)]
        return _booked(EntryKind.COMMITMENT, lines, cause, _turn("commit", fund, cause), by)


def release(fund: Fund, *, cause, by, amount: Decimal | None = None) -> Entry | None:
    """Give back what was promised to `cause`: `amount`, or all that is left; None when nothing is left."""
    with act():
        verbs.lock(fund)
        amount = committed_for(fund, cause) if amount is None else yuan(amount)
        if not amount:
            return None
        _positive(amount)
        lines = [Posting(account(fund, COMMITMENT, cause), -amount), Posting(account(fund, FREE), amount)]
        return _booked(EntryKind.RELEASE, lines, cause, _turn("release", fund, cause), by)


def recommit(fund: Fund, *, old_cause, new_cause, amount: Decimal, by, part=False) -> Entry:
    """Move a promise from one cause to another (call to contract) in one entry; what is over becomes free again.

    part: what is over stays promised to the old cause (a round of which one award becomes an agreement).

    Raises:
        Refused: more than was promised and the fund is not active ("fund_not_active"), or not covered ("not_covered").
    """
    _positive(amount)
    amount = yuan(amount)
    with act():
        verbs.lock(fund)
        old = committed_for(fund, old_cause)
        if part:
            destined(fund, new_cause, ZERO)
            lines = [
                Posting(account(fund, COMMITMENT, old_cause), -amount),
                Posting(account(fund, COMMITMENT, new_cause), amount),
            ]
            return _booked(EntryKind.COMMITMENT, lines, new_cause, _turn("recommit", fund, new_cause), by)
        if amount > old:
            _takes_promises(fund, new_cause)
        destined(fund, new_cause, amount - old)
        lines = [Posting(account(fund, COMMITMENT, new_cause), amount)]
        if old:
            lines.insert(0, Posting(account(fund, COMMITMENT, old_cause), -old))
        if old != amount:
            lines.append(Posting(account(fund, FREE), old - amount))
        return _booked(EntryKind.COMMITMENT, lines, new_cause, _turn("recommit", fund, new_cause), by)


def pay(fund: Fund, amount: Decimal, *, cause, text: str, key: str, by) -> Entry:
    """Pay out of what was promised to `cause`. The same key pays once.

    Raises:
        Refused: beyond the promise ("not_covered").
    """
    _positive(amount)
    with act():
        verbs.lock(fund)
        lines = [Posting(account(fund, COMMITMENT, cause), -amount), Posting(account(fund, PAID), amount)]
        return _booked(EntryKind.PAYMENT, lines, cause, key, by, text)


def refund(fund: Fund, *, by, amount: Decimal, text: str, key: str = "", purpose=None, cause=None) -> Entry:
    """Money that was paid came back: it is free again, and bound again where it had been bound to `purpose`.

    cause: for what it had been paid, where a room above knows it: the very fen come back, what was paid last first.
    """
    _positive(amount)
    if purpose is None and fund.purposes.filter(bound=True).exists():
        raise Refused("purpose", _("Say for which purpose the money had been paid."), field="purpose")

    def lines():
        return [Posting(account(fund, PAID), -amount), Posting(account(fund, FREE), amount)]

    with act():
        if purpose is not None:
            check_income(fund, giver="-", purpose=purpose)
        entry = _once("refund", EntryKind.REFUND, fund, lines, amount, text, key, by, cause=cause, purpose=purpose)
        if purpose is not None:
            note_income(entry, fund, source=IncomeSource.BACK, purpose=purpose)
    return entry


def move_lines(fund: Fund, to: Fund, amount: Decimal) -> list:
    """The four lines of a transfer between two locked funds."""
    return [
        Posting(account(fund, FREE), -amount), Posting(account(fund, TRANSFER), amount),
        Posting(account(to, TRANSFER), -amount), Posting(account(to, FREE), amount),
    ]  # fmt: skip


def spend_at_once(fund: Fund, amount: Decimal, *, cause, text: str, key: str, by) -> Entry:
    """Promise and pay in one act, of a fund that is in force or frozen: a host's fee, money returned. For verbs of this room."""
    with act():
        verbs.lock(fund)
        destined(fund, cause, amount)
        promise = [Posting(account(fund, FREE), -amount), Posting(account(fund, COMMITMENT, cause), amount)]
        _booked(EntryKind.COMMITMENT, promise, cause, _turn("commit", fund, cause), by)
        return pay(fund, amount, cause=cause, text=text, key=key, by=by)


def correct(fund: Fund, *, by, number: int, reason: str) -> Entry:
    """Reverse an entry of this fund exactly, once. Payments and promises of other rooms are undone by their own verbs.

    Raises:
        Refused: unknown entry, reversed before, itself a reversal, money that is no longer there, or a transfer with a
            fund of another office or one that is not in force.
    """
    entry = Entry.objects.filter(number=number, lines__account__fund=fund).distinct().first()
    with act():
        funds = Fund.objects.filter(accounts__lines__entry=entry).distinct().order_by("pk") if entry else ()
        touched = [verbs.lock(one) for one in funds]
        return _reverse(fund, entry, touched, by, reason)


def _reverse(fund, entry, touched, by, reason) -> Entry:
    with verb("correct", fund, by=by, note=reason):
        if entry is None:
            raise Refused("no_such_entry", _("This fund has no entry of that number."), field="number")
        if any(one.office_id != fund.office_id or one.state not in LIVE for one in touched):
            raise Refused(
                "other_fund",
                _("This entry touches a fund of another office or one that is not in force: transfer the money back."),
                field="number",
                kind="when",
            )
        own = entry.cause_type_id == ContentType.objects.get_for_model(Fund).pk  # a gift is returned by its own verb
        if not own or entry.kind not in (EntryKind.GRANT, EntryKind.RECEIPT, EntryKind.TRANSFER, EntryKind.REFUND):
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
        _keep_bound(entry)
        return ledger.post(
            EntryKind.CORRECTION, lines, text=reason, key=f"correct:{entry.number}", cause=fund, by=by, reverses=entry
        )


def _keep_bound(entry):
    """What is taken back may not be money that is bound to another purpose."""
    from ..queries_purposes import available

    for income in Income.objects.filter(entry=entry).select_related("fund", "purpose"):
        amount = entry.lines.filter(account__fund=income.fund, account__kind=FREE, amount__gt=0).first()
        if amount is not None and amount.amount > available(income.fund, income.purpose):
            raise Refused(
                "bound", _("So much is not free any more, or it is bound to another purpose."), field="number", kind="when"
            )  # fmt: skip


def committed_for(fund: Fund, cause) -> Decimal:
    """What is promised to `cause` and not yet paid."""
    return queries.committed_for(fund, cause)


def _booked(kind, lines, cause, key, by, text=""):
    """The ledger is the record of it; the verb of the room that buys (publish a call, pay a milestone) is audited there."""
    return ledger.post(kind, lines, text=text or _number_of(cause), key=key, cause=cause, by=by)


def _number_of(cause) -> str:
    """What stands as text where nobody writes one: the number of the call or contract, the same in every language."""
    return str(getattr(cause, "number", "") or getattr(cause, "code", ""))


def _turn(act_name, fund, cause) -> str:
    """A cause may be promised money and released again and again: the n-th turn makes the key."""
    return f"{act_name}:{fund.code}:{ledger.label_of(cause)}:{queries.movements(fund, cause) + 1}"


def _takes_promises(fund, cause):
    """In force, of a kind that promises money to such a cause, its budget year not over and undecided."""
    if fund.state != FundState.ACTIVE:
        raise Refused("fund_not_active", _("The fund “%(name)s” takes no new promises: it is %(state)s."), kind="when",
                      values={"name": fund.name, "state": fund.get_state_display()})  # fmt: skip
    kind = kinds.of(fund)
    if not kind.buys and getattr(cause, "IS_PURCHASE", cause._meta.app_label != "funds"):
        raise Refused("does_not_buy", _("A fund of the kind “%(kind)s” does not pay for calls and contracts."),
                      values={"kind": fund.get_kind_display()})  # fmt: skip
    if kind.yearly and clock.today().year > fund.year:
        raise Refused("year_over", _("The budget year %(year)s of “%(name)s” is over: what is left of it has to be decided on first."), kind="when",
                      values={"year": fund.year, "name": fund.name})  # fmt: skip


def _positive(amount):
    if amount is None or yuan(amount) <= ZERO:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field="amount")
    if amount > MAX_YUAN:
        raise Refused(
            "too_much", _("An entry has at most %(most)s yuan."), field="amount", values={"most": figures(MAX_YUAN)}
        )
