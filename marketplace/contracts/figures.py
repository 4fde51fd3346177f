"""Figures for the pictures: what was planned and signed by category, how far calls came. Only what is public counts."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear

from marketplace.core.money import ZERO
from marketplace.tenders.models import Award, Call, CallLine
from marketplace.tenders.states import AWARDED, COMMITTED, CallState

from .models import ContractLine, Milestone
from .states import PUBLIC, MilestoneState

COLUMNS = (
    "call_id", "call__budget", "quantity", "item__reference_price", "item__category", "item__category_zh",
    "item__category_en", "item__purchase_list_id",
)  # fmt: skip


@dataclass
class Share:
    """A category: budgets of published calls, and what is signed, in yuan; how many calls have a line in it."""

    zh: str
    en: str
    budget: Decimal = ZERO
    signed: Decimal = ZERO
    calls: int = 0


def by_category(actor, *, purchase_list=None, office=None, year=None) -> list[Share]:
    """Budgets of calls by the category of what they buy, largest first. Two queries.

    Calls that are published and neither failed nor cancelled. A call that buys in several categories is shared out by
    what its lines cost at the reference price (equally where they cost nothing), to the fen; what is signed is the
    amount of the contract's lines.
    """
    calls = _published(actor, office, year).filter(state__in=COMMITTED).order_by().values("pk")
    lines = CallLine.objects.filter(call__in=calls).order_by("call_id", "pk")
    signed = ContractLine.objects.filter(contract__state__in=PUBLIC, contract__call__in=calls)
    if purchase_list is not None:
        lines = lines.filter(call__lines__item__purchase_list=purchase_list).distinct()
        signed = signed.filter(item__purchase_list=purchase_list)
    found: dict[str, Share] = {}
    by_call: dict = defaultdict(lambda: defaultdict(Decimal))
    for call, budget, quantity, price, category, zh, en, of in lines.values_list(*COLUMNS):
        counts = purchase_list is None or of == purchase_list.pk
        if counts:
            found.setdefault(category, Share(zh, en))
        by_call[call, budget][category, counts] += quantity * price
    for (_call, budget), weights in by_call.items():
        for (category, counts), amount in shared(budget, weights).items():
            if counts:
                found[category].budget += amount
                found[category].calls += 1
    sums = signed.values_list("item__category", "item__category_zh", "item__category_en").annotate(Sum("amount"))
    for category, zh, en, amount in sums.order_by():
        found.setdefault(category, Share(zh, en)).signed += amount
    return sorted(found.values(), key=lambda share: (-share.budget, share.zh))


def shared(whole: Decimal, weights: dict) -> dict:
    """A sum by weights, in whole fen that add up to it; odd fen go where most was cut off."""
    together = sum(weights.values())
    if not together:
        weights, together = dict.fromkeys(weights, Decimal(1)), Decimal(len(weights))
    fen = int(whole * 100)
    exact = {key: fen * weight / together for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    rest = fen - sum(parts.values())
    for key in sorted(parts, key=lambda key: (parts[key] - exact[key], str(key)))[:rest]:
        parts[key] += 1
    return {key: (Decimal(part) / 100).quantize(Decimal("0.01")) for key, part in parts.items()}


@dataclass(frozen=True)
class Way:
    """How far the calls of one office, published in one year, have come; and where the others are.

    published ≥ opened (with bids) ≥ awarded ≥ accepted. open: bids are still taken or wait for the opening; failed and
    cancelled: before it; stopped: failed or cancelled after it.
    """

    year: int
    office: object
    published: int
    opened: int
    awarded: int
    accepted: int
    open: int
    failed: int
    cancelled: int
    stopped: int


def ways_of_calls(actor, *, office=None, year=None) -> list[Way]:
    """By year and office, newest year first. Two queries.

    How many bids an open call has nobody knows: only calls count whose bids were opened. Awarded: the award is
    decided. Accepted: at least one delivery of its contract was accepted.
    """
    from orgs.models import Office

    done = [MilestoneState.ACCEPTED, MilestoneState.PAID]
    accepted = Milestone.objects.filter(contract__call=OuterRef("pk"), contract__state__in=PUBLIC, state__in=done)
    decided = Award.objects.filter(call=OuterRef("pk")).exclude(decided_at=None)
    rows = _published(actor, office, year).annotate(
        year=ExtractYear("published_at"), is_decided=Exists(decided), is_accepted=Exists(accepted)
    )
    opened, awarded = Q(opened_at__isnull=False), Q(state__in=AWARDED, is_decided=True)
    rows = rows.order_by().values("year", "office").annotate(
        n=Count("pk"),
        n_opened=Count("pk", filter=opened),
        n_awarded=Count("pk", filter=opened & awarded),
        n_accepted=Count("pk", filter=opened & awarded & Q(is_accepted=True)),
        n_open=Count("pk", filter=~opened & Q(state=CallState.OPEN)),
        n_failed=Count("pk", filter=~opened & Q(state=CallState.FAILED)),
        n_cancelled=Count("pk", filter=~opened & Q(state=CallState.CANCELLED)),
        n_stopped=Count("pk", filter=opened & Q(state__in=[CallState.FAILED, CallState.CANCELLED])),
    )  # fmt: skip
    rows = list(rows)
    offices = Office.objects.visible_to(actor).in_bulk({row["office"] for row in rows})
    found = [
        Way(
            row["year"], offices[row["office"]], row["n"], row["n_opened"], row["n_awarded"], row["n_accepted"],
            row["n_open"], row["n_failed"], row["n_cancelled"], row["n_stopped"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda way: (-way.year, way.office.code))


def _published(actor, office, year):
    """Calls that are out, also for readers who see drafts: a plan that nobody has published is no figure."""
    rows = (
        Call.objects.visible_to(actor)
        .exclude(published_at=None)
        .exclude(state__in=[CallState.DRAFT, CallState.IN_REVIEW])
    )
    if office is not None:
        rows = rows.filter(office=office)
    return rows.filter(published_at__year=year) if year else rows
