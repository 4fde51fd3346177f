"""Reads of the lineage: what a receipt became, what something is paid from. Runs of fen, cut where they overlap."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType

from marketplace.core.money import ZERO, from_fen

from .models import Allocation, Holding
from .queries import _readable
from .states import AccountKind

NAMED = 20  # sources that are named one by one; of the others the sum is told


@dataclass(frozen=True)
class Share:
    """A part of a receipt: kind of account it lies in, for which cause (None: none, or hidden from this reader), in which fund."""

    kind: str
    fund: object
    cause: object
    amount: Decimal

    @property
    def label(self) -> str:
        return AccountKind(self.kind).label


@dataclass(frozen=True)
class Became:
    """What became of one receipt. gone: what was returned or taken back; purpose: the one to which it is bound.

    The shares and `gone` add up to `amount`.
    """

    amount: Decimal
    shares: list
    gone: Decimal
    purpose: object = None

    @property
    def causes(self) -> list:
        return [share.cause for share in self.shares if share.cause is not None]


@dataclass(frozen=True)
class Source:
    """A receipt or a grant, with what of it is meant here; purpose: the one to which it is bound."""

    entry: object
    amount: Decimal
    purpose: object = None


@dataclass
class PaidFrom:
    """What something is paid from. by_kind: {stream kind: (number of sources, amount)}; named: the first sources; more: how many others."""

    paid: Decimal = ZERO
    promised: Decimal = ZERO
    by_kind: dict = field(default_factory=dict)
    named: list = field(default_factory=list)
    more: int = 0

    @property
    def whole(self) -> Decimal:
        return self.paid + self.promised

    @property
    def rest(self) -> Decimal:
        """What comes from sources that are not named."""
        return self.whole - sum((source.amount for source in self.named), ZERO)


def became(entry, actor) -> Became | None:
    """Where the money of a receipt is now; None: the entry brought none."""
    runs = list(Allocation.objects.filter(entry=entry, from_account=None).select_related("stream__purpose"))
    if not runs:
        return None
    sums, whole = defaultdict(int), 0
    for run in runs:
        whole += run.stop - run.start
        held = Holding.objects.filter(stream=run.stream_id, start__lt=run.stop, stop__gt=run.start)
        for one in held.select_related("account__fund"):
            start, stop = max(one.start, run.start), min(one.stop, run.stop)
            account = one.account
            if account.kind != AccountKind.PAID:
                sums[account.kind, account.fund, account.cause_type_id, account.cause_id] += stop - start
                continue
            for (kind, pk), fen in _for_whom([account.pk], run.stream_id, start, stop).items():
                sums[account.kind, account.fund, kind, pk] += fen
    causes = _causes({(kind, pk) for _what, _fund, kind, pk in sums}, actor)
    order = list(AccountKind.values)
    shares = [Share(what, fund, causes.get((kind, pk)), from_fen(fen)) for (what, fund, kind, pk), fen in sums.items()]
    shares.sort(key=lambda share: (-order.index(share.kind), -share.amount))
    return Became(from_fen(whole), shares, from_fen(whole - sum(sums.values())), runs[0].stream.purpose)


def _for_whom(accounts, stream: int, start: int, stop: int) -> dict:
    """{(type, key) of the cause: fen} of a run that lies in PAID: the last payment that brought each fen there says for what."""
    rows = Allocation.objects.filter(to_account__in=accounts, stream=stream, start__lt=stop, stop__gt=start)
    rows = rows.order_by("-pk").values_list("start", "stop", "from_account__cause_type", "from_account__cause_id")
    found, open_runs = defaultdict(int), [(start, stop)]
    for first, last, kind, pk in rows.iterator():
        left = []
        for a, b in open_runs:
            low, high = max(a, first), min(b, last)
            if low >= high:
                left.append((a, b))
                continue
            found[kind, pk] += high - low
            left += [run for run in ((a, low), (high, b)) if run[0] < run[1]]
        open_runs = left
        if not open_runs:
            break
    return found


def _causes(keys, actor) -> dict:
    """{(type, key): object} of what this reader may see."""
    wanted = defaultdict(set)
    for kind, pk in keys:
        if kind is not None:
            wanted[kind].add(pk)
    return {(kind, pk): obj for kind, pks in wanted.items() for pk, obj in _readable(kind, pks, actor).items()}


def paid_from(cause) -> PaidFrom | None:
    """Which receipts a contract or a call is paid from; None: nothing was promised to it."""
    kind = ContentType.objects.get_for_model(cause)
    mine = {"cause_type": kind, "cause_id": cause.pk}
    found, runs = PaidFrom(), []
    for one in Holding.objects.filter(**{f"account__{name}": value for name, value in mine.items()}):
        runs.append((one.stream_id, one.start, one.stop))
        found.promised += from_fen(one.stop - one.start)
    paid = Allocation.objects.filter(**{f"from_account__{name}": value for name, value in mine.items()})
    for run in paid.filter(to_account__kind=AccountKind.PAID).order_by("pk"):
        for part in _still_paid(run):
            runs.append((run.stream_id, *part))
            found.paid += from_fen(part[1] - part[0])
    if not runs:
        return None
    _name_sources(found, runs)
    return found


def _still_paid(run) -> list:
    """The parts of a payment that have not come back since."""
    held = Holding.objects.filter(
        account=run.to_account_id, stream=run.stream_id, start__lt=run.stop, stop__gt=run.start
    )
    parts = [(max(one.start, run.start), min(one.stop, run.stop)) for one in held.order_by("start")]
    later = Allocation.objects.filter(
        pk__gt=run.pk, to_account=run.to_account_id, stream=run.stream_id, start__lt=run.stop, stop__gt=run.start
    )
    for first, last in later.values_list("start", "stop"):  # paid anew after it had come back
        parts = [cut for a, b in parts for cut in ((a, min(b, first)), (max(a, last), b)) if cut[0] < cut[1]]
    return parts


def _name_sources(found: PaidFrom, runs):
    """Count and name the sources of runs; each source once, however many of its runs there are."""
    amounts, kinds, counted = defaultdict(int), defaultdict(int), defaultdict(int)
    merged = defaultdict(list)
    for stream, start, stop in sorted(runs):
        if merged[stream] and merged[stream][-1][1] >= start:
            merged[stream][-1][1] = max(stop, merged[stream][-1][1])
        else:
            merged[stream].append([start, stop])
    entries, purposes = {}, {}
    for stream, parts in merged.items():
        for start, stop in parts:
            rows = Allocation.objects.filter(stream=stream, from_account=None, start__lt=stop, stop__gt=start)
            rows = rows.select_related("entry", "stream__fund", "stream__purpose").order_by("start")
            counted[stream] += rows.count()
            for row in rows[:NAMED]:
                entries[row.entry_id], purposes[row.entry_id] = row.entry, row.stream.purpose
                amounts[row.entry_id] += min(row.stop, stop) - max(row.start, start)
                kinds[stream] = row.stream.kind
    for stream, parts in merged.items():
        fen = sum(stop - start for start, stop in parts)
        number, amount = found.by_kind.get(kinds[stream], (0, ZERO))
        found.by_kind[kinds[stream]] = (number + counted[stream], amount + from_fen(fen))
    first = sorted(amounts)[:NAMED]
    found.named = [Source(entries[pk], from_fen(amounts[pk]), purposes[pk]) for pk in first]
    found.more = max(sum(counted.values()) - len(first), 0)
