"""Pages of the people who keep the directory."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from marketplace.core.faces import url
from marketplace.core.pages import RoomList
from marketplace.core.refusals import LOG_IN, Refused

from .. import domain
from ..forms import NewCategoryForm, NewServiceForm, NewSetForm, NewStationForm
from ..models import Category, Service, Station
from ..queries import offices_kept_by


def _keeper(request):
    """Offices whose directory the reader keeps; refuses everybody else."""
    if not request.actor.is_known:
        raise LOG_IN
    offices = offices_kept_by(request.actor)
    if not offices.exists():
        raise Refused("keeps", _("The directory is kept by editors of an office."), kind="who")
    return offices


class KeepStations(RoomList):
    """Places one keeps, drafts first."""

    template_name = "services/keep.html"
    model, what = Station, "stations"

    def get_queryset(self):
        _keeper(self.request)
        self.filter_form = None
        return self.model.objects.kept_by(self.request.actor).select_related(*self.related).order_by("state", "code")

    related = ("community",)

    def get_context_data(self, **kwargs):
        categories = list(Category.objects.all())
        for row in categories:
            row.acts = [(v, url(row, v)) for v in (("change", "end") if row.state == "used" else ("use_again",))]
        return super().get_context_data(what=self.what, categories=categories, **kwargs)


class KeepServices(KeepStations):
    model, what, related = Service, "services", ("category",)


def new_station(request):
    return _new(request, NewStationForm, domain.add_station, _("Add a place"), with_office=True)


def new_service(request):
    return _new(request, NewServiceForm, domain.add_service, _("Add a service"), with_office=True)


def new_category(request):
    return _new(request, NewCategoryForm, domain.add_category, _("Add a category"), with_office=False)


def new_set(request):
    return _new(request, NewSetForm, domain.add_set, _("Add a named list"), with_office=False, to="services:sets")


def _new(request, form_class, do, heading, *, with_office, to="services:keep"):
    offices, refusal, status = _keeper(request), None, 200
    extra = {"offices": offices} if with_office else {}
    form = form_class(request.POST if request.method == "POST" else None, **extra)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = dict(form.cleaned_data)
            where = [values.pop("office")] if with_office else []
            try:
                made = do(*where, by=request.actor, **values)
            except Refused as error:
                status = error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
                else:
                    refusal = error
            else:
                messages.success(request, _("Saved: %(name)s") % {"name": made.name})
                return redirect(made if with_office else to)
    context = {"form": form, "refusal": refusal, "heading": heading, "back": to}
    return TemplateResponse(request, "services/new.html", context, status=status)
