"""Pages of micro-funds, stewards, applications, plans, transfers, rounds, rule figures; the desk of those who keep funds."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from marketplace.core import pagecache
from marketplace.core.faces import url
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN
from marketplace.core.states import TABLES

from . import figures, kinds, queries, queries_lives, queries_plans, queries_purposes
from .forms_filters import ApplicationFilters, MicroFilters
from .models import CarryOver, Fund, FundApplication, IncentiveRound, MicroFund, Plan, RuleFigure, Steward, Transfer
from .queries_applications import reads_whole
from .states_figures import FigureKey


class MicroList(RoomList):
    """All micro-funds that the reader may see, also those applied for."""

    template_name = "funds/micro_list.html"
    filters = MicroFilters

    def rows(self, actor):
        return MicroFund.objects.visible_to(actor).select_related("fund", "community", "host").order_by("-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["page_obj"])
        sums = queries.balances_of([row.fund for row in rows if row.fund_id])
        for row in rows:
            row.figures = sums.get(row.fund_id)
        if not self.request.actor.is_known:
            pagecache.until(self.request)
        return context | {"rows": rows}


class MicroDetail(RoomDetail):
    template_name = "funds/micro.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return MicroFund.objects.visible_to(actor).select_related("fund", "community", "host", "office", "remainder_to")

    def get_context_data(self, **kwargs):
        micro = self.object
        living = micro.state in ("active", "idle", "warned")
        return super().get_context_data(
            micro=micro,
            rules=[line for line in micro.rules.splitlines() if line.strip()],
            seats=queries_lives.seat_words(micro.fund),
            idle_on=queries_lives.idle_on(micro) if living else None,
            end_on=queries_lives.to_wind_up_on(micro) if living else None,
            clause=figures.clause("IDLE_DAYS"),
            reads_papers=self.request.actor.is_known and micro.agreement_id,
            own=self.request.actor.is_person(micro.applied_by_id),
            **kwargs,
        )


def stewards(request, code):
    """Who decides about a fund's money: for everybody by seat and term, for those inside by name."""
    fund = get_object_or_404(Fund.objects.visible_to(request.actor).select_related("office", "host"), code=code)
    if not kinds.of(fund).applications:
        raise Http404
    named = set(Steward.objects.visible_to(request.actor).filter(fund=fund).values_list("pk", flat=True))
    rows = list(Steward.objects.filter(fund=fund).select_related("user", "fund").order_by("state", "seat", "pk"))
    for row in rows:
        row.shown = row.pk in named
        row.end_url = url(row, "end") if row.shown and row.state == "seated" else ""
    context = {"fund": fund, "rows": rows, "may_seat": _may_seat(request.actor, fund)}
    return TemplateResponse(request, "funds/stewards.html", context)


def _may_seat(actor, fund):
    from .rules_lives import seats_stewards

    return seats_stewards.test(actor, Steward(fund=fund))


class FundApplications(RoomList):
    """What was approved, for everybody; all that one may read, for those inside."""

    template_name = "funds/application_list.html"
    filters = ApplicationFilters
    bounded = True

    def rows(self, actor):
        rows = FundApplication.objects.visible_to(actor)
        return rows.select_related("fund", "purpose", "community").order_by("-pk")


class ApplicationDetail(RoomDetail):
    template_name = "funds/application.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return FundApplication.objects.visible_to(actor).select_related(
            "fund__office", "fund__host", "purpose", "community", "organisation"
        )

    def get_context_data(self, **kwargs):
        one, actor = self.object, self.request.actor
        whole = reads_whole(actor, one)
        opinions = list(one.opinions.select_related("steward"))
        return super().get_context_data(
            one=one, whole=whole, opinions=opinions,
            needed=one.fund.opinions or figures.number("OPINIONS_LEAST"),
            given=sum(not row.stepped_out for row in opinions),
            payments=list(one.payments.select_related("entry", "evidence")),
            left=queries.committed_for(one.fund, one),
            stages=_stages(one), own=actor.is_person(one.asked_by_id), **kwargs,
        )  # fmt: skip


def _stages(one):
    from .states_applications import ApplicationState as S

    way = (S.ASKED, S.APPROVED, S.PAID, S.REPORTED, S.CLOSED)
    if one.state not in way:
        return []
    place = way.index(one.state)
    at = {S.ASKED: one.asked_at, S.APPROVED: one.decided_at, S.PAID: one.paid_at, S.REPORTED: one.reported_at}
    return [
        {"label": S(state).label, "when": at.get(state) if n <= place else None,
         "state": "now" if n == place and state != S.CLOSED else "done" if n <= place else "next"}
        for n, state in enumerate(way)
    ]  # fmt: skip


