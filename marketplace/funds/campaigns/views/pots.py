"""Matching pots: the list, one with what it answered, a new one."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import faces
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN, Refused
from marketplace.funds.models import Fund
from orgs.states import Role

from .. import domain, rules
from ..forms.acts import PotForm
from ..models import Pot
from ..queries import claimed_of, figures_of, left_in

NEWEST = 20


class PotList(RoomList):
    template_name = "campaigns/pots.html"

    def rows(self, actor):
        return Pot.objects.visible_to(actor).select_related("fund").order_by("-id")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        claimed = claimed_of(context["page_obj"].object_list)
        for row in context["page_obj"].object_list:
            row.claimed = claimed.get(row.pk, 0)
        return context | {"may_draft": self.request.actor.has(Role.FINANCE, body="office")}


class PotDetail(RoomDetail):
    template_name = "campaigns/pot.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        return Pot.objects.visible_to(actor).select_related("fund__office")

    def get_context_data(self, **kwargs):
        pot, actor = self.object, self.request.actor
        campaigns = list(pot.campaigns.visible_to(actor).for_list())
        found = figures_of(campaigns)
        for row in campaigns:
            row.figures = found[row.pk]
        left = left_in(pot)
        matches = pot.matches.filter(campaign__in=campaigns).select_related("campaign", "gift").order_by("-id")[:NEWEST]
        return super().get_context_data(
            pot=pot, campaigns=campaigns, left=left, claimed=pot.amount - left, matches=matches, **kwargs
        )


def new_pot(request):
    """Draft a matching pot."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    offices = actor.bodies("office", Role.FINANCE)
    if not offices:
        raise Refused(rules.pot_finance.code, rules.pot_finance.sentence, kind="who")
    fund = Fund.objects.filter(office_id__in=offices, state="active").first()
    if fund is None:
        raise Refused(
            "no_fund", _("No fund of your office is in force: there is nothing to fill a pot from."), kind="when"
        )
    face = faces.Face(domain.draft_pot, form=PotForm)
    return faces.act(request, Pot(fund=fund), "draft", the_face=face)
