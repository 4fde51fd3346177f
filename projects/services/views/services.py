"""Matters residents come for: the list with its facets, one matter, the named lists, a poster."""

from marketplace.core import pagecache
from marketplace.core.pages import RoomDetail, RoomList

from .. import structured, words
from ..filters import ServiceFilters
from ..models import Category, Service, ServiceSet, Station
from ..rules import edits
from ..states import KeptState
from .stations import entries, poster, stale_at


class ServiceList(RoomList):
    """What is handled at the counters, by category."""

    filters = ServiceFilters
    template_name = "services/services.html"
    paginate_by = 24

    def rows(self, actor):
        return Service.objects.visible_to(actor).listed().for_list().order_by("category__position", "code")

    def get_context_data(self, **kwargs):
        from django.db.models import Count, Q

        if not self.request.actor.is_known:
            pagecache.until(self.request)
        context = super().get_context_data(**kwargs)
        for service in context["object_list"]:
            service.limit = words.limit_words(service.time_limit)
        used = Category.objects.filter(state=KeptState.USED)
        counted = used.annotate(n=Count("services", filter=Q(services__in=Service.objects.listed()))).order_by(
            "position", "code"
        )
        day = self.filter_form.day if self.filter_form.is_bound else None
        asked = getattr(self.filter_form, "cleaned_data", {}).get("open") or ""
        return context | {
            "categories": [row for row in counted if row.n],
            "asked": asked,
            "coming": day,
            "coming_words": words.coming_words(day) if day else "",
        }


class ServicePoster(ServiceList):
    template_name = "services/poster_services.html"
    paginate_by = 300

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | poster(self.filter_form, "services:services")


class ServicePage(RoomDetail):
    """One matter: papers, time limit, fee, how to ask, and where, with what is open now."""

    template_name = "services/service.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "service"

    def rows(self, actor):
        return Service.objects.visible_to(actor).select_related("category", "department", "office")

    def get_object(self, queryset=None):
        self.places = []
        return super().get_object(queryset)

    def keep_until(self, obj):
        self.places = self.where(obj)
        return stale_at(self.places)

    def where(self, service) -> list:
        return entries(Station.objects.listed().filter(services=service).with_hours())

    def get_context_data(self, **kwargs):
        service = self.object
        places = self.places or self.where(service)
        places.sort(key=lambda row: (not row["status"].is_open, row["station"].code))
        return super().get_context_data(
            places=places,
            open_now=sum(row["status"].is_open for row in places),
            limit=words.limit_words(service.time_limit),
            sets=list(service.sets.filter(state=KeptState.USED)),
            in_service=Service.objects.listed().filter(pk=service.pk).exists(),
            structured=structured.of_service(service, [row["station"] for row in places]),
            **kwargs,
        )


class Sets(RoomList):
    """The named lists of the sources: how many each states, which of them stand here, its words."""

    template_name = "services/sets.html"

    def rows(self, actor):
        from django.db.models import Count, Q

        rows = ServiceSet.objects.all() if edits.test(actor, None) else ServiceSet.objects.filter(state=KeptState.USED)
        return rows.annotate(here=Count("services", filter=Q(services__in=Service.objects.listed()))).order_by(
            "position", "code"
        )

    def get_context_data(self, **kwargs):
        from marketplace.core.faces import url

        if not self.request.actor.is_known:
            pagecache.until(self.request)
        context = super().get_context_data(**kwargs)
        context["keeps"] = edits.test(self.request.actor, None)
        if context["keeps"]:
            for row in context["object_list"]:
                row.acts = [
                    (v, url(row, v))
                    for v in (("change", "set_members", "end") if row.state == "used" else ("use_again",))
                ]
        return context
