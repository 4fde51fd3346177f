"""Pages of a round's panel and of the discussion of one application. Nothing here is ever cached."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES

from .. import domain, reads_panels
from ..forms.panels import PanelForm, RemarkForm
from ..models import Application, Panel, Remark, Review, Round
from ..queries_panels import discussed_by
from ..queries_reviews import released


@never_cache
def panel(request, code):
    """The agenda, for whom it concerns; before it is planned, the secretary's page to plan it."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor).select_related("office"), code=code)
    found = Panel.objects.visible_to(actor).filter(round=round).first()
    if found is None:
        return _plan(request, round)
    found.round = round
    context = {
        "panel": found,
        "round": round,
        "seats": found.seats.select_related("user"),
        **reads_panels.page_of(found, actor),
    }
    return render(request, "grants/panel.html", context)


def _plan(request, round):
    blank, actor, status = Panel(round=round), request.actor, 200
    refusal = TABLES["grants.panel"].refusal("plan", actor, blank)
    if (
        refusal
        and (refusal.kind == "who" or refusal.code == "grants.no_panel")
        or Panel.objects.filter(round=round).exists()
    ):
        raise Http404
    form = PanelForm(request.POST if request.method == "POST" else None, obj=blank, actor=actor)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(domain.panels.plan(round, by=actor, **form.cleaned_data))
            except Refused as error:
                refusal, status = error, error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
    context = {"round": round, "form": form, "refusal": refusal, "step": TABLES["grants.panel"].by_verb["plan"]}
    return render(request, "grants/panel_plan.html", context, status=status)


@never_cache
def discussion(request, code):
    """What reviewers and the secretariat say to each other about one application."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    rows = discussed_by(Application.objects.all(), actor).select_related("round__office", "organisation")
    application = get_object_or_404(rows, code=code)
    if not released(application.round):
        raise Http404
    remark = Remark(application=application)
    refusal, status = TABLES["grants.remark"].refusal("say", actor, remark), 200
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.panels.say(application, by=actor, **form.cleaned_data)
                return redirect("grants:discussion", application.code)
            except Refused as error:
                refusal, status = error, error.status
    context = {
        "application": application, "round": application.round, "remarks": reads_panels.said_about(application, actor), "form": form,
        "refusal": refusal, "review": Review.objects.of(actor).filter(application=application).first(),
    }  # fmt: skip
    return render(request, "grants/discussion.html", context, status=status)
