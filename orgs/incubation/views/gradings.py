"""Assessments: those that the reader may see, one of them, beginning one."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN
from orgs.models import Organisation

from .. import domain, forms_gradings
from ..models import Grading
from ..rules_gradings import MOST, PARTS
from .making import make, posted


class Gradings(RoomList):
    """For officers all, for organisations their own."""

    template_name = "incubation/gradings.html"

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        return Grading.objects.visible_to(actor).select_related("organisation").order_by("-began_at", "-id")

    def get_context_data(self, **kwargs):
        owned = self.request.actor.bodies("organisation", "OWNER")
        return super().get_context_data(
            owned=Organisation.objects.filter(pk__in=owned).order_by("name_zh")[:10], **kwargs
        )


class GradingPage(RoomDetail):
    template_name = "incubation/grading.html"
    context_object_name = "grading"
    log_in_first = True

    def rows(self, actor):
        return (
            Grading.objects.visible_to(actor)
            .select_related("organisation", "office")
            .prefetch_related("visitors__user")
        )

    def get_context_data(self, **kwargs):
        grading, actor = self.object, self.request.actor
        parts = [(forms_gradings.LABELS[p], MOST[p], grading.points.get(p), grading.found.get(p)) for p in PARTS]
        return super().get_context_data(parts=parts, own=not actor.is_officer, **kwargs)


@login_required
def begin(request, code):
    organisation = get_object_or_404(Organisation.objects.filed_for(request.actor), code=code)

    def do(office, wanted):
        return domain.begin_grading(organisation, by=request.actor, office=office, wanted=wanted)

    return make(
        request, forms_gradings.BeginForm(posted(request)), do, heading=_("Begin an assessment"), back=reverse("incubation:gradings"),
        lead=organisation.name,
    )  # fmt: skip
