"""Hub organisations: whom they look after, what they report, which functions they hold, the multiplication target."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from marketplace.core import pagecache
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import Refused
from orgs.models import Office, Organisation

from .. import domain, figures, forms_trainings
from ..models import Care, CareReport
from .making import make, posted


class Hubs(RoomList):
    """Every hub with what it does; the target and how far it is reached."""

    template_name = "incubation/hubs.html"

    def rows(self, actor):
        if not actor.is_known:
            pagecache.until(self.request)
        running = Count("cares", filter=Q(cares__state="running"), distinct=True)
        functions = Count("functions", filter=Q(functions__state="held"), distinct=True)
        rows = Organisation.objects.visible_to(actor).filter(is_hub=True).annotate(caring=running, held=functions)
        return rows.select_related("community").order_by("-caring", "name_zh", "id")

    def get_context_data(self, **kwargs):
        return super().get_context_data(target=figures.multiplication(), **kwargs)


class HubPage(RoomDetail):
    template_name = "incubation/hub.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "hub"

    def rows(self, actor):
        return Organisation.objects.visible_to(actor).filter(Q(is_hub=True) | Q(cares__isnull=False)).distinct()

    def get_context_data(self, **kwargs):
        hub, actor = self.object, self.request.actor
        cares = Care.objects.visible_to(actor).filter(hub=hub).select_related("organisation", "hub")
        reports = Prefetch("reports", CareReport.objects.order_by("-quarter"))
        return super().get_context_data(
            cares=cares.prefetch_related(reports).order_by("state", "-since", "id"),
            functions=hub.functions.select_related("office", "hub").order_by("-state", "-since"),
            is_side=actor.has("OWNER", "BID_WRITER", body="organisation", body_id=hub.pk),
            may_hand_over=bool(actor.bodies("office", "LEADER")) and hub.pk not in actor.belongs_to,
            **kwargs,
        )


@login_required
def propose(request, code):
    """The hub offers to look after an organisation."""
    hub = get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)
    if not request.actor.has("OWNER", "BID_WRITER", body="organisation", body_id=hub.pk):
        raise Refused("incubation.hub_side", _("This is for the hub's owner or bid writer."), kind="who")
    blank = Care(hub=hub)
    return make(
        request, forms_trainings.CareForm(posted(request)), lambda **data: domain.propose_care(hub, by=request.actor, **data),
        heading=_("Offer to look after an organisation"), back=blank.get_absolute_url(),
        lead=_("The organisation's owner is asked and agrees or not."),
    )  # fmt: skip


@login_required
def hand_over(request, code):
    """An office hands a function to the hub."""
    hub = get_object_or_404(Organisation.objects.visible_to(request.actor), code=code)
    led = request.actor.bodies("office", "LEADER")
    if not led:
        raise Refused("incubation.hands_over", _("Functions are handed over by a leader of an office."), kind="who")
    offices = Office.objects.filter(Q(pk__in=led) | Q(parent__in=led)).standing()

    def do(office, **data):
        return domain.hand_over(office, by=request.actor, hub=hub, **data)

    form = forms_trainings.FunctionForm(posted(request), offices=offices)
    return make(request, form, do, heading=_("Hand a function to a hub"), back=Care(hub=hub).get_absolute_url())
