"""Assessments: those that the reader may see, one of them, beginning one, objecting to a decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core import clock, pagecache
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from orgs.models import Organisation

from .. import domain, forms_gradings
from ..models import GradeObjection, Grading, Vote
from ..rules_gradings import MOST, PARTS
from ..rules_objections import SIDE, notice_runs
from .making import make, posted


class Gradings(RoomList):
    """For officers all, for organisations their own, for everybody the grades that have or had public notice."""

    template_name = "incubation/gradings.html"

    def rows(self, actor):
        if not actor.is_known:
            first = (
                Grading.objects.filter(state="notice", notice_until__gte=clock.now()).order_by("notice_until").first()
            )
            pagecache.until(self.request, first.notice_until if first else None)
        return Grading.objects.visible_to(actor).select_related("organisation").order_by("-began_at", "-id")

    def get_context_data(self, **kwargs):
        owned = self.request.actor.bodies("organisation", "OWNER")
        return super().get_context_data(
            owned=Organisation.objects.filter(pk__in=owned).order_by("name_zh")[:10], **kwargs
        )


class GradingPage(RoomDetail):
    template_name = "incubation/grading.html"
    context_object_name = "grading"

    def keep_until(self, obj):
        return obj.notice_until if obj.notice_until and obj.notice_until > clock.now() else None

    def rows(self, actor):
        return (
            Grading.objects.visible_to(actor)
            .select_related("organisation", "office")
            .prefetch_related("visitors__user")
        )

    def get_context_data(self, **kwargs):
        grading, actor = self.object, self.request.actor
        own = grading.organisation_id in actor.bodies("organisation")
        reads_all = actor.is_officer or own
        objections = GradeObjection.objects.visible_to(actor).filter(grading=grading).order_by("-id")
        counted = {
            row["state"]: row["n"]
            for row in grading.objections.values("state").order_by("state").annotate(n=Count("pk"))
        }
        parts = [(forms_gradings.LABELS[p], MOST[p], grading.points.get(p), grading.found.get(p)) for p in PARTS]
        return super().get_context_data(
            parts=parts, own=not actor.is_officer and own, reads_all=reads_all, sittings=_sittings(grading, actor),
            objections=list(objections.select_related("grading__office", "filed_by", "organisation")),
            objected=sum(counted.values()), unanswered=counted.get("filed", 0), may_object=_may_object(grading, actor), **kwargs,
        )  # fmt: skip


def _sittings(grading, actor):
    """[(number, votes)] for those who read names, the last one first."""
    found = {}
    for vote in Vote.objects.visible_to(actor).filter(grading=grading).select_related("user", "expert"):
        found.setdefault(vote.sitting, []).append(vote)
    return sorted(found.items(), reverse=True)


def _objecting_for(grading, actor):
    """The organisation assessed, where the reader speaks for it."""
    mine = grading.organisation_id in actor.bodies("organisation", *SIDE)
    return grading.organisation if mine else None


def _may_object(grading, actor) -> bool:
    """Whether the way to an objection is shown; who is not logged in is led to the log-in there."""
    blank = GradeObjection(grading=grading, organisation=_objecting_for(grading, actor))
    if notice_runs.failing(actor, blank) is not None:
        return False
    return not actor.is_known or TABLES["incubation.grade_objection"].refusal("object", actor, blank) is None


@login_required
def object_to(request, pk):
    """Object to a decision: for oneself, or for the organisation assessed."""
    actor = request.actor
    grading = get_object_or_404(Grading.objects.visible_to(actor).select_related("organisation", "office"), pk=pk)
    organisation = _objecting_for(grading, actor)
    step = TABLES["incubation.grade_objection"].by_verb["object"]
    refusal = TABLES["incubation.grade_objection"].refusal(
        "object", actor, GradeObjection(grading=grading, organisation=organisation)
    )
    if refusal and refusal.kind == "who":
        raise refusal
    form, status = forms_gradings.GradeObjectionForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.object_to_grade(grading, by=actor, organisation=organisation, **form.cleaned_data)
            except Refused as error:
                refusal, status = error, error.status
            else:
                messages.success(request, _("Your objection is filed. A leader of the office answers it."))
                return redirect(grading)
    context = {"grading": grading, "organisation": organisation, "form": form, "refusal": refusal, "step": step}
    return TemplateResponse(request, "incubation/object.html", context, status=status)


@login_required
def begin(request, code):
    organisation = get_object_or_404(Organisation.objects.filed_for(request.actor), code=code)

    def do(office, wanted):
        return domain.begin_grading(organisation, by=request.actor, office=office, wanted=wanted)

    return make(
        request, forms_gradings.BeginForm(posted(request)), do, heading=_("Begin an assessment"), back=reverse("incubation:gradings"),
        lead=organisation.name,
    )  # fmt: skip
