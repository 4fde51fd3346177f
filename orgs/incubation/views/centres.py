"""Centres: the list, one centre with who is inside, its rounds and bookings."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core import clock, pagecache
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from orgs.models import Office

from .. import domain, forms, forms_trainings, rules
from ..models import Booking, Centre, IntakeRound, Stay, Training
from .making import make, posted
from .stays import bodies_of


class Centres(RoomList):
    """Every centre with its places."""

    template_name = "incubation/centres.html"

    def rows(self, actor):
        if not actor.is_known:
            pagecache.until(self.request, clock.tomorrow())
        return (
            Centre.objects.visible_to(actor)
            .with_figures()
            .select_related("office", "community")
            .order_by("state", "code")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_open=_led(self.request.actor).exists(), **kwargs)


def _led(actor):
    """Offices that may have a centre of their own, where the actor is a leader."""
    return Office.objects.filter(pk__in=actor.bodies("office", "LEADER")).standing().order_by("code")


class CentrePage(RoomDetail):
    """What it is for, its places and services, who is inside, intake rounds, trainings ahead."""

    template_name = "incubation/centre.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "centre"

    def rows(self, actor):
        return Centre.objects.visible_to(actor).with_figures().select_related("office", "community")

    def keep_until(self, obj):
        return clock.tomorrow()

    def get_context_data(self, **kwargs):
        centre, actor = self.object, self.request.actor
        inside = Stay.objects.filter(centre=centre).inside().for_list().order_by("stage", "since", "id")
        rounds = IntakeRound.objects.visible_to(actor).filter(centre=centre).select_related("centre__office")
        rounds = list(rounds[:12])
        is_staff = rules.staff.test(actor, centre)
        return super().get_context_data(
            inside_rows=inside[:60],
            rounds=rounds,
            takes=centre.state == "open"
            and (centre.rolling or any(row.is_open() for row in rounds))
            and (not actor.is_known or bool(bodies_of(actor))),
            free=max(0, centre.places - centre.taken),
            trainings=Training.objects.filter(centre=centre).coming().with_figures()[:5],
            is_staff=is_staff,
            may_book=is_staff or Stay.objects.inside().planned_for(actor).filter(centre=centre).exists(),
            sums=[
                {"label": _("Bodies inside"), "value": centre.inside},
                {
                    "label": pgettext("incubation", "Places"),
                    "value": centre.places,
                    "note": _("%(n)s free") % {"n": max(0, centre.places - centre.taken)},
                },
                {"label": _("Graduated"), "value": centre.stays.filter(state="graduated").count()},
            ],
            **kwargs,
        )


def _kept(request, code):
    """A centre of whose staff the reader is."""
    centre = get_object_or_404(Centre.objects.select_related("office"), code=code)
    if not rules.staff.test(request.actor, centre):
        raise Refused(rules.staff.code, rules.staff.sentence, kind="who")
    return centre


@login_required
def new_centre(request):
    """Open a centre of an office that one leads."""
    offices = _led(request.actor)
    if not offices:
        raise Refused(rules.leads.code, rules.leads.sentence, kind="who")
    return make(
        request, forms.NewCentreForm(posted(request), offices=offices), lambda **data: domain.add_centre(by=request.actor, **data),
        heading=_("Open a centre"), back=reverse("incubation:centres"),
    )  # fmt: skip


@login_required
def new_round(request, code):
    centre = _kept(request, code)
    return make(
        request, forms.IntakeForm(posted(request)), lambda **data: domain.draft_intake(centre, by=request.actor, **data),
        heading=_("Draft an intake round"), back=centre.get_absolute_url(), crumbs=[centre],
    )  # fmt: skip


@login_required
def new_training(request, code):
    centre = _kept(request, code)
    return make(
        request, forms_trainings.TrainingForm(posted(request)),
        lambda **data: domain.draft_training(centre, by=request.actor, **data),
        heading=_("Plan a training"), back=centre.get_absolute_url(), crumbs=[centre],
    )  # fmt: skip


@login_required
def bookings(request, code):
    """What is booked in the next days; for the bodies inside and people of the offices."""
    centre = get_object_or_404(Centre, code=code)
    rows = Booking.objects.visible_to(request.actor).standing().filter(resource__centre=centre, ends__gte=clock.now())
    mine = Stay.objects.inside().planned_for(request.actor).filter(centre=centre).for_list()
    if not (request.actor.is_officer or mine.exists()):
        raise Refused(
            "incubation.inside", _("Bookings are seen by the bodies inside and by people of the offices."), kind="who"
        )
    rows = rows.filter(starts__lt=clock.now() + timedelta(days=90))
    rows = rows.select_related("resource", "stay__organisation", "stay__group", "stay__centre__office").order_by(
        "starts"
    )[:200]
    own = [stay for stay in mine[:20] if TABLES["incubation.stay"].may_ever("book", request.actor, stay)]
    context = {
        "centre": centre,
        "rows": rows,
        "stays": own,
        "resources": centre.resources.all(),
        "own": {stay.pk for stay in own},
        "is_staff": rules.staff.test(request.actor, centre),
    }
    return TemplateResponse(request, "incubation/bookings.html", context)
