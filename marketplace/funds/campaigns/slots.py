"""What this room adds to other pages, and what waits for whom."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.registry import DeskEntry, Section, desk, moments, slot, waiting
from orgs.states import Role

from ..giving.gate import door
from .models import Campaign, Pot, Question, Sighting
from .queries import figures_of, to_return
from .states import CampaignState

SHOWN = 6


def _cards(rows):
    rows = list(rows.for_list()[:SHOWN])
    found = figures_of(rows)
    for row in rows:
        row.figures = found[row.pk]
    return rows


def _section(rows, heading):
    if not rows:
        return None
    now = clock.now()
    coming = [row.closes_at for row in rows if row.state == CampaignState.OPEN and row.closes_at > now]
    context = {"rows": rows, "heading": heading, "stale_at": min(coming, default=None)}
    return Section("campaigns/slot_cards.html", context)


@slot("home", order=45)
def open_now(_page, actor):
    """Home: campaigns that are open, the first to close first."""
    rows = _cards(Campaign.objects.visible_to(ANONYMOUS).open_now().order_by("closes_at", "pk"))
    return _section(rows[:3], _("Carried by many"))


@slot("home.today", order=45)
def today(_page, actor):
    now = clock.now()
    rows = list(Campaign.objects.visible_to(ANONYMOUS).open_now().order_by("closes_at").values_list("closes_at", flat=True)[:50])  # fmt: skip
    if not rows:
        return None
    text = ngettext("campaign is open", "campaigns are open", len(rows))
    soon = (rows[0] - now).days < 3
    return Section("", {"rows": [{"n": len(rows), "text": text, "url": f"{reverse('campaigns:list')}?now=open", "soon": soon}], "stale_at": rows[0]})  # fmt: skip


@slot("funds.fund", order=30)
def campaigns_of_fund(fund, actor):
    return _section(_cards(Campaign.objects.visible_to(ANONYMOUS).filter(fund=fund).order_by("-closes_at")), _("Campaigns"))  # fmt: skip


@slot("orgs.organisation", order=55)
def campaigns_of_organisation(organisation, actor):
    rows = Campaign.objects.visible_to(ANONYMOUS).filter(organiser=organisation).order_by("-closes_at")
    return _section(_cards(rows), _("Campaigns"))


@slot("desk.ways", order=27)
def ways(_page, actor):
    if not (actor.bodies("organisation", Role.OWNER, Role.BID_WRITER) or actor.is_officer):
        return None
    return Section("", {"rows": [{"url": reverse("campaigns:manage"), "text": _("My campaigns")}]})


def _entry(campaign, what, label, *, due=None, tone="wait"):
    return DeskEntry(
        campaign.code, _("campaign"), what, campaign.title, campaign.get_absolute_url(), label, due=due, tone=tone,
        state=campaign.get_state_display(),
    )  # fmt: skip


@desk
def waits(actor):
    """Drafts to hand in, plans to open, questions to answer, figures to confirm, gifts to return, pots to put in force."""
    mine = actor.bodies("organisation", Role.OWNER, Role.BID_WRITER)
    finance, leads = actor.bodies("office", Role.FINANCE), actor.bodies("office", Role.LEADER)
    if not (mine or finance or leads):
        return
    wanted = Q(pk=None)
    if mine:
        wanted |= Q(state=CampaignState.DRAFT, organiser_id__in=mine)
    if leads:
        wanted |= Q(state=CampaignState.FILED, office_id__in=leads)
    for campaign in Campaign.objects.filter(wanted):
        if campaign.state == CampaignState.DRAFT:
            yield _entry(campaign, _("Finish the plan and hand it in"), _("write"), tone="draft")
        else:
            yield _entry(campaign, _("Check the plan and open it"), _("check"), due=campaign.opens_at)
    for question in Question.objects.filter(state="asked", campaign__organiser_id__in=mine).select_related("campaign"):
        yield DeskEntry(question.campaign.code, _("campaign"), _("Answer a question"), question.campaign.title, question.get_absolute_url(), _("answer"), tone="wait", state=question.get_state_display())  # fmt: skip
    seconds = Sighting.objects.filter(state="recorded", campaign__office_id__in=finance | leads).select_related("campaign")  # fmt: skip
    for sighting in seconds.exclude(recorded_by_id__in=actor.all_eyes):
        yield DeskEntry(sighting.campaign.code, _("campaign"), _("Confirm figures seen elsewhere"), sighting.campaign.title, sighting.get_absolute_url(), _("check"), tone="wait", state=sighting.get_state_display())  # fmt: skip
    for campaign in Campaign.objects.filter(state=CampaignState.NOT_REACHED, office_id__in=finance):
        if to_return(campaign):
            yield _entry(campaign, _("Return the gifts: it was all or nothing"), _("return"))
    for pot in Pot.objects.filter(state="draft", fund__office_id__in=leads):
        yield DeskEntry(pot.code, _("matching pot"), _("Check the pot and put it in force"), pot.name, pot.get_absolute_url(), _("check"), tone="wait", state=pot.get_state_display())  # fmt: skip


@waiting
def wait_for_others(actor):
    """The organiser waits for the leader."""
    mine = actor.bodies("organisation", Role.OWNER, Role.BID_WRITER)
    for campaign in Campaign.objects.filter(state=CampaignState.FILED, organiser_id__in=mine) if mine else ():
        yield _entry(campaign, _("The leader checks the plan"), _("look"), due=campaign.opens_at)


@moments
def coming():
    """For the demonstration's clock."""
    rows = Campaign.objects.filter(state=CampaignState.OPEN, closes_at__gt=clock.now()).order_by("closes_at")[:5]
    for campaign in rows:
        yield campaign.closes_at, _("the campaign “%(title)s” is over") % {"title": campaign.title}


@slot("campaigns.give", order=10)
def give(campaign, actor):
    """At an open campaign: the door the law leaves open, with its sentence and clause."""
    answer = door(campaign.fund, actor, cause=campaign)
    url = f"{reverse('giving:give', args=[campaign.fund.code])}?for=campaign:{campaign.code}"
    return Section("campaigns/give.html", {"door": answer, "url": url, "campaign": campaign})
