"""Pages of rounds: the public list and page, the draft, objections."""

import re

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import faces
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.core.states import TABLES
from orgs.models import Office

from .. import checks, domain, reads, reads_delivery, reads_panels
from ..forms.reviews import ObjectionForm
from ..forms.rounds import CRITERIA, TRANCHES, CopyForm, RoundForm, StartForm
from ..models import Application, Concept, Objection, Panel, Round
from ..states import RoundState


class RoundFilters(django_forms.Form):
    """GET filters of the list."""

    q = django_forms.CharField(label=gettext_lazy("Find"), required=False, max_length=80)
    state = django_forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all states")), *RoundState.choices]
    )

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            rows = rows.matching(data["q"])
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        return rows


class RoundList(RoomList):
    filters = RoundFilters
    template_name = "grants/round_list.html"

    def rows(self, actor):
        return Round.objects.visible_to(actor).with_figures().order_by("-published_at", "-id")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_draft=self.request.actor.has("EDITOR", body="office"), **kwargs)


class RoundDetail(RoomDetail):
    template_name = "grants/round.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        return Round.objects.visible_to(actor).for_page()

    def keep_until(self, obj):
        return reads.next_moment(obj)

    def get_context_data(self, **kwargs):
        round, actor = self.object, self.request.actor
        projects = reads_delivery.projects(round, reads.awards(round))
        mine = list(Application.objects.of(actor).filter(round=round).select_related("organisation"))
        return super().get_context_data(
            round=round,
            stages=reads.rail(round),
            who_may=reads.who_may(round),
            taking=reads.is_taking(round),
            standing=reads.standing_of(round, actor),
            mine=mine,
            concepts=reads.concepts_of(round, actor),
            concepts_read=Concept.objects.for_office(actor).filter(round=round).exists(),
            awards=bool(projects),
            projects=projects,
            sums=reads_delivery.sums_of(projects),
            map=reads_delivery.map_of(projects),
            office_reads=Application.objects.for_office(actor).filter(round=round).exists(),
            objections=list(Objection.objects.visible_to(actor).filter(round=round).select_related("organisation")),
            objectors=reads.objectors(round, actor),
            gaps=checks.gaps(round) if round.state == RoundState.DRAFT else [],
            panel=Panel.objects.visible_to(actor).filter(round=round).first(),
            may_plan=reads_panels.may_plan(round, actor),
            may_copy=actor.has("EDITOR", body="office", body_id=round.office_id),
            **kwargs,
        )


def _editor(request):
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    offices = actor.bodies("office", "EDITOR")
    if not offices:
        raise Refused("grants.editor", _("Only an editor of this office may do this."), kind="who")
    return actor, offices


def start(request):
    """The first things of a round."""
    actor, offices = _editor(request)
    form, status = StartForm(request.POST if request.method == "POST" else None, office_ids=offices), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = dict(form.cleaned_data)
            office = Office.objects.get(pk=data["fund"].office_id)
            round = domain.rounds.draft(office, by=actor, **data)
            messages.success(request, _("The draft is begun. Criteria and tranches are proposed."))
            return redirect("grants:edit", round.code)
    return render(
        request,
        "grants/round_start.html",
        {"form": form, "none": not form.fields["form"].queryset.exists()},
        status=status,
    )


