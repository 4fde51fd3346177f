"""Pages of verbs that make something: an application, a seat, a plan, a transfer."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from marketplace.core import faces, typed
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES

from . import domain, forms_lives, forms_money, kinds
from .models import CarryOver, Fund, FundApplication, IncentiveRound, MicroFund, Plan, RuleFigure, Steward, Transfer


def creating_page(request, obj, verb, *, do, form, crumbs, lead="", fund=None, blocking=()):
    """Draw the form of a verb that makes `obj` (GET), or do it (POST) and go to what was made.

    blocking: requirements of the step that can be judged before anything is typed; the others are asked with the form.
    """
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    step = TABLES[type(obj).STEPS].by_verb[verb]
    for predicate in step.who:
        if not predicate.test(actor, obj):
            raise Refused(predicate.code, predicate.sentence, kind="who")
    refusal = _blocked(actor, obj, blocking)
    bound = form(
        request.POST if request.method == "POST" else typed.take(request), request.FILES or None, obj=obj, actor=actor
    )
    status = 200
    if request.method == "POST":
        status = 422
        if refusal is None and bound.is_valid():
            try:
                made = do(by=actor, **bound.cleaned_data)
            except Refused as error:
                if error.code == "second_factor":
                    return faces.to_second_factor(request)
                refusal, status = error, error.status
                if error.field in bound.fields:
                    bound.add_error(error.field, error.sentence)
                    refusal = None
            else:
                return redirect(made.get_absolute_url())
    context = {"form": bound, "step": step, "refusal": refusal, "crumbs": crumbs, "lead": lead, "fund": fund}
    return TemplateResponse(request, "funds/creating.html", context, status=status)


def _blocked(actor, obj, blocking):
    for need in blocking:
        values = need.failing(actor, obj)
        if values is not None:
            return Refused(need.code, need.sentence, clause=values.pop("clause", need.clause), values=values)
    return None


def _fund(request, code):
    return get_object_or_404(Fund.objects.visible_to(request.actor).select_related("office", "host"), code=code)


def apply(request, code):
    """Apply to a fund for money."""
    from . import rules_applications as rules

    fund = _fund(request, code)
    if not kinds.of(fund).applications:
        raise Http404
    return creating_page(
        request, FundApplication(fund=fund), "ask", do=partial(domain.apply_to_fund, fund), form=forms_lives.ApplyForm,
        crumbs=[(fund.name, fund.get_absolute_url())], fund=fund, blocking=(rules.fund_takes_applications,),
        lead=_("The stewards read it, give their opinions and decide with reasons. You are told of every step."),
    )  # fmt: skip


def seat(request, code):
    fund = _fund(request, code)
    return creating_page(
        request, Steward(fund=fund), "seat", do=partial(domain.seat_steward, fund), form=forms_lives.SeatForm,
        crumbs=[(fund.name, fund.get_absolute_url())], fund=fund,
    )  # fmt: skip


def new_micro_fund(request):
    """Anybody who is logged in may apply for a micro-fund."""
    return creating_page(
        request, MicroFund(), "apply", do=domain.apply_micro_fund, form=forms_lives.NewMicroFundForm, crumbs=[],
        lead=_("A micro-fund needs a purpose, a host charity that keeps its money, opening money, rules, and stewards with elected residents. The office and the host check the application."),
    )  # fmt: skip


def new_plan(request, code):
    from . import rules_money as rules

    fund = _fund(request, code)
    return creating_page(
        request, Plan(fund=fund, year=fund.year), "draft", do=partial(domain.draft_plan, fund), form=forms_money.PlanForm,
        crumbs=[(fund.name, fund.get_absolute_url())], fund=fund, blocking=(rules.one_open_plan,),
        lead=_("The allocations of the plan in force are copied; change what is to change."),
    )  # fmt: skip


def new_transfer(request, code):
    fund = _fund(request, code)
    return creating_page(
        request, Transfer(fund=fund), "propose", do=partial(domain.propose_transfer, fund), form=forms_money.TransferForm,
        crumbs=[(fund.name, fund.get_absolute_url())], fund=fund,
        lead=_("A second person decides; nothing is booked before. Only funds are offered whose rules take money from this one."),
    )  # fmt: skip


def new_carryover(request, code):
    from . import rules_money as rules

    fund = _fund(request, code)
    return creating_page(
        request, CarryOver(fund=fund, year=fund.year), "propose", do=partial(domain.propose_carryover, fund),
        form=forms_money.CarryForm, crumbs=[(fund.name, fund.get_absolute_url())], fund=fund,
        blocking=(rules.has_budget_year, rules.year_is_over, rules.one_open_proposal),
        lead=_("What is free at the end of the year is carried into the next one or returned. A second person decides."),
    )  # fmt: skip


def new_round(request, code):
    from . import rules_money as rules

    fund = _fund(request, code)
    return creating_page(
        request, IncentiveRound(fund=fund), "draft", do=partial(domain.draft_round, fund), form=forms_money.RoundForm,
        crumbs=[(fund.name, fund.get_absolute_url())], fund=fund, blocking=(rules.fund_pays_by_performance,),
        lead=_("Results come from a closed appraisal; the shares follow from the table."),
    )  # fmt: skip


def new_figure(request):
    return creating_page(
        request, RuleFigure(), "draft", do=domain.propose_figure, form=forms_money.FigureForm, crumbs=[],
        lead=_("It is in force from its day on, once a leader has approved it; what was before stays on record."),
    )  # fmt: skip
