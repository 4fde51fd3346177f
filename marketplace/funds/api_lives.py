"""Kinds, micro-funds, grants, plans, transfers, rule figures and yearly reports as JSON: what the public pages show.

It adds to the router of `api.py`. Amounts are yuan as text with two places; who asked and for whom stands nowhere.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Schema

from marketplace.core.actors import ANONYMOUS

from . import kinds, queries_plans, reports
from .api import MOST, router
from .models import Fund, FundApplication, MicroFund, Plan, RuleFigure, Transfer
from .states import FundKind


class KindOut(Schema):
    """What a kind of fund may do; gives, takes: kinds with which it may exchange money."""

    kind: str
    name: str
    buys: bool
    yearly: bool
    plan_binds: bool
    performance: bool
    applications: bool
    hosted: bool
    gives: list[str]
    takes: list[str]
    rules: list[str]


class MicroOut(Schema):
    number: str
    fund: str | None
    state: str
    name_zh: str
    name_en: str
    community: str
    host: str
    host_fee_percent: str
    opening: str
    remainder_to: str
    url: str


class GrantOut(Schema):
    """One grant of a fund; group: whom it helps."""

    number: str
    fund: str
    state: str
    purpose: str | None
    group: str
    people: int
    community: str | None
    granted: str
    paid: str
    what_zh: str
    what_en: str
    decided_on: str
    reached: int | None
    url: str


class CellOut(Schema):
    community: str | None
    category: str
    planned: str
    committed: str
    paid: str
    free: str


class PlanOut(Schema):
    fund: str
    year: int
    version: int
    state: str
    cells: list[CellOut]
    outside_committed: str
    outside_paid: str
    url: str


class TransferOut(Schema):
    number: str
    fund: str
    to: str
    amount: str
    text: str
    entry: int
    url: str


class FigureOut(Schema):
    key: str
    value: str
    valid_from: str
    clause_zh: str
    clause_en: str
    local: bool


class RowOut(Schema):
    what: str
    amount: str


class ReportOut(Schema):
    fund: str
    year: int
    opening: str
    came_in: str
    from_others: str
    returned: str
    fees: str
    paid: str
    closing: str
    free: str
    promised: str
    sources: list[RowOut]
    payments: list[RowOut]
    entries: int


@router.get("/kinds", response=list[KindOut], summary="Kinds of funds and their rules")
def all_kinds(request):
    switches = ("buys", "yearly", "plan_binds", "performance", "applications", "hosted")
    return [
        {"kind": code, "name": str(FundKind(code).label), "gives": sorted(kind.gives), "takes": sorted(kind.takes),
         "rules": [str(line) for line in kind.says]} | {name: getattr(kind, name) for name in switches}
        for code, kind in kinds.KINDS.items()
    ]  # fmt: skip


@router.get("/microfunds", response=list[MicroOut], summary="Community micro-funds")
def microfunds(request):
    rows = MicroFund.objects.visible_to(ANONYMOUS).select_related("fund", "community", "host", "remainder_to")
    return [
        {"number": row.number, "fund": row.fund.code if row.fund_id else None, "state": row.state, "name_zh": row.name_zh,
         "name_en": row.name_en, "community": row.community.code, "host": row.host.code, "host_fee_percent": f"{row.host_fee:f}",
         "opening": str(row.opening), "remainder_to": row.remainder_to.code, "url": row.get_absolute_url()}
        for row in rows.order_by("pk")[:MOST]
    ]  # fmt: skip


@router.get("/applications", response=list[GrantOut], summary="Grants of funds, newest first")
def applications(request, fund: str = ""):
    rows = FundApplication.objects.visible_to(ANONYMOUS).select_related("fund", "purpose", "community")
    if fund:
        rows = rows.filter(fund__code=fund.replace("\x00", ""))
    return [
        {"number": row.number, "fund": row.fund.code, "state": row.state, "purpose": row.purpose.code if row.purpose_id else None,
         "group": row.group, "people": row.people, "community": row.community.code if row.community_id else None,
         "granted": str(row.granted), "paid": str(sum((p.amount for p in row.payments.all()), 0) or "0.00"),
         "what_zh": row.public_zh, "what_en": row.public_en, "decided_on": timezone.localtime(row.decided_at).date().isoformat(),
         "reached": row.reached, "url": row.get_absolute_url()}
        for row in rows.prefetch_related("payments").order_by("-pk")[:MOST]
    ]  # fmt: skip


@router.get("/plans", response=list[PlanOut], summary="Allocation plans in force")
def plans(request):
    rows = Plan.objects.visible_to(ANONYMOUS).filter(state="in_force").select_related("fund")
    return [_plan(row) for row in rows.order_by("fund__code", "-year")[:50]]


def _plan(row) -> dict:
    table = queries_plans.table(row)
    cells = [
        {"community": cell.line.community.code if cell.line.community_id else None, "category": cell.line.category}
        | {name: str(getattr(cell, name)) for name in ("planned", "committed", "paid", "free")}
        for cell in table.rows
    ]
    return {
        "fund": row.fund.code, "year": row.year, "version": row.version, "state": row.state, "cells": cells,
        "outside_committed": str(table.outside.committed), "outside_paid": str(table.outside.paid), "url": row.get_absolute_url(),
    }  # fmt: skip


@router.get("/transfers", response=list[TransferOut], summary="Transfers between funds, newest first")
def transfers(request):
    rows = Transfer.objects.visible_to(ANONYMOUS).select_related("fund", "to", "entry").order_by("-pk")[:MOST]
    return [
        {"number": row.number, "fund": row.fund.code, "to": row.to.code, "amount": str(row.amount), "text": row.text,
         "entry": row.entry.number, "url": row.get_absolute_url()}
        for row in rows
    ]  # fmt: skip


@router.get("/figures", response=list[FigureOut], summary="Rule figures of the funds, dated")
def figures(request):
    rows = RuleFigure.objects.visible_to(ANONYMOUS).order_by("key", "-valid_from")
    return [
        {"key": row.key, "value": f"{row.value:f}", "valid_from": row.valid_from.isoformat(), "clause_zh": row.clause_zh,
         "clause_en": row.clause_en, "local": row.local}
        for row in rows
    ]  # fmt: skip


@router.get("/funds/{code}/report/{year}", response=ReportOut, summary="A fund's calendar year")
def report(request, code: str, year: int):
    rows = Fund.objects.visible_to(ANONYMOUS).select_related("office", "host")
    fund = get_object_or_404(rows, code=code.replace("\x00", ""))
    if not 1900 <= year <= 2200:
        raise Http404
    one = reports.year_of(fund, year)
    sums = ("opening", "came_in", "from_others", "returned", "fees", "paid", "closing", "free", "promised")
    return {name: str(getattr(one, name)) for name in sums} | {
        "fund": fund.code, "year": year, "entries": one.entries,
        "sources": [{"what": what, "amount": str(amount)} for what, amount in one.sources],
        "payments": [{"what": what, "amount": str(amount)} for what, amount in one.payments],
    }  # fmt: skip
