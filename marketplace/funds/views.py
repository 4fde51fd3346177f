"""Pages of funds, statements and the ledger."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, exports, pagecache
from marketplace.core.money import ZERO
from marketplace.core.pages import RoomDetail, RoomList, kept_query
from marketplace.core.refusals import LOG_IN, Refused
from orgs.states import Role

from . import (
    domain,
    kinds,
    queries,
    queries_lineage,
    queries_lives,
    queries_moved,
    queries_proofs,
    queries_purposes,
    reports,
    views_lives,
)
from .forms import FundFilters, FundForm, PeriodForm
from .models import CarryOver, Entry, Fund, FundApplication, IncentiveRound, MicroFund, Plan
from .rules import finance, leader
from .states import EntryKind, FundKind


class FundList(RoomList):
    filters = FundFilters
    template_name = "funds/list.html"

    def rows(self, actor):
        return Fund.objects.visible_to(actor).select_related("office", "host").order_by("code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        funds = list(context["page_obj"])
        figures = queries.balances_of(funds)
        for fund in funds:
            fund.figures = figures[fund.pk]
        context["funds"] = funds
        total, by_kind = queries.by_kind(list(self.rows(self.request.actor).exclude(state="draft")))
        context["kinds"] = [
            {"label": FundKind(kind).label, "kind": kind, "n": n, "figures": figures} for kind, n, figures in by_kind
        ]
        context["total"] = total
        context["open"] = [fund for fund in funds if fund.asks_open and fund.state == "active"]
        context["may_create"] = bool(self.request.actor.bodies("office", Role.FINANCE))
        if not self.request.actor.is_known:
            pagecache.until(self.request)
        return context


class FundDetail(RoomDetail):
    template_name = "funds/fund.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        return Fund.objects.visible_to(actor).select_related("office", "host").prefetch_related("communities")

    def get_context_data(self, **kwargs):
        fund, actor = self.object, self.request.actor
        fund.moved = queries_moved.read([fund])  # months, sources and the drawing below are told out of it
        kind = kinds.of(fund)
        plans = Plan.objects.visible_to(actor).filter(fund=fund)
        granted = FundApplication.objects.visible_to(actor).filter(fund=fund).select_related("purpose")
        return super().get_context_data(
            kind=kind,
            says=kind.says,
            micro=MicroFund.objects.visible_to(actor).filter(fund=fund).first() if fund.kind == "MICRO" else None,
            seats=queries_lives.seat_words(fund) if kind.applications else "",
            may_seat=kind.applications and views_lives._may_seat(actor, fund),
            takes_applications=kind.applications and fund.asks_open and fund.state == "active",
            sources=queries_purposes.sources(fund, by_giver=kind.names_givers),
            purposes=queries_purposes.figures_of(fund),
            plan=plans.filter(state="in_force").first() or plans.first(),
            may_plan=finance.test(actor, fund) and fund.office_id in actor.bodies("office", Role.FINANCE),
            may_move=finance.test(actor, fund) or leader.test(actor, fund),
            granted=list(granted.order_by("-pk")[:8]) if kind.applications else [],
            rounds=list(IncentiveRound.objects.visible_to(actor).filter(fund=fund)[:8]) if kind.performance else [],
            year_ends=list(CarryOver.objects.visible_to(actor).filter(fund=fund)[:5]) if kind.yearly else [],
            years=reports.years_of(fund),
            fund=fund,
            figures=queries.balances(fund),
            commitments=queries.commitments(fund, self.request.actor),
            newest=queries.newest_entries(fund, 8),
            rules=[line for line in fund.rules.splitlines() if line.strip()],
            **kwargs,
        )


class EntryDetail(RoomDetail):
    template_name = "funds/entry.html"
    slug_field = slug_url_kwarg = "number"

    def rows(self, actor):
        return (
            Entry.objects.visible_to(actor)
            .select_related("reverses", "cause_type")
            .prefetch_related("lines__account__fund")
        )

    def get_context_data(self, **kwargs):
        from .verify import body_of

        entry = self.object
        return super().get_context_data(
            entry=entry,
            cause=_readable(entry.cause, self.request.actor),
            body=body_of(entry).decode(),
            became=queries_lineage.became(entry, self.request.actor),
            proof=queries_proofs.proof_of_entry(entry),
            reversed_by=Entry.objects.filter(reverses=entry).first(),
            **kwargs,
        )


def _readable(cause, actor):
    """The object an entry belongs to, when this reader may see it."""
    if cause is None or not hasattr(type(cause).objects, "visible_to"):
        return None
    return type(cause).objects.visible_to(actor).filter(pk=cause.pk).first()


def new(request):
    """Draft a fund."""
    if not request.actor.is_known:
        raise LOG_IN
    if not request.actor.bodies("office", Role.FINANCE):
        raise Refused("role", _("This is for the finance officers of an office."), kind="who")
    form = FundForm(request.POST if request.method == "POST" else None, actor=request.actor)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(domain.create_fund(by=request.actor, **form.cleaned_data))
            except Refused as error:
                form.add_error(error.field if error.field in form.fields else None, error.sentence)
                status = error.status
    return TemplateResponse(request, "funds/new.html", {"form": form}, status=status)


def _period(request):
    """(form, start moment, end moment exclusive) of the statement asked for; this year when nothing is asked."""
    default = PeriodForm.default()
    form = PeriodForm(request.GET if "start" in request.GET or "end" in request.GET else None, initial=default)
    data = form.cleaned_data if form.is_bound and form.is_valid() else default
    start = clock.midnight(data["start"])
    return form, start, clock.midnight(data["end"] + timedelta(days=1))


def statement_page(request, code):
    """Opening, lines, closing; the sum is the sum of the lines. Long periods have pages."""
    fund = get_object_or_404(Fund.objects.visible_to(request.actor), code=code)
    form, start, end = _period(request)
    statement = queries.statement(fund, start, end, request.GET.get("page", 1))
    context = {
        "fund": fund,
        "form": form,
        "statement": statement,
        "page_obj": statement.page,
        "kept_query": kept_query(request),
        "last": end - timedelta(days=1),
    }
    return TemplateResponse(
        request, "funds/statement.html", context, status=422 if form.is_bound and form.errors else 200
    )


def statement_table(request, code, form):
    """The statement as CSV or XLSX."""
    fund = get_object_or_404(Fund.objects.visible_to(request.actor), code=code)
    answer = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}.get(form)
    if answer is None:
        raise Http404
    _form, start, end = _period(request)
    header = [
        _("Entry"),
        _("Date"),
        _("Kind"),
        _("Text"),
        _("In (yuan)"),
        _("Out (yuan)"),
        _("Held (yuan)"),
        _("Free (yuan)"),
        "SHA-256",
    ]
    return answer(f"{fund.code}-statement.{form}", header, _statement_rows(fund, start, end))


def _statement_rows(fund, start, end):
    """Opening, an entry a row, closing: what the rows above it come to."""
    opening, lines = queries.statement_stream(fund, start, end)
    yield "", start, str(_("Opening")), "", "", "", opening, "", ""
    came_in = out = ZERO
    names = {kind.value: str(kind.label) for kind in EntryKind}  # `get_kind_display` translates every kind for each row
    for row in lines:
        one, came_in, out = row.entry, came_in + row.came_in, out + row.out
        yield one.number, one.at, names[one.kind], one.text, row.came_in, row.out, row.held, row.free, one.hash
    yield "", end, str(_("Closing")), "", came_in, out, opening + came_in - out, "", ""
