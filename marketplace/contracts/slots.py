"""What this room adds to other rooms' pages, and what waits for whom."""

from collections import Counter
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.catalogue.states import PUBLIC as LIST_PUBLIC
from marketplace.core import charts, clock
from marketplace.core.pictures import kept_section, section
from marketplace.core.registry import DeskEntry, Section, desk, slot
from marketplace.tenders.models import Call
from orgs.incubation.others import Won, won
from orgs.passport import Entry, recorded
from orgs.states import Role

from .models import Contract, Milestone, Opinion
from .queries import late_total, prices_paid
from .states import PUBLIC, ContractState, Degree, MilestoneState


@slot("home.today", order=30)
def today(_page, actor):
    """Home: how many milestones are late, and how many contracts run."""
    late = late_total()
    running = Contract.objects.filter(state=ContractState.RUNNING).count()
    url = reverse("contracts:list")
    rows = [
        {"n": late, "text": ngettext("milestone is late", "milestones are late", late), "url": f"{url}?late=on", "soon": True},
        {"n": running, "text": ngettext("contract runs", "contracts run", running), "url": f"{url}?state=running", "soon": False},
    ]  # fmt: skip
    rows = [row for row in rows if row["n"]]
    return Section("", {"rows": rows}) if rows else None


@slot("tenders.call", order=60)
def contract_of_call(call, actor):
    """On a call's page: the contract it became, or the way to draw it up."""
    if call.state not in ("standstill", "concluded"):
        return None
    contract = Contract.objects.visible_to(actor).filter(call=call).select_related("organisation").first()
    may_draw = (
        contract is None and call.state == "standstill" and actor.has(Role.BUYER, body="office", body_id=call.office_id)
    )
    return (
        Section("contracts/slot_call.html", {"contract": contract, "call": call, "may_draw": may_draw})
        if contract or may_draw
        else None
    )


@slot("catalogue.item", order=40)
def prices_of_item(item, actor):
    """On an item's page: who delivered it at which price over time."""
    rows = list(prices_paid(item.code))
    points = [
        (timezone.localdate(row.contract.signed_at), row.unit_price, row.contract.get_absolute_url())
        for row in rows
        if row.contract.signed_at
    ]
    chart = charts.line(_("Unit price over time"), points, head=(_("Signed"), _("Unit price (yuan)")), key="prices")
    return Section("contracts/slot_item.html", {"rows": rows, "chart": chart, "item": item}) if rows else None


@slot("orgs.organisation", order=40)
def contracts_of_organisation(organisation, actor):
    """On an organisation's page: its signed contracts with what was paid and what is late."""
    rows = list(
        Contract.objects.filter(organisation=organisation, state__in=PUBLIC).with_figures().order_by("-id")[:20]
    )
    return Section("contracts/slot_organisation.html", {"rows": rows}) if rows else None


@won
def money_won(organisation_ids):
    """For incubation: what organisations won by contracts, from the day of signing."""
    rows = Contract.objects.filter(organisation_id__in=organisation_ids, state__in=PUBLIC, signed_at__isnull=False)
    rows = rows.order_by().values_list("organisation", "signed_at", "price")
    return [Won(key, timezone.localdate(at), price, "contract") for key, at, price in rows]


@recorded
def in_the_passport(organisation):
    """For its passport: contracts signed, kept, broken off."""
    words = {"running": _("Contract signed: %(title)s"), "closed": _("Contract kept: %(title)s")}
    found = []
    for row in Contract.objects.filter(organisation=organisation, state__in=PUBLIC, signed_at__isnull=False):
        over = row.state == ContractState.TERMINATED
        text = words.get(row.state, _("Contract broken off: %(title)s"))
        found.append(
            Entry(
                timezone.localdate(row.closed_at or row.signed_at), "refused" if over else "done", _("contract"),
                text % {"title": row.title}, row.state_reason if over else "", kind="contract", url=row.get_absolute_url(),
            )
        )  # fmt: skip
    return found


@recorded
def opinions_in_the_passport(organisation):
    """For its passport: what people served said about deliveries that are decided; counted by degree, never averaged, no texts."""
    rows = Opinion.objects.filter(
        milestone__contract__organisation=organisation, milestone__contract__state__in=PUBLIC, milestone__decided_at__isnull=False,
        milestone__state__in=[MilestoneState.ACCEPTED, MilestoneState.PAID],
    )  # fmt: skip
    found = {}
    for opinion in rows.select_related("milestone__contract").order_by("pk"):
        found.setdefault(opinion.milestone.contract, []).append(opinion)
    return [
        Entry(
            timezone.localdate(max(one.milestone.decided_at for one in given)), "done", _("opinions of people served"),
            ngettext("%(title)s: %(n)s person served has said what they think", "%(title)s: %(n)s people served have said what they think", len(given))
            % {"title": contract.title, "n": len(given)},
            _degrees(given), kind="opinions", url=contract.get_absolute_url(),
        )
        for contract, given in found.items()
    ]  # fmt: skip


def _degrees(given) -> str:
    counts = Counter(opinion.degree for opinion in given)
    return " · ".join(f"{degree.label} {counts[degree.value]}" for degree in Degree if counts[degree.value])


@slot("funds.fund", order=40)
def contracts_of_fund(fund, actor):
    """On a fund's page: contracts paid from it."""
    rows = list(Contract.objects.filter(fund=fund, state__in=PUBLIC).with_figures().order_by("-id")[:20])
    return Section("contracts/slot_organisation.html", {"rows": rows}) if rows else None


