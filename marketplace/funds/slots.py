"""What this room adds to other pages, and what waits for whom."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.actors import ANONYMOUS
from marketplace.core.registry import DeskEntry, Section, desk, rests_on, slot
from orgs.states import Role

from . import queries, queries_lives, slots_lineage  # noqa: F401  (its slots)
from .kinds import HOSTED
from .models import (
    CarryOver,
    Entry,
    Fund,
    FundApplication,
    IncentiveRound,
    MicroFund,
    Plan,
    RuleFigure,
    Steward,
    Transfer,
)
from .rules import HOST_ROLES
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
    """On the desk of officers: the funds and their ledger; of those who decide about a fund or keep one: their funds."""
    rows = [{"url": reverse("funds:list"), "text": _("Funds and ledger")}] if actor.is_officer else []
    if _keeps(actor) or Steward.objects.on().filter(user_id__in=actor.keys).exists():
        rows.append({"url": reverse("funds:desk"), "text": _("My funds")})
    return Section("", {"rows": rows}) if rows else None


def _keeps(actor):
    if actor.bodies("office", Role.FINANCE, Role.LEADER):
        return True
    hosts = actor.bodies("organisation", Role.OWNER, Role.ORG_FINANCE)
    return bool(hosts) and Fund.objects.filter(host_id__in=hosts, kind__in=HOSTED).exists()


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
    for fund in Fund.objects.filter(state=FundState.DRAFT, office_id__in=offices).exclude(kind=FundKind.MICRO):
        yield DeskEntry(
            fund.code, _("fund"), _("Check the fund and put it in force"), fund.name, fund.get_absolute_url(), _("check"),
            tone="wait", state=fund.get_state_display(),
        )  # fmt: skip


def _entry(number, kind, what, about, obj, label, tone="wait"):
    return DeskEntry(number, kind, what, about, obj.get_absolute_url(), label, tone=tone, state=obj.get_state_display())


@desk
def waiting_lives(actor):
    """Micro-funds for the leader, the host and the applicant."""
    leads = actor.bodies("office", Role.LEADER)
    hosts = actor.bodies("organisation", Role.OWNER, own=True)
    kind = _("micro-fund")
    if leads:
        for row in MicroFund.objects.filter(office_id__in=leads, state="applied").exclude(
            applied_by_id__in=actor.all_eyes
        ):
            yield _entry(row.number, kind, _("Check the application for a micro-fund"), row.name, row, _("check"))
        for row in MicroFund.objects.filter(office_id__in=leads, state="approved"):
            yield _entry(row.number, kind, _("Put it in force once its stewards are seated"), row.name, row, _("open"))
        for row in MicroFund.objects.filter(office_id__in=leads, state__in=("warned", "winding_up")):
            yield _entry(
                row.number,
                kind,
                _("Decide what becomes of it"),
                row.name,
                row,
                pgettext_lazy("funds", "decide"),
                tone="due",
            )
    if hosts:
        for row in MicroFund.objects.filter(host_id__in=hosts, agreed_at=None, state__in=("applied", "approved")):
            yield _entry(row.number, kind, _("Sign the host agreement"), row.name, row, _("sign"))
    if actor.is_known:
        for row in MicroFund.objects.filter(applied_by_id__in=actor.keys, state="returned"):
            yield _entry(row.number, kind, _("Correct your application"), row.name, row, _("correct"))


@desk
def waiting_applications(actor):
    """Applications: an opinion or a decision of a steward, a payment of the keeper, a report of whoever asked."""
    if not actor.is_known:
        return
    kind, rows = _("application to a fund"), FundApplication.objects.select_related("fund")
    sits = list(
        Steward.objects.on().filter(user_id__in=actor.keys).exclude(seat="SUPERVISOR").values_list("fund_id", flat=True)
    )
    if sits:
        own = FundApplication.objects.filter(opinions__steward__user_id__in=actor.keys).values("pk")
        for row in rows.filter(fund_id__in=sits, state="asked").exclude(pk__in=own).exclude(asked_by_id__in=actor.keys):
            yield _entry(row.number, kind, _("Give your opinion"), row.fund.name, row, _("read"))
        for row in rows.filter(fund_id__in=sits, state="reported"):
            yield _entry(row.number, kind, _("Read the report"), row.fund.name, row, _("read"))
    hosts = actor.bodies("organisation", Role.OWNER, Role.ORG_FINANCE)
    offices = actor.bodies("office", Role.FINANCE)
    if hosts or offices:
        kept = rows.filter(fund__host_id__in=hosts, fund__kind__in=HOSTED) | rows.filter(fund__office_id__in=offices)
        for row in kept.filter(state="approved").exclude(decided_by_id__in=actor.all_eyes):
            yield _entry(row.number, kind, _("Pay against evidence"), row.fund.name, row, _("pay"))
    for row in rows.filter(asked_by_id__in=actor.keys, state="paid"):
        yield _entry(row.number, kind, _("Report what it was used for"), row.fund.name, row, _("report"))


@desk
def waiting_decisions(actor):
    """What needs a second person: transfers, year ends, plans, rounds, rule figures."""
    leads, pays = actor.bodies("office", Role.LEADER), actor.bodies("office", Role.FINANCE)
    boards = actor.bodies("organisation", Role.OWNER)
    if boards or leads:
        own = FundKind.COMMUNITY_FOUNDATION
        rows = (
            Transfer.objects.filter(state="proposed")
            .select_related("fund", "to")
            .exclude(proposed_by_id__in=actor.all_eyes)
        )
        for row in rows.filter(fund__host_id__in=boards, fund__kind=own) | rows.filter(
            fund__office_id__in=leads
        ).exclude(fund__kind=own):
            yield _entry(
                row.number,
                _("transfer"),
                _("Decide as the second person"),
                row.text,
                row,
                pgettext_lazy("funds", "decide"),
            )
    if leads:
        for row in (
            CarryOver.objects.filter(state="proposed", fund__office_id__in=leads)
            .select_related("fund")
            .exclude(proposed_by_id__in=actor.all_eyes)
        ):
            yield _entry(
                row.number,
                _("end of a budget year"),
                _("Decide as the second person"),
                row.fund.name,
                row,
                pgettext_lazy("funds", "decide"),
            )
        for row in (
            Plan.objects.filter(state="in_review", fund__office_id__in=leads)
            .select_related("fund")
            .exclude(drafted_by_id__in=actor.all_eyes)
        ):
            yield _entry(
                f"{row.fund.code} {row.year}",
                _("allocation plan"),
                _("Check the plan and put it in force"),
                row.fund.name,
                row,
                _("check"),
            )
        for row in IncentiveRound.objects.filter(state="in_review", fund__office_id__in=leads).exclude(
            drafted_by_id__in=actor.all_eyes
        ):
            yield _entry(
                row.number,
                _("incentive round"),
                _("Decide the shares"),
                row.title,
                row,
                pgettext_lazy("funds", "decide"),
            )
        for row in RuleFigure.objects.filter(state="draft").exclude(drafted_by_id__in=actor.all_eyes):
            yield _entry(row.key, _("rule figure"), _("Approve the figure"), str(row), row, _("check"))
    if pays:
        for row in IncentiveRound.objects.filter(state="decided", fund__office_id__in=pays).exclude(
            decided_by_id__in=actor.all_eyes
        ):
            yield _entry(row.number, _("incentive round"), _("Pay the shares"), row.title, row, _("pay"))


@desk
def years_over(actor):
    """Budget years that are over: finance proposes what becomes of the rest, leaders see that it waits."""
    pays, leads = actor.bodies("office", Role.FINANCE), actor.bodies("office", Role.LEADER)
    hosts = actor.bodies("organisation", *HOST_ROLES)
    if not (pays or leads or hosts):
        return
    rows = queries_lives.years_to_end().exclude(carryovers__state="proposed")
    own = rows.filter(office_id__in={*pays, *leads}) | rows.filter(host_id__in=hosts, kind__in=HOSTED)
    for fund in own.distinct():
        proposes = fund.office_id in pays or fund.host_id in hosts
        yield DeskEntry(
            f"{fund.code} {fund.year}", _("end of a budget year"),
            _("Propose what becomes of the rest of the year") if proposes else _("Finance is to propose what becomes of the rest of the year"),
            fund.name, reverse("funds:new_carryover", args=[fund.code]) if proposes else fund.get_absolute_url(),
            _("propose") if proposes else _("look"), due=fund.year_ends_until, tone="due", state=fund.get_state_display(),
        )  # fmt: skip


@rests_on("orgs.office")
def funds_of_the_office(office):
    return Fund.objects.filter(office=office, state__in=PUBLIC).exists()


@rests_on("orgs.community")
def funds_for_the_community(community):
    return Fund.objects.filter(communities=community, state__in=PUBLIC).exists()
