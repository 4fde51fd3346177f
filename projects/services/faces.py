"""The pages of the verbs of the directory."""

from marketplace.core.faces import Face, ReasonForm, face

from . import domain, forms, forms_circle
from .models import Category, NeededKind, Pace, Service, ServiceSet, Station
from .rules import edits


def _to_station(obj):
    """After a verb on hours: back to their place."""
    return getattr(obj, "station", obj).get_absolute_url()


face(
    "services.station",
    reads=lambda actor: Station.objects.visible_to(actor).select_related("office", "community"),
    verbs={
        "change": Face(domain.change_station, form=forms.StationForm),
        "add_hours": Face(domain.add_hours, form=forms.HoursForm, to=_to_station),
        "end_hours": Face(domain.end_hours, form=forms.EndHoursForm),
        "add_special": Face(domain.add_special, form=forms.SpecialForm, to=_to_station),
        "remove_special": Face(domain.remove_special, form=forms.RemoveSpecialForm),
        "add_walk": Face(domain.add_walk, form=forms_circle.WalkForm, to=_to_station),
        "remove_walk": Face(domain.remove_walk, form=forms_circle.RemoveWalkForm),
        "publish": Face(domain.publish_station, form=forms.PublishForm),
        "close": Face(domain.close_station, form=ReasonForm),
        "reopen": Face(domain.reopen_station),
    },
)
face(
    "services.service",
    reads=lambda actor: Service.objects.visible_to(actor).select_related("office", "category", "department"),
    verbs={
        "change": Face(domain.change_service, form=forms.ServiceForm),
        "set_stations": Face(domain.set_stations, form=forms.StationsForm),
        "publish": Face(domain.publish_service, form=forms.PublishForm),
        "close": Face(domain.close_service, form=ReasonForm),
        "reopen": Face(domain.reopen_service),
    },
)
face(
    "services.category",
    reads=lambda actor: Category.objects.all() if edits.test(actor, None) else Category.objects.none(),
    verbs={
        "change": Face(domain.change_category, form=forms.CategoryForm, to=lambda obj: _keep()),
        "end": Face(domain.end, to=lambda obj: _keep()),
        "use_again": Face(domain.use_again, to=lambda obj: _keep()),
    },
)
face(
    "services.set",
    reads=lambda actor: ServiceSet.objects.all() if edits.test(actor, None) else ServiceSet.objects.none(),
    verbs={
        "change": Face(domain.change_set, form=forms.SetForm),
        "set_members": Face(domain.set_members, form=forms.MembersForm),
        "end": Face(domain.end),
        "use_again": Face(domain.use_again),
    },
)
face(
    "services.need",
    reads=lambda actor: NeededKind.objects.all() if edits.test(actor, None) else NeededKind.objects.none(),
    verbs={
        "change": Face(domain.change_need, form=forms_circle.NeedForm),
        "end": Face(domain.end_need, form=forms_circle.LastDayForm),
        "resume": Face(domain.resume_need),
    },
)
face(
    "services.pace",
    reads=lambda actor: Pace.objects.all() if edits.test(actor, None) else Pace.objects.none(),
    verbs={"take_back": Face(domain.take_back_pace, form=ReasonForm)},
)


def _keep():
    from django.urls import reverse

    return reverse("services:keep")
