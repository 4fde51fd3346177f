"""The list of campaigns, the page of one, the plan of a new one, the organiser's list."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock, faces, pagecache
from marketplace.core.actors import ANONYMOUS
from marketplace.core.finding import every_word
from marketplace.core.pages import RoomDetail, RoomList
from marketplace.core.refusals import LOG_IN
from marketplace.core.states import TABLES
from marketplace.funds.giving.models import Gift

from .. import domain, law
from ..forms.acts import SightingForm
from ..forms.plan import PlanForm
from ..models import Campaign, Sighting
from ..queries import figures, figures_of
from ..states import CampaignState

NEWEST = 10


class CampaignFilters(forms.Form):
    """GET filters: words, state."""

    q = forms.CharField(label=_("Find"), required=False, max_length=80)
    now = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[("", _("all")), ("open", pgettext_lazy("campaigns", "open now")), ("decided", _("over"))],
    )  # fmt: skip

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            rows = rows.filter(every_word(data["q"], ("title_zh", "title_en", "story_zh", "story_en", "code")))
        if data.get("now") == "open":
            rows = rows.open_now()
        elif data.get("now") == "decided":
            rows = rows.exclude(state=CampaignState.OPEN)
        return rows


class CampaignList(RoomList):
    filters = CampaignFilters
    template_name = "campaigns/list.html"
    paginate_by = 12

    def rows(self, actor):
        return Campaign.objects.visible_to(ANONYMOUS).for_list().order_by("-closes_at", "-id")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = figures_of(context["page_obj"].object_list)
        for row in context["page_obj"].object_list:
            row.figures = found[row.pk]
        actor = self.request.actor
        if not actor.is_known:
            coming = [row.closes_at for row in context["page_obj"].object_list if row.state == CampaignState.OPEN]
            pagecache.until(self.request, min((m for m in coming if m > clock.now()), default=None))
        return context | {"may_plan": may_plan(actor)}


def may_plan(actor) -> bool:
    return actor.has("OWNER", "BID_WRITER", body="organisation") or actor.has("FINANCE", body="office")


class CampaignDetail(RoomDetail):
    template_name = "campaigns/campaign.html"
    slug_field = slug_url_kwarg = "code"

    def rows(self, actor):
        related = ("costs", "thanks", "communities", "pictures__file", "updates", "shares", "pots")
        return Campaign.objects.visible_to(actor).for_list().select_related("fund__host").prefetch_related(*related)

    def keep_until(self, campaign):
        coming = [m for m in (campaign.opens_at, campaign.closes_at) if m > clock.now()]
        return min(coming, default=None)

    def get_context_data(self, **kwargs):
        campaign, actor = self.object, self.request.actor
        costs = list(campaign.costs.all())
        filing, may_plan_filing = law.filing_of(campaign, actor)
        return super().get_context_data(
            campaign=campaign,
            figures=figures(campaign),
            costs=costs,
            questions=campaign.questions.visible_to(actor),
            sightings=campaign.sightings.visible_to(actor).select_related("evidence"),
            gifts=Gift.objects.listed().for_cause(campaign).order_by("-id")[:NEWEST] if campaign.is_here else [],
            pots=[pot for pot in campaign.pots.all() if pot.state != "draft"],
            may_note=TABLES["campaigns.sighting"].may_ever("record", actor, Sighting(campaign=campaign)),
            filing=filing,
            may_plan_filing=may_plan_filing,
            waits_for_filing=campaign.state == CampaignState.DRAFT and law.why_not_filed(campaign) is not None,
            is_open=campaign.takes_gifts(),
            not_begun=campaign.state == CampaignState.OPEN and campaign.opens_at > clock.now(),
            **kwargs,
        )


def plan(request):
    """Plan a campaign."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    face = faces.Face(domain.draft_campaign, form=PlanForm, template="campaigns/plan.html")
    return faces.act(request, Campaign(**_mine(actor)), "draft", the_face=face)


def _mine(actor) -> dict:
    """Bodies for which a plan may be begun: enough to know whether this person may; the form asks which."""
    organisations = sorted(actor.bodies("organisation", "OWNER", "BID_WRITER"))
    offices = sorted(actor.bodies("office", "FINANCE"))
    return {"organiser_id": next(iter(organisations), None), "office_id": next(iter(offices), None)}


def manage(request):
    """Campaigns of one's own organisations and offices, in every state."""
    actor = request.actor
    if not actor.is_known:
        raise LOG_IN
    own = Campaign.objects.filter(organiser_id__in=actor.bodies("organisation"))
    own = own | Campaign.objects.filter(office_id__in=actor.bodies("office"))
    rows = list(own.distinct().for_list().order_by("-id")[:200])
    found = figures_of(rows)
    for row in rows:
        row.figures = found[row.pk]
    return render(request, "campaigns/manage.html", {"rows": rows, "may_plan": may_plan(actor)})


def seen(request, code):
    """Note how far a campaign elsewhere has come."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.actor), code=code)
    if not request.actor.is_known:
        raise LOG_IN

    def do(*, by, **fields):
        return domain.record_sighting(campaign, by=by, **fields)

    return faces.act(
        request, Sighting(campaign=campaign), "record", the_face=faces.Face(do, form=SightingForm), to=lambda _row: campaign.get_absolute_url()
    )  # fmt: skip
