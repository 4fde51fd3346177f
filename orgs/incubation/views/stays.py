"""Bodies in incubation: the public list, the staff's list, one body with its plan, the application."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core import clock, pagecache
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from orgs.kinds import IncubationStage
from orgs.models import Organisation

from .. import criteria, domain, forms
from ..kinds import Aspect
from ..models import Centre, Group, Stay
from ..queries import SIDE
from ..states import STAY_PUBLIC
from .making import make, posted


class Bodies(RoomList):
    """Who is and was inside, by stage."""

    filters = forms.StayFilters
    template_name = "incubation/list.html"

    def rows(self, actor):
        if not actor.is_known:
            pagecache.until(self.request, clock.tomorrow())
        return Stay.objects.filter(state__in=STAY_PUBLIC).for_list().order_by("state", "-since", "id")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            centres=list(Centre.objects.with_figures().order_by("state", "code")[:6]), **kwargs
        )


class Desk(RoomList):
    """For people of the offices: applications first."""

    filters = forms.DeskFilters
    template_name = "incubation/desk.html"
    paginate_by = 50

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        if not actor.is_officer:
            raise Refused("officers", _("This list is for people of the offices."), kind="who")
        return Stay.objects.visible_to(actor).for_list().order_by("state", "-applied_at", "id")


class StayPage(RoomDetail):
    """One body's way. The plan is for the body, its mentor and the offices; the rest is for everybody."""

    template_name = "incubation/stay.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "stay"

    def rows(self, actor):
        return Stay.objects.visible_to(actor).for_list().select_related("centre__office")

    def keep_until(self, obj):
        return clock.tomorrow()

    def get_context_data(self, **kwargs):
        stay, actor = self.object, self.request.actor
        stages = list(stay.stages.all())
        context = {"rail": _rail(stay, stages), "stages": stages, "reads_plan": False, "today": clock.today()}
        if Stay.objects.planned_for(actor).filter(pk=stay.pk).exists():
            context |= _plan(stay)
        return super().get_context_data(**context, **kwargs)


def _rail(stay, stages):
    since = {}
    for record in stages:
        since.setdefault(record.stage, record.since)
    if not since:
        return []
    order = list(IncubationStage.values)
    at = order.index(stay.stage)
    states = ["done" if n < at else "now" if n == at else "next" for n in range(len(order))]
    return [
        {"label": stage.label, "state": state, "when": since.get(stage.value, "")}
        for stage, state in zip(IncubationStage, states, strict=True)
    ]


def _plan(stay) -> dict:
    checks = list(stay.checks.select_related("by")[:6])
    return {
        "reads_plan": True,
        "mentors": stay.mentorings.select_related("expert__user"),
        "goals": stay.goals.all(),
        "meetings": stay.meetings.select_related("by")[:20],
        "reviews": stay.reviews.select_related("by"),
        "checks": [(check, [(Aspect(a).label, check.means.get(a)) for a in Aspect.values]) for check in checks],
        "aspects": Aspect.labels,
        "helps": stay.helps.select_related("asked_by", "stay__centre__office", "stay__organisation", "stay__group"),
        "bookings": stay.bookings.standing().filter(ends__gte=clock.now()).select_related("resource")[:20],
        "criteria": [(stage, criteria.findings(stay, stage)) for stage in _next_stages(stay)],
    }


def _next_stages(stay):
    order = list(IncubationStage)
    return order[order.index(IncubationStage(stay.stage)) + 1 :][:1]


def bodies_of(actor):
    """[("o3", name), ("g4", name)]: for whom the actor may apply."""
    organisations = Organisation.objects.filter(pk__in=actor.bodies("organisation", *SIDE)).order_by("name_zh")
    groups = Group.objects.filter(speaker_id__in=actor.keys, state="filed").order_by("name_zh")
    return [(f"o{o.pk}", o.name) for o in organisations] + [(f"g{g.pk}", g.name) for g in groups]


@login_required
def apply(request, code):
    """Apply for a place."""
    centre = get_object_or_404(Centre, code=code)
    bodies = bodies_of(request.actor)
    if not bodies:
        raise Refused(
            "incubation.no_body",
            _("An application is made by an organisation's owner or bid writer, or for a group that is filed."),
            kind="who",
        )

    def do(body, intake, **data):
        model, name = (Organisation, "organisation") if body[0] == "o" else (Group, "group")
        return domain.apply(centre, by=request.actor, intake=intake, **{name: model.objects.get(pk=body[1:])}, **data)

    return make(
        request, forms.ApplyForm(posted(request), centre=centre, bodies=bodies), do, heading=_("Apply for incubation"),
        back=reverse("incubation:centre", args=[code]), crumbs=[centre],
    )  # fmt: skip
