"""The roster for the offices, one entry, proposing somebody, offering oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from orgs.models import Office

from . import conflicts, domain, forms, queries
from .models import Expert


class Roster(RoomList):
    """Everybody on the roster of any office, with load and marks; for people of the offices."""

    filters = forms.RosterFilters
    template_name = "experts/list.html"

    def rows(self, actor):
        if not actor.is_known:
            raise LOG_IN
        if not actor.is_officer:
            raise Refused("officers", _("This list is for people of the offices."), kind="who")
        rows = Expert.objects.visible_to(actor).with_grades().select_related("user", "office")
        return rows.order_by("state", "code")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        loads = queries.loads(rows)
        free = set(Expert.objects.filter(pk__in=[row.pk for row in rows]).available().values_list("pk", flat=True))
        for row in rows:
            row.load, row.free = loads[row.pk], row.pk in free
        return context | {"experts": rows, "may_enter": bool(_offices(self.request.actor))}


class ExpertPage(RoomDetail):
    """One entry; officers may hold it against an organisation."""

    template_name = "experts/expert.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "expert"
    log_in_first = True

    def rows(self, actor):
        return Expert.objects.visible_to(actor).with_grades().select_related("user", "office", "unit_organisation")

    def get_context_data(self, **kwargs):
        expert, actor, today = self.object, self.request.actor, clock.today()
        check = forms.CheckForm(self.request.GET if "organisation" in self.request.GET else None)
        asked = check.cleaned_data["organisation"] if check.is_bound and check.is_valid() else None
        return super().get_context_data(
            posts=expert.posts.select_related("organisation"),
            ties=expert.ties.select_related("organisation"),
            aways=expert.aways.ahead(today),
            is_away=expert.aways.on(today).exists(),
            load=queries.loads([expert])[expert.pk],
            appraisals=expert.appraisals.select_related("by")[:20],
            is_self=actor.is_person(expert.user_id),
            check=check if actor.is_officer else None,
            asked=asked,
            conflicts=conflicts.conflicts_of(expert, asked) if asked else (),
            today=today,
            **kwargs,
        )


def _offices(actor):
    """Offices whose roster the actor keeps."""
    return Office.objects.filter(pk__in=actor.bodies("office", "SECRETARY", "LEADER"))


@login_required
def enter(request):
    """Propose somebody."""
    offices = _offices(request.actor)
    if not offices:
        raise Refused(
            "keeps", _("The roster is kept by the evaluation secretary and the leaders of an office."), kind="who"
        )
    return _new(request, forms.EnterForm, domain.enter, offices, _("Propose somebody"), "experts:list")


@login_required
def offer(request):
    """Offer oneself; who stands there already is led to the own entry."""
    mine = Expert.objects.filter(user_id__in=request.actor.keys).first()
    if mine is not None:
        return redirect(mine)
    offices = Office.objects.filter(kind="STREET").standing()
    return _new(request, forms.OfferForm, domain.offer, offices, _("Offer yourself as expert or mentor"), "desk:home")


def _new(request, form_class, do, offices, heading, back):
    form, refusal, status = form_class(request.POST if request.method == "POST" else None, offices=offices), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = dict(form.cleaned_data)
            try:
                made = do(values.pop("office"), by=request.actor, **values)
            except Refused as error:
                refusal, status = error, error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
            else:
                messages.success(request, _("Saved. A leader of the office decides about it."))
                return redirect(made)
    context = {"form": form, "refusal": refusal, "heading": heading, "back": back}
    return TemplateResponse(request, "experts/new.html", context, status=status)
