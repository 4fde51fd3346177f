"""Trainings: the calendar, one training, taking part, attendance by QR code, certificates."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marketplace.core import clock, feeds, frame, pagecache, qr
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused

from .. import attendance, domain, forms_trainings, papers, rules
from ..models import Centre, Enrolment, Training
from .making import make, posted


class Calendar(RoomList):
    """Trainings ahead, then those that were held."""

    template_name = "incubation/trainings.html"

    def rows(self, actor):
        if not actor.is_known:
            pagecache.until(self.request, self._next())
        return Training.objects.visible_to(actor).with_figures().select_related("centre").order_by("-starts", "-id")

    def _next(self):
        first = Training.objects.coming().first()
        return first.ends if first else None

    def get_context_data(self, **kwargs):
        rows = Training.objects.coming().with_figures().select_related("centre")
        kept = (
            Centre.objects.kept_by(self.request.actor).filter(state="open").first()
            if self.request.actor.is_officer
            else None
        )
        return super().get_context_data(coming=rows[:20], kept=kept, **kwargs)


class TrainingPage(RoomDetail):
    template_name = "incubation/training.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "training"

    def rows(self, actor):
        return Training.objects.visible_to(actor).with_figures().select_related("centre__office")

    def keep_until(self, obj):
        return obj.starts if obj.starts > clock.now() else None

    def get_context_data(self, **kwargs):
        training, actor = self.object, self.request.actor
        mine = training.enrolments.filter(user_id__in=actor.keys).first() if actor.is_known else None
        if mine is not None:
            mine.training = training
        return super().get_context_data(
            mine=mine,
            free=max(0, training.places - training.taken),
            may_enrol=training.state == "open"
            and training.starts > clock.now()
            and (mine is None or mine.state == "cancelled"),
            is_staff=rules.staff.test(actor, training),
            **kwargs,
        )


def _event(training):
    return {
        "uid": f"training-{training.code}@linli", "start": training.starts, "end": training.ends, "summary": training.title,
        "place": training.where, "text": training.about, "url": training.get_absolute_url(), "called_off": training.state == "off",
    }  # fmt: skip


def ics(request):
    """All trainings of the last month and ahead, for one's own calendar."""
    from datetime import timedelta

    rows = (
        Training.objects.exclude(state="draft")
        .filter(ends__gte=clock.now() - timedelta(days=30))
        .order_by("starts")[:200]
    )
    return feeds.calendar_response("trainings.ics", [_event(row) for row in rows])


def one_ics(request, code):
    training = get_object_or_404(Training.objects.visible_to(request.actor), code=code)
    return feeds.calendar_response(f"{training.code}.ics", [_event(training)])


@login_required
def enrol(request, code):
    """Take part; with all places taken, stand on the waiting list."""
    training = get_object_or_404(Training.objects.visible_to(request.actor), code=code)

    def do(organisation):
        return domain.enrol(training, by=request.actor, organisation=organisation)

    form = forms_trainings.EnrolForm(posted(request), actor=request.actor)
    full = training.enrolments.filter(state__in=["enrolled", "attended", "absent"]).count() >= training.places
    lead = (
        _("All places are taken: you stand on the waiting list and are told when one becomes free.")
        if full
        else training.title
    )
    return make(
        request,
        form,
        do,
        heading=_("Stand on the waiting list") if full else _("Take part"),
        back=training.get_absolute_url(),
        lead=lead,
        crumbs=[training],
    )


def _staffed(request, code):
    training = get_object_or_404(Training.objects.visible_to(request.actor).select_related("centre__office"), code=code)
    if not request.actor.is_known:
        raise LOG_IN
    if not rules.staff.test(request.actor, training):
        raise Refused(rules.staff.code, rules.staff.sentence, kind="who")
    return training


def people(request, code):
    """Who takes part, for the staff: marks who is there, enrols somebody."""
    training = _staffed(request, code)
    rows = training.enrolments.exclude(state="cancelled").select_related(
        "user", "organisation", "training__centre__office"
    )
    form, status = forms_trainings.EnrolSomebodyForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                domain.enrol(training, by=request.actor, **form.cleaned_data)
            except Refused as error:
                status = error.status
                form.add_error(error.field if error.field in form.fields else None, error.sentence)
            else:
                messages.success(request, _("Enrolled."))
                return redirect("incubation:people", training.code)
    context = {"training": training, "rows": rows.order_by("state", "enrolled_at"), "form": form}
    return TemplateResponse(request, "incubation/people.html", context, status=status)


@never_cache
def room_code(request, code):
    """The QR code for the room, for the staff: on a screen it changes and the page renews itself; printed it holds today."""
    training = _staffed(request, code)
    address = settings.SITE_URL + reverse("incubation:here", args=[training.code, attendance.code(training)])
    context = {"training": training, "address": address, "code": qr.picture(address), "today": clock.today()}
    response = TemplateResponse(request, "incubation/room_code.html", context)
    if not training.printed:
        response["Refresh"] = "60"
    return response


@never_cache
def here(request, code, key):
    """Behind the QR code: one press, and the attendance is taken. Who has no place is sent to the staff in the room."""
    training = get_object_or_404(Training.objects.visible_to(request.actor).select_related("centre__office"), code=code)
    kept = f"here-{training.pk}"
    if attendance.is_fresh(training, key):
        request.session[kept] = attendance.a_pass(training)
    elif not attendance.is_pass(training, request.session.get(kept, "")):
        request.session.pop(kept, None)
        return TemplateResponse(request, "incubation/here.html", {"training": training, "ran_out": True}, status=404)
    if not request.actor.is_known:
        raise LOG_IN
    mine = training.enrolments.filter(user_id__in=request.actor.keys).exclude(state="cancelled").first()
    refusal, status = None, 200
    if request.method == "POST":
        try:
            if mine is None:
                raise Refused(
                    "incubation.not_enrolled", _("You are not enrolled: please ask the staff in the room."), kind="when"
                )
            domain.check_in(mine, by=request.actor, key=request.session.get(kept, ""))
        except Refused as error:
            refusal, status = error, error.status
        else:
            messages.success(request, _("Your attendance has been recorded."))
            return redirect(training)
    return TemplateResponse(
        request, "incubation/here.html", {"training": training, "mine": mine, "refusal": refusal}, status=status
    )


def _certified(number):
    rows = Enrolment.objects.attended().select_related("training__centre", "organisation", "user")
    return rows.filter(certificate=number, training__state="held").exclude(certificate="").first()


def check(request, number):
    """Whoever holds a certificate in hand sees here whether it was issued; the name stands on the paper only."""
    return TemplateResponse(
        request,
        "incubation/certificate.html",
        {"number": number, "found": _certified(number)},
        status=200 if _certified(number) else 404,
    )


@login_required
def paper(request, number):
    """The certificate as PDF, for the person and the staff."""
    found = _certified(number)
    if found is None or not (request.actor.is_person(found.user_id) or rules.staff.test(request.actor, found)):
        raise Http404
    response = HttpResponse(papers.certificate(found, frame.host_name()), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{number}.pdf")
    return response
