"""What this room adds to other pages, and what waits for whom."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.actors import ANONYMOUS
from marketplace.core.registry import DeskEntry, Section, desk, rests_on, slot
from orgs.states import Role

from . import queries, slots_lineage  # noqa: F401  (its slots)
from .models import Entry, Fund
from .states import PUBLIC, FundKind, FundState


@slot("home", order=20)
def money(_page, actor):
    """Home: of every hundred yuan, how many are paid, committed, free; and the same figures by kind of fund."""
    funds = list(Fund.objects.visible_to(ANONYMOUS))
    total, kinds = queries.by_kind(funds)
    if not total.came_in:
        return None
    parts = hundredths([total.paid, total.committed, total.free])
    rows = [
        {"key": "paid", "label": _("paid after acceptance"), "coins": parts[0], "amount": total.paid},
        {"key": "contract", "label": _("promised, still being done"), "coins": parts[1], "amount": total.committed},
        {"key": "free", "label": _("not promised yet"), "coins": parts[2], "amount": total.free},
    ]
    coins = [
        (n % 10 * 20 + 11, n // 10 * 20 + 11, row["key"])
        for n, row in enumerate(r for r in rows for _c in range(r["coins"]))
    ]
    whole = total.paid + total.committed + total.free
    return Section(
        "funds/home_money.html",
        {
            "rows": rows,
            "coins": coins,
            "whole": whole,
            "entries": Entry.objects.count(),
            "total": total,
            "kinds": [{"label": FundKind(kind).label, "kind": kind, "n": n, "figures": f} for kind, n, f in kinds],
        },
    )


@slot("desk.ways", order=25)
def ways(_page, actor):
    """On the desk of officers: the funds and their ledger."""
    if not actor.is_officer:
        return None
    return Section("", {"rows": [{"url": reverse("funds:list"), "text": _("Funds and ledger")}]})


def hundredths(amounts) -> list[int]:
    """Shares of a hundred by largest remainder: they add up to 100 (all zero when there is nothing)."""
    whole = sum(amounts)
    if not whole:
        return [0] * len(amounts)
    exact = [Decimal(100) * a / whole for a in amounts]
    parts = [int(e) for e in exact]
    for n in sorted(range(len(exact)), key=lambda k: parts[k] - exact[k])[: 100 - sum(parts)]:
        parts[n] += 1
    return parts


@desk
def waiting(actor):
    """Drafted funds wait for the leader."""
    offices = actor.bodies("office", Role.LEADER)
    if not offices:
        return
    for fund in Fund.objects.filter(state=FundState.DRAFT, office_id__in=offices):
        yield DeskEntry(
            fund.code, _("fund"), _("Check the fund and put it in force"), fund.name, fund.get_absolute_url(), _("check"),
            tone="wait", state=fund.get_state_display(),
        )  # fmt: skip


@rests_on("orgs.office")
def funds_of_the_office(office):
    return Fund.objects.filter(office=office, state__in=PUBLIC).exists()


@rests_on("orgs.community")
def funds_for_the_community(community):
    return Fund.objects.filter(communities=community, state__in=PUBLIC).exists()
