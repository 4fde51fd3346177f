"""Where a fund's money came from and what became of it, out of the ledger's lines: to the fen, for one reader.

Money in a fund is one pot: the ledger does not say which gift pays which promise, so nobody pretends to know.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery, Sum

from marketplace.contracts.models import Contract, Payment
from marketplace.core.money import ZERO
from marketplace.funds.models import Account, Line
from marketplace.funds.queries import free_balance
from marketplace.funds.queries_moved import moved_of
from marketplace.funds.states import AccountKind, EntryKind
from marketplace.tenders.models import Call

from .models import Outcome
from .states import PUBLIC


@dataclass
class Way:
    """One purpose: promised, of it under contract, of it paid, of it with a published outcome; who was served."""

    call: object = None
    contracts: list = field(default_factory=list)
    promised: Decimal = ZERO
    contracted: Decimal = ZERO
    paid: Decimal = ZERO
    told: Decimal = ZERO
    people: int = 0

    @property
    def amounts(self) -> tuple:
        return (self.promised, self.contracted, self.paid, self.told)


@dataclass(frozen=True)
class Flow:
    """sources: {kind: amount}, kinds of entries and "REFUND" for what came back; ways: largest first; hidden: what this reader
    may not see, as one; other: promised to what is neither call nor contract.

    The sources together are the ways, hidden, other, what is free and what was moved to other funds.
    """

    sources: dict
    ways: list
    hidden: Way
    other: Way
    free: Decimal
    moved: Decimal

    @property
    def whole(self) -> Decimal:
        return sum(self.sources.values(), ZERO)


def flow_of(fund, actor) -> Flow:
    """Read in a constant number of queries."""
    sources, free, moved = _in_and_out(fund)
    promised, paid = _promises(fund), _paid(fund)
    kinds = ContentType.objects.get_for_models(Call, Contract)
    call_kind, contract_kind = kinds[Call].pk, kinds[Contract].pk
    keys = {pk for kind, pk in promised.keys() | paid.keys() if kind == contract_kind}
    contracts = Contract.objects.visible_to(actor).select_related("call", "organisation").in_bulk(keys)
    calls = Call.objects.visible_to(actor).in_bulk(
        {pk for kind, pk in promised if kind == call_kind} | {c.call_id for c in contracts.values()}
    )
    told = _told(fund, contracts)
    ways, hidden, other = {}, Way(), Way()
    for kind, pk in sorted(promised.keys() | paid.keys(), key=str):
        left, out = promised.get((kind, pk), ZERO), paid.get((kind, pk), ZERO)
        if kind == contract_kind and pk in contracts and contracts[pk].call_id in calls:
            contract = contracts[pk]
            way = ways.setdefault(contract.call_id, Way(calls[contract.call_id]))
            way.contracts.append(contract)
            way.contracted += left + out
            way.told += told[pk][0]
            way.people += told[pk][1]
        elif kind == call_kind and pk in calls:
            way = ways.setdefault(pk, Way(calls[pk]))
        else:
            way = hidden if kind in (call_kind, contract_kind) else other
        way.promised += left + out
        way.paid += out
    found = [way for way in ways.values() if way.promised]
    return Flow(sources, sorted(found, key=lambda w: (-w.promised, w.call.pk)), hidden, other, free, moved)


def _in_and_out(fund):
    """({kind: came in}, free, moved to other funds). A reversal takes away from what it reverses."""
    sources, moved = defaultdict(lambda: ZERO), ZERO
    for row in moved_of(fund):
        if row.account == AccountKind.SOURCE:
            sources[row.meant] -= row.amount
        elif row.account == AccountKind.TRANSFER:
            sources[EntryKind.TRANSFER] -= row.back
            moved += row.out
        elif row.meant == EntryKind.REFUND:
            sources[EntryKind.REFUND] -= row.amount
    return {kind: amount for kind, amount in sources.items() if amount}, free_balance(fund), moved


def _promises(fund) -> dict:
    """{(content type, key): what is promised and not paid}."""
    newest = Line.objects.filter(account=OuterRef("pk")).order_by("-seq").values("balance")[:1]
    rows = Account.objects.filter(fund=fund, kind=AccountKind.COMMITMENT).annotate(left=Subquery(newest))
    return {(kind, pk): left for kind, pk, left in rows.values_list("cause_type_id", "cause_id", "left") if left}


def _paid(fund) -> dict:
    """{(content type, key): what was paid to it}; what came back is a source of its own."""
    rows = Line.objects.filter(account__fund=fund, account__kind=AccountKind.PAID).exclude(entry__kind=EntryKind.REFUND)
    rows = rows.exclude(entry__reverses__kind=EntryKind.REFUND)
    rows = rows.values_list("entry__cause_type", "entry__cause_id").annotate(Sum("amount")).order_by()
    return {(kind, pk): amount for kind, pk, amount in rows if amount}


def _told(fund, contracts) -> dict:
    """{contract: (paid with a published outcome, people served)}. The outcome of a whole contract stands for all of it."""
    published = Outcome.objects.filter(state__in=PUBLIC, contract__in=list(contracts))
    by_contract = defaultdict(dict)
    for contract, milestone, people in published.values_list("contract_id", "milestone_id", "people_served"):
        by_contract[contract][milestone] = people or 0
    found = defaultdict(lambda: (ZERO, 0))
    for contract, outcomes in by_contract.items():
        found[contract] = (ZERO, outcomes[None] if None in outcomes else sum(outcomes.values()))
    payments = Payment.objects.filter(milestone__contract__in=list(by_contract), milestone__contract__fund=fund)
    for contract, milestone, amount in payments.values_list("milestone__contract_id", "milestone_id", "amount"):
        outcomes, (told, people) = by_contract[contract], found[contract]
        if None in outcomes or milestone in outcomes:
            found[contract] = (told + amount, people)
    return found
