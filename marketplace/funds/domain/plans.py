"""Allocation plans: drafted line by line or from baselines, put in force by a second person."""

from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import ZERO, figures, from_fen, to_fen
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.models import Community

from .. import figures as dated
from .. import queries
from ..models import Fund, Plan, PlanLine
from ..queries_plans import label_of
from .shares import by_weight


def draft_plan(fund: Fund, *, by, year: int, basis: str = "") -> Plan:
    """Draft a plan of a year; lines of the plan in force are copied."""
    last = fund.plans.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    plan = Plan(fund=fund, year=year, version=last + 1, basis=basis, drafted_by=by.user)
    with creating(plan, by=by, verb="draft"):
        plan.save()
        before = fund.plans.filter(year=year, state="in_force").first()
        for line in before.lines.all() if before else ():
            PlanLine.objects.create(plan=plan, category=line.category, community=line.community, amount=line.amount)
    return plan


def set_line(plan: Plan, *, by, amount: Decimal, community=None, category: str = "") -> Plan:
    """Give a cell its amount; there is one line for each cell."""
    if amount is None or amount <= ZERO:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field="amount")
    with verb("set_line", plan, by=by):
        line = plan.lines.filter(category=category, community=community).first() or PlanLine(plan=plan, category=category, community=community)  # fmt: skip
        line.amount = amount
        line.save()
    return plan


def remove_line(plan: Plan, *, by, line: PlanLine) -> Plan:
    if line.plan_id != plan.pk:
        raise Refused("no_line", _("This is no line of this plan."), field="line")
    with verb("remove_line", plan, by=by, note=f"{label_of(line)} {figures(line.amount)}"):
        line.delete()
    return plan


def compute_baselines(plan: Plan, *, by, amount: Decimal) -> Plan:
    """Share `amount` among the office's communities: a fixed part alike, the rest by residents, exact to the fen.

    Raises:
        Refused: more than the fund has (field "amount"), or no community stands under the office.
    """
    with verb("baselines", plan, by=by, note=figures(amount)):
        places = list(Community.objects.filter(office=plan.fund.office).standing().order_by("code"))
        if not places:
            raise Refused("no_communities", _("The office has no communities."))
        there = queries.balances(plan.fund).came_in
        if not 0 < amount <= there:
            raise Refused("too_much", _("The fund has %(there)s yuan this year."), field="amount", values={"there": figures(there)})  # fmt: skip
        base = from_fen(int(to_fen(amount) * dated.share("BASE_SHARE")))
        alike = by_weight(base, [1] * len(places))
        people = by_weight(amount - base, [place.population or 1 for place in places])
        plan.lines.filter(category="", community__in=places).delete()
        PlanLine.objects.bulk_create(
            PlanLine(plan=plan, community=place, amount=one + more)
            for place, one, more in zip(places, alike, people, strict=True)
            if one + more
        )
    return plan


def submit_plan(plan: Plan, *, by) -> Plan:
    with verb("submit", plan, by=by):
        plan.state_reason = ""
    return plan


def return_plan(plan: Plan, *, by, reason: str) -> Plan:
    with verb("return", plan, by=by, note=reason):
        plan.state_reason = reason
    return plan


def decide_plan(plan: Plan, *, by) -> Plan:
    """Put it in force; the plan of the same year before it is replaced."""
    with verb("decide", plan, by=by):
        before = plan.fund.plans.filter(year=plan.year, state="in_force").exclude(pk=plan.pk).first()
        if before is not None:
            with verb("supersede", before, by=by):
                pass
        plan.decided_at = clock.now()
    return plan