def copy(request, code):
    """A round like this one, with new dates."""
    actor, offices = _editor(request)
    old = get_object_or_404(Round.objects.filter(office_id__in=offices), code=code)
    form, status = CopyForm(request.POST if request.method == "POST" else None, initial={"title_zh": old.title_zh}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            round = domain.rounds.copy(old, by=actor, **form.cleaned_data)
            messages.success(request, _("The round was copied; check it before you ask for approval."))
            return redirect("grants:edit", round.code)
    return render(request, "grants/round_start.html", {"form": form, "old": old}, status=status)


def edit(request, code):
    """The draft's page. Buttons: save, save_submit, add-criteria, add-tranches, remove-<part>-<n>."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor).for_page(), code=code)
    refusal = TABLES["grants.round"].refusal("edit", actor, round)
    if refusal and refusal.kind == "who":
        raise refusal
    if refusal:
        return redirect(round)
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, round=round, initial=RoundForm.initial_of(round))
    sets = _formsets(round, data)
    status = 200
    if data is not None:
        pressed = next(
            (n for n in data if re.fullmatch(r"(add-(criteria|tranches))|(remove-(criteria|tranches)-\d{1,3})", n)), ""
        )
        if pressed:
            sets = _retyped(data, sets, pressed)
            form = RoundForm(round=round, initial=_typed(form, data))
        else:
            status = 422
            if all([form.is_valid(), *(s.is_valid() for s in sets.values())]):
                rows = {name: [f.row() for f in s if f.cleaned_data] for name, s in sets.items()}
                round = domain.rounds.edit(round, by=actor, **form.columns(), **rows)
                if "save_submit" in data:
                    return redirect(faces.url(round, "submit"))
                messages.success(request, _("The draft is saved."))
                return redirect("grants:edit", round.code)
    context = {
        "round": round,
        "form": form,
        "parts": form.parts(),
        "sets": sets,
        "gaps": checks.gaps(round),
        "has_errors": status == 422,
    }
    return render(request, "grants/round_edit.html", context, status=status)


def _typed(form, data):
    many = {"communities", "classes", "stages_of_growth"}
    return {name: data.getlist(name) if name in many else data.get(name) for name in form.fields}


def _rows_of(round):
    names = ("name_zh", "name_en", "description_zh", "description_en")
    criteria = [{n: getattr(c, n) for n in names} | {"weight": f"{c.weight * 100:.2f}"} for c in round.criteria.all()]
    from decimal import Decimal

    tranches = [row | {"share": f"{Decimal(row['share']) * 100:.2f}"} for row in round.tranches]
    return {"criteria": criteria, "tranches": tranches}


def _formsets(round, data):
    rows = _rows_of(round)
    kinds = {"criteria": CRITERIA, "tranches": TRANCHES}
    found = {}
    for name, kind in kinds.items():
        made = kind(data, prefix=name, initial=rows[name])
        made.extra = 0 if rows[name] else 1
        for form in made:
            form.empty_permitted = False
        found[name] = made
    return found


def _retyped(data, sets, pressed):
    """What was typed, with a row more or less; nothing is judged yet."""
    fresh = {}
    for name, old in sets.items():
        try:
            total = min(int(data.get(f"{name}-TOTAL_FORMS", 0)), old.max_num)
        except ValueError as error:
            raise Http404 from error
        rows = [{f: data.get(f"{name}-{n}-{f}", "") for f in old.form.base_fields} for n in range(total)]
        part, _dash, position = pressed.rpartition("-")
        if part == f"remove-{name}":
            rows = [row for n, row in enumerate(rows) if n != int(position)]
        made = type(old)(prefix=name, initial=rows)
        made.extra = 1 if pressed == f"add-{name}" else 0
        fresh[name] = made
    return fresh


def object_to(request, code):
    """Object to the decision, in the name of one's organisation."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    round = get_object_or_404(Round.objects.visible_to(actor).for_page(), code=code)
    organisation = next(iter(reads.objectors(round, actor)), None)
    if organisation is None:
        raise Http404
    objection = Objection(round=round, organisation=organisation)
    refusal = TABLES["grants.objection"].refusal("object", actor, objection)
    form, status = ObjectionForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.objections.file(round, by=actor, organisation=organisation, **form.cleaned_data)
                messages.success(request, _("Your objection is filed. The leader answers it."))
                return redirect(round)
            except Refused as error:
                refusal, status = error, error.status
    step = TABLES["grants.objection"].by_verb["object"]
    context = {"round": round, "organisation": organisation, "form": form, "refusal": refusal, "step": step}
    return render(request, "grants/object.html", context, status=status)
