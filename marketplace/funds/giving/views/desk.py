"""Finance's desk: what waits to be confirmed, statements, the night's comparison, what the books could not cover."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from marketplace.core import faces
from marketplace.core.faces import Face
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from orgs.states import Role

from ...models import Fund
from .. import domain, forms, service
from ..differences import sentence_of
from ..models import Gift, Layout, Movement, Pledge, Reconciliation, Report, Statement
from ..queries import offices_of, totals, waiting_for


def _handlers_only(request):
    if not request.actor.is_known:
        raise LOG_IN
    if not offices_of(request.actor):
        raise Refused("role", _("This is for the finance officers, leaders and auditors of an office."), kind="who")


def desk(request):
    """Everything of giving that waits in one's offices, and the ways on."""
    _handlers_only(request)
    offices = offices_of(request.actor)
    last = Reconciliation.objects.first()
    context = {
        "waiting": waiting_for(request.actor)[:50],
        "mine": Gift.objects.filter(state="recorded", recorded_by_id__in=request.actor.keys).select_related("fund")[:50],
        "statements": Statement.objects.filter(fund__office_id__in=offices, state="dry").select_related("fund")[:50],
        "pledges": Pledge.objects.filter(fund__office_id__in=offices).open().select_related("fund").order_by("due", "id")[:25],
        "reports": Report.objects.filter(collection__fund__office_id__in=offices, state="drafted").select_related("collection")[:25],
        "uncovered": Movement.objects.filter(entry=None, gift__fund__office_id__in=offices).select_related("gift__fund")[:50],
        "last": last, "differences": [sentence_of(one) for one in last.differences] if last else [], "by_card": service.is_on(),
        "funds": Fund.objects.filter(office_id__in=request.actor.bodies("office", Role.FINANCE), state__in=["active", "frozen"]),
        "totals": totals(Gift.objects.handled_by(request.actor)),
    }  # fmt: skip
    return TemplateResponse(request, "giving/desk.html", context)


class GiftList(RoomList):
    """All gifts of one's offices."""

    filters = forms.GiftFilters
    template_name = "giving/gifts.html"
    bounded = True

    def rows(self, actor):
        _handlers_only(self.request)
        return Gift.objects.handled_by(actor).select_related("fund").order_by("-id")


class StatementDetail(RoomDetail):
    """A statement with the verdict on each line."""

    template_name = "giving/statement.html"
    slug_field = slug_url_kwarg = "code"
    log_in_first = True

    def rows(self, actor):
        return Statement.objects.filter(fund__office_id__in=offices_of(actor)).select_related("fund")

    def get_context_data(self, **kwargs):
        lines = list(self.object.lines.select_related("pledge", "gift"))
        counts = {}
        for line in lines:
            counts[line.get_verdict_display()] = counts.get(line.get_verdict_display(), 0) + 1
        return super().get_context_data(statement=self.object, lines=lines, counts=counts, **kwargs)


def _fund(request, code):
    if not request.actor.is_known:
        raise LOG_IN
    return get_object_or_404(Fund.objects.filter(office_id__in=offices_of(request.actor)), code=code)


def record(request, code):
    """Record a gift that came by hand."""
    fund = _fund(request, code)
    the_face = Face(partial(domain.record, fund), form=forms.RecordForm)
    return faces.act(request, Gift(fund=fund), "record", the_face=the_face, template="giving/record.html", extra={"fund": fund})  # fmt: skip


def read(request, code):
    """Read in a statement, dry."""
    fund = _fund(request, code)
    the_face = Face(partial(domain.read_statement, fund), form=forms.StatementForm)
    extra = {"fund": fund, "layouts": Layout.objects.filter(office_id=fund.office_id)}
    return faces.act(request, Statement(fund=fund), "read", the_face=the_face, template="giving/read.html", extra=extra)