@slot("desk.ways", order=20)
def ways(_page, actor):
    """On the desk: all contracts of both sides."""
    if not actor.grants:
        return None
    return Section("", {"rows": [{"url": reverse("contracts:list"), "text": _("Contracts")}]})


@desk
def waiting(actor):
    """Contracts to draw up, signatures, deliveries, acceptances, payments, late milestones, contracts to close."""
    offices, organisations = actor.bodies("office"), actor.bodies("organisation")
    if not (offices or organisations):
        return
    yield from _awards(actor)
    yield from _contracts(actor, offices, organisations)
    yield from _closings(actor)
    yield from _milestones(actor, offices, organisations)


def _awards(actor):
    """Awards whose standstill is over."""
    offices = actor.bodies("office", Role.BUYER)
    calls = Call.objects.filter(office_id__in=offices, state="standstill", award__standstill_until__lt=clock.now())
    for call in calls if offices else ():
        yield DeskEntry(
            call.number,
            _("contract and delivery"),
            _("The standstill is over: draw up the contract"),
            call.title,
            reverse("contracts:draw", args=[call.code]),
            _("draw up"),
            tone="wait",
            state=call.get_state_display(),
        )


def _closings(actor):
    """Running contracts in which nothing is open."""
    offices = actor.bodies("office", Role.BUYER)
    settled = [MilestoneState.PAID, MilestoneState.DROPPED]
    open_ones = Milestone.objects.filter(contract=OuterRef("pk")).exclude(state__in=settled)
    rows = Contract.objects.filter(~Exists(open_ones), office_id__in=offices, state=ContractState.RUNNING)
    for contract in rows if offices else ():
        yield DeskEntry(
            contract.number,
            _("contract and delivery"),
            _("Everything is paid: close the contract"),
            contract.title,
            contract.get_absolute_url(),
            _("close"),
            tone="wait",
            state=contract.get_state_display(),
        )


def _contracts(actor, offices, organisations):
    rows = Contract.objects.filter(Q(office_id__in=offices) | Q(organisation_id__in=organisations)).filter(
        state__in=[ContractState.DRAFT, ContractState.OFFERED]
    ).select_related("document").prefetch_related("signatures")  # fmt: skip
    for contract in rows:
        signed = {
            s.side for s in contract.signatures.all() if contract.document and s.sha256 == contract.document.sha256
        }
        url = contract.get_absolute_url()
        if contract.state == ContractState.DRAFT and actor.has(Role.BUYER, body="office", body_id=contract.office_id):
            yield DeskEntry(
                contract.number,
                _("contract and delivery"),
                _("Check the text and offer it for signature"),
                contract.title,
                url,
                _("open"),
                tone="draft",
                state=contract.get_state_display(),
            )
        office_turn = actor.has(Role.LEADER, body="office", body_id=contract.office_id) and "OFFICE" not in signed
        own_turn = (
            actor.has(Role.OWNER, body="organisation", body_id=contract.organisation_id)
            and "ORGANISATION" not in signed
        )
        if contract.state == ContractState.OFFERED and (office_turn or own_turn):
            yield DeskEntry(
                contract.number,
                _("contract and delivery"),
                _("Sign the contract"),
                contract.title,
                url,
                _("sign"),
                tone="wait",
                state=contract.get_state_display(),
            )


def _milestones(actor, offices, organisations):
    rows = Milestone.objects.filter(
        Q(contract__office_id__in=offices) | Q(contract__organisation_id__in=organisations)
    ).exclude(state__in=[MilestoneState.PAID, MilestoneState.DROPPED]).select_related("contract")  # fmt: skip
    for milestone in rows:
        contract = milestone.contract
        if contract.state not in (ContractState.RUNNING, ContractState.TERMINATED):
            continue
        buys = actor.has(Role.BUYER, body="office", body_id=contract.office_id)
        pays = actor.has(Role.FINANCE, body="office", body_id=contract.office_id)
        delivers = actor.has(
            Role.OWNER,
            Role.BID_WRITER,
            Role.VOLUNTEER_COORDINATOR,
            body="organisation",
            body_id=contract.organisation_id,
        )
        what = None
        if milestone.state == MilestoneState.DELIVERED and buys:
            what, label, due = _("Delivered, waiting for acceptance"), _("accept"), None
        elif milestone.state == MilestoneState.ACCEPTED and pays:
            what, label, due = _("Accepted, waiting for payment"), _("pay"), None
        elif milestone.state in (MilestoneState.PLANNED, MilestoneState.RETURNED) and (
            delivers or (buys and milestone.is_late)
        ):
            what, label, due = (
                (_("Deliver the milestone") if delivers else _("The delivery is late")),
                _("open"),
                milestone.again_by or milestone.due,
            )
        if what:
            moment = timezone.make_aware(datetime.combine(due, time(17, 30))) if due else None
            tone = "due" if due and due < clock.today() else "open"
            yield DeskEntry(
                contract.number,
                _("contract and delivery"),
                what,
                f"{contract.title} · {milestone.title}",
                milestone.get_absolute_url(),
                label,
                due=moment,
                tone=tone,
                state=milestone.get_state_display(),
            )


@slot("catalogue.list", order=30)
def budget_of_list(purchase_list, actor):
    """On a purchase list's page: what is planned and signed, by category."""
    return section("list-budget", actor, purchase_list) if purchase_list.state in LIST_PUBLIC else None


@slot("tenders.calls", order=30)
def how_far_calls_came(_page, actor):
    """Under the list of calls: how many were opened, awarded, delivered."""
    return kept_section("calls")
