"""The forms of the verbs of offices, communities and the calendar; drawn in the back office."""

from django.urls import reverse

from marketplace.core.faces import Face, ReasonForm, face
from marketplace.core.models import WorkdayOverride

from . import domain
from . import forms_masterdata as forms
from .models import Community, Office
from .states_masterdata import COMMUNITY_STEPS, DAY_STEPS, OFFICE_STEPS


def _sheet(name):
    """After a verb: the row's sheet in the back office."""
    return lambda obj: reverse(f"kept_{name}:sheet", args=[obj.pk])


def _ends(name):
    return {
        "end": Face(domain.end_standing, form=forms.LastDayForm, to=_sheet(name)),
        "resume": Face(domain.resume_standing, to=_sheet(name)),
    }


face(
    OFFICE_STEPS.name,
    reads=lambda actor: Office.objects.visible_to(actor),
    verbs={"change": Face(domain.change_office, form=forms.OfficeForm, to=_sheet("offices")), **_ends("offices")},
)
face(
    COMMUNITY_STEPS.name,
    reads=lambda actor: Community.objects.visible_to(actor),
    verbs={
        "change": Face(domain.change_community, form=forms.CommunityForm, to=_sheet("communities")),
        "set_outline": Face(domain.set_outline, form=forms.OutlineForm, to=_sheet("communities")),
        **_ends("communities"),
    },
)
face(
    DAY_STEPS.name,
    reads=lambda actor: WorkdayOverride.objects.all(),
    verbs={"take_back": Face(domain.take_back_day, form=ReasonForm, to=_sheet("days"))},
)
