"""The life of a micro-fund: applied for, agreed by its host, approved, active, idle, warned, wound up, closed."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb
from marketplace.core.words import iso_day

from .. import figures, ledger
from .. import rules_lives as rules
from ..ledger import Posting, account
from ..models import Fund, MicroFund
from ..states import AccountKind, EntryKind, FundKind, IncomeSource
from .books import activate, close, freeze, move_lines
from .purposes import note_income


def apply_micro_fund(*, by, **fields) -> MicroFund:
    """Apply for a micro-fund. fields: columns of MicroFund but state, number and what others fill in."""
    micro = MicroFund(applied_by=by.user, applied_at=clock.now(), number="", **fields)
    with creating(micro, by=by, verb="apply"):
        micro.number = f"MF{next_number('MICRO')}"
        micro.save()
    return micro


def resubmit_micro_fund(micro: MicroFund, *, by, **fields) -> MicroFund:
    """Correct a returned application and hand it in again."""
    with verb("resubmit", micro, by=by):
        for name, value in fields.items():
            setattr(micro, name, value)
        for need in (rules.opening_is_enough, rules.host_is_a_charity, rules.limits_in_order):
            values = need.failing(by, micro)
            if values is not None:
                clause = values.pop("clause", need.clause)
                raise Refused(need.code, need.sentence, clause=clause, field=need.field, values=values)
        micro.state_reason = ""
    return micro


def return_micro_fund(micro: MicroFund, *, by, reason: str) -> MicroFund:
    """Send an application back with reasons."""
    with verb("return", micro, by=by, note=reason):
        micro.state_reason = reason
    return micro


def refuse_micro_fund(micro: MicroFund, *, by, reason: str) -> MicroFund:
    with verb("refuse", micro, by=by, note=reason):
        micro.state_reason = reason
    return micro


def agree_to_host(micro: MicroFund, *, by, host_fee, file) -> MicroFund:
    """The host's owner signs: its fee as a share of what comes in, the signed agreement as a file.

    Raises:
        Refused: a fee above the highest one ("fee", field "host_fee"), or a file that is not accepted.
    """
    most = figures.in_force("FEE_MOST")
    if host_fee > most.value:
        raise Refused("fee", _("A host's fee is at most %(most)s %%."), field="host_fee", clause=most.clause,
                      values={"most": f"{most.value.normalize():f}"})  # fmt: skip
    with verb("agree", micro, by=by, public_note=f"{host_fee:f} %"):
        micro.agreement = files.store(file, purpose="funds.agreement", by=by, owner=micro)
        micro.host_fee, micro.agreed_at = host_fee, clock.now()
    return micro


def approve_micro_fund(micro: MicroFund, *, by, code: str) -> MicroFund:
    """Approve and open its books under a code: the fund is drafted, its stewards can be seated.

    Raises:
        Refused: also a code that is badly written or there already (field "code").
    """
    from .books import BAD_CODE, CODE

    if not CODE.fullmatch(code):
        raise Refused("bad_code", BAD_CODE, field="code")
    if Fund.objects.filter(code=code).exists():
        raise Refused("code_there", _("There is a fund of this code already."), field="code")
    with verb("approve", micro, by=by):
        fund = Fund(
            code=code, kind=FundKind.MICRO, name_zh=micro.name_zh, name_en=micro.name_en, office=micro.office,
            host=micro.host, year=clock.today().year, purpose_zh=micro.purpose_zh, purpose_en=micro.purpose_en,
            rules_zh=micro.rules_zh, rules_en=micro.rules_en, least=micro.least, most=micro.most, asks_open=True,
            host_fee=micro.host_fee, drafted_by=micro.applied_by, provenance=micro.provenance,
        )  # fmt: skip
        with creating(fund, by=by, verb="found"):
            fund.save()
            fund.communities.set([micro.community])
        micro.fund, micro.state_reason = fund, ""
    return micro


def activate_micro_fund(micro: MicroFund, *, by) -> MicroFund:
    """Put it in force: the fund takes promises, the opening money is booked as its first receipt."""
    with verb("activate", micro, by=by):
        micro.activated_at = clock.now()
        micro.save()
        fund = activate(micro.fund, by=by)
        lines = [
            Posting(account(fund, AccountKind.SOURCE), -micro.opening),
            Posting(account(fund, AccountKind.FREE), micro.opening),
        ]
        key = f"opening:{fund.code}"
        entry = ledger.post(EntryKind.RECEIPT, lines, text=micro.number, key=key, cause=fund, by=by)
        note_income(entry, fund, source=IncomeSource.OPENING)
    return micro


def fall_idle(micro: MicroFund, *, by) -> MicroFund:
    """Nothing was spent for as long as the rule figure says."""
    with verb("fall_idle", micro, by=by):
        micro.idle_since = clock.today()
    return micro


def warn_micro_fund(micro: MicroFund, *, by) -> MicroFund:
    with verb("warn", micro, by=by):
        micro.warned_at = clock.today()
    return micro


def revive_micro_fund(micro: MicroFund, *, by) -> MicroFund:
    """Money was spent again."""
    with verb("revive", micro, by=by):
        micro.idle_since = micro.warned_at = None
    return micro


def ask_to_wind_up(micro: MicroFund, *, by, reason: str) -> MicroFund:
    """A steward asks in the name of the committee; the leader decides."""
    with verb("ask_to_wind_up", micro, by=by, public_note=reason):
        micro.end_asked_at, micro.state_reason = clock.now(), reason
    return micro


def wind_up(micro: MicroFund, *, by, reason: str) -> MicroFund:
    """No new promises from now on."""
    with verb("wind_up", micro, by=by, public_note=reason):
        micro.wound_up_at, micro.wound_up_by, micro.state_reason = clock.now(), by.user, reason
        micro.save()
        if micro.fund.state == "active":
            freeze(micro.fund, by=by, reason=reason)
    return micro


def hand_over_remainder(micro: MicroFund, *, by) -> MicroFund:
    """What is left goes to the fund that its rules name, bound to the same purposes as before."""
    from ..queries import free_balance
    from ..queries_purposes import figures_of

    with act():
        for one in sorted((micro.fund, micro.remainder_to), key=lambda fund: fund.pk):
            lock(one)
        with verb("hand_over", micro, by=by):
            fund, to = micro.fund, micro.remainder_to
            bound = [(row.purpose, row.left) for row in figures_of(fund) if row.left]
            rest = free_balance(fund) - sum(left for _purpose, left in bound)
            for n, (purpose, amount) in enumerate([*bound, (None, rest)], 1):
                if amount:
                    text = f"{fund.code} 终止，剩余资金转入 {to.code}"
                    entry = ledger.post(
                        EntryKind.TRANSFER, move_lines(fund, to, amount), text=text, key=f"remainder:{micro.number}:{n}",
                        cause=fund, by=by, purpose=purpose,
                    )  # fmt: skip
                    if purpose is not None:
                        note_income(entry, to, source=IncomeSource.OTHER, purpose=to.purposes.get(code=purpose.code))
    return micro


def close_micro_fund(micro: MicroFund, *, by) -> MicroFund:
    """The end: its books are empty."""
    with verb("close", micro, by=by):
        micro.closed_at = clock.now()
        micro.save()
        close(micro.fund, by=by, reason=micro.state_reason or iso_day(clock.today()))
    return micro