def plan_in_force(request, code):
    """The plan in force, or the newest one that the reader may see."""
    fund = get_object_or_404(Fund.objects.visible_to(request.actor), code=code)
    plans = Plan.objects.visible_to(request.actor).filter(fund=fund)
    plan = plans.filter(state="in_force").first() or plans.first()
    if plan is None:
        raise Http404
    return redirect(plan.get_absolute_url())


class PlanDetail(RoomDetail):
    template_name = "funds/plan.html"

    def rows(self, actor):
        return Plan.objects.visible_to(actor).filter(fund__code=self.kwargs["code"]).select_related("fund__office")

    def get_context_data(self, **kwargs):
        plan = self.object
        others = Plan.objects.visible_to(self.request.actor).filter(fund=plan.fund).exclude(pk=plan.pk)
        return super().get_context_data(
            plan=plan, fund=plan.fund, table=queries_plans.table(plan), others=list(others.select_related("fund")),
            figures=queries.balances(plan.fund), **kwargs,
        )  # fmt: skip


class TransferList(RoomList):
    template_name = "funds/transfers.html"

    def rows(self, actor):
        return Transfer.objects.visible_to(actor).select_related("fund", "to", "entry").order_by("-pk")


class TransferDetail(RoomDetail):
    template_name = "funds/transfer.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return Transfer.objects.visible_to(actor).select_related("fund", "to", "entry")


class CarryDetail(RoomDetail):
    template_name = "funds/carryover.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return CarryOver.objects.visible_to(actor).select_related("fund", "entry")


class RoundDetail(RoomDetail):
    template_name = "funds/round.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return IncentiveRound.objects.visible_to(actor).select_related("fund")

    def get_context_data(self, **kwargs):
        lines = list(self.object.lines.select_related("community"))
        for line in lines:
            line.shown_weight = line.weight or self.object.weight_of(line.value)
        return super().get_context_data(lines=lines, **kwargs)


def fees(request, code):
    """The host's fee: its share, what it was charged on, each charge with its entry."""
    fund = get_object_or_404(Fund.objects.visible_to(request.actor).select_related("host"), code=code)
    if not kinds.of(fund).hosted:
        raise Http404
    context = {"fund": fund, "rows": list(fund.fees.select_related("entry")), "due": queries_lives.fee_base(fund)}
    return TemplateResponse(request, "funds/fees.html", context)


def rule_figures(request):
    """Every figure: what is in force, since when, where it is written; what comes and what was."""
    rows = RuleFigure.objects.visible_to(request.actor).order_by("key", "-valid_from", "-pk")
    groups = {key: {"label": FigureKey(key).label, "rows": []} for key in FigureKey.values}
    for row in rows:
        row.acts = [
            (verb, url(row, verb))
            for verb in ("approve", "discard")
            if row.state == "draft" and TABLES["funds.figure"].may_ever(verb, request.actor, row)
        ]
        groups[row.key]["rows"].append(row)
    for key, group in groups.items():
        now = figures.in_force(key)
        group["now"] = now
        group["rows"] = [row for row in group["rows"] if now is None or row.pk != now.pk]
    context = {"groups": list(groups.values()), "may_propose": request.actor.has("KEEPER", body="office")}
    return TemplateResponse(request, "funds/figures.html", context)


def desk(request):
    """For stewards and for those who keep a fund's money: their funds, and what waits in each."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    sits = {row.fund_id: row for row in Steward.objects.on().filter(user_id__in=actor.keys).select_related("fund")}
    kept = Q(office_id__in=actor.bodies("office", "FINANCE", "LEADER"))
    kept |= Q(host_id__in=actor.bodies("organisation", "OWNER", "ORG_FINANCE"), kind__in=kinds.HOSTED)
    funds = Fund.objects.visible_to(actor).filter(Q(pk__in=sits) | kept).exclude(state="closed").order_by("code")
    funds = list(
        funds.annotate(
            asked=Count("applications", filter=Q(applications__state="asked"), distinct=True),
            paying=Count("applications", filter=Q(applications__state="approved"), distinct=True),
            reported=Count("applications", filter=Q(applications__state="reported"), distinct=True),
        )
    )
    sums = queries.balances_of(funds)
    for fund in funds:
        fund.figures, fund.seat = sums[fund.pk], sits.get(fund.pk)
    moves = Transfer.objects.visible_to(actor).filter(state="proposed").select_related("fund", "to")
    ends = CarryOver.objects.visible_to(actor).filter(state="proposed").select_related("fund")
    context = {
        "funds": funds, "moves": [m for m in moves if m.fund_id in sums], "ends": [e for e in ends if e.fund_id in sums],
        "plans": list(Plan.objects.filter(fund__in=funds, state="in_review").select_related("fund")) if actor.is_officer else [],
    }  # fmt: skip
    return TemplateResponse(request, "funds/desk.html", context)


def purposes_of(fund):
    """For the fund's page."""
    return queries_purposes.figures_of(fund)
