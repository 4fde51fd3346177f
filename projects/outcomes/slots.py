"""What this room adds to other pages, and what waits for whom."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.contracts.models import Contract
from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.pictures import section
from marketplace.core.registry import DeskEntry, Section, desk, slot
from orgs.passport import Entry, recorded
from orgs.states import Role

from .chain import chain_of
from .models import Outcome
from .states import OutcomeState


@slot("contracts.contract", order=50)
def outcomes_of_contract(contract, actor):
    rows = list(Outcome.objects.visible_to(actor).filter(contract=contract).order_by("id"))
    return Section("outcomes/slot_list.html", {"rows": rows}) if rows else None


@slot("orgs.organisation", order=50)
def outcomes_of_organisation(organisation, actor):
    rows = list(
        Outcome.objects.visible_to(ANONYMOUS).filter(contract__organisation=organisation).order_by("-published_at")[:10]
    )
    return Section("outcomes/slot_list.html", {"rows": rows}) if rows else None


@recorded
def in_the_passport(organisation):
    """For an organisation's passport: what came of its work."""
    rows = Outcome.objects.visible_to(ANONYMOUS).filter(contract__organisation=organisation, published_at__isnull=False)
    return [
        Entry(
            timezone.localdate(row.published_at), "done", _("outcome"), row.title,
            _("%(n)s people served") % {"n": row.people_served} if row.people_served else "", kind="outcome", url=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


@slot("catalogue.item", order=60)
def outcomes_of_item(item, actor):
    rows = list(
        Outcome.objects.visible_to(ANONYMOUS)
        .filter(contract__lines__item__code=item.code)
        .distinct()
        .order_by("-published_at")[:10]
    )
    return Section("outcomes/slot_list.html", {"rows": rows}) if rows else None


@slot("home.today", order=40)
def today(_page, actor):
    """Home: how many outcomes were published in the last thirty days."""
    since = clock.now() - timedelta(days=30)
    count = Outcome.objects.visible_to(ANONYMOUS).filter(published_at__gte=since).count()
    text = ngettext("outcome in the last thirty days", "outcomes in the last thirty days", count)
    row = {"n": count, "text": text, "url": reverse("outcomes:list"), "soon": False}
    return Section("", {"rows": [row]}) if count else None


@slot("home", order=40)
def newest(_page, actor):
    """Home: the newest outcomes, each as need, money, result."""
    rows = list(
        Outcome.objects.visible_to(ANONYMOUS)
        .for_list()
        .select_related("contract__call")
        .order_by("-published_at", "-id")[:3]
    )
    for row in rows:
        row.chain = chain_of(row)
    return Section("outcomes/home_outcomes.html", {"rows": rows}) if rows else None


@desk
def waiting(actor):
    """Drafts to write, outcomes to review."""
    organisations = actor.bodies("organisation", Role.OWNER, Role.BID_WRITER)
    reviews = actor.has(Role.EDITOR, body="office")
    if not (organisations or reviews):
        return
    wanted = Q(pk=None)
    if organisations:
        wanted |= Q(state=OutcomeState.DRAFT, contract__organisation_id__in=organisations)
    if reviews:
        wanted |= Q(state=OutcomeState.IN_REVIEW)
    for outcome in Outcome.objects.filter(wanted).select_related("contract"):
        draft = outcome.state == OutcomeState.DRAFT
        yield DeskEntry(
            outcome.code,
            _("outcome"),
            _("Write what came of it") if draft else _("Check and publish the outcome"),
            outcome.title,
            outcome.get_absolute_url(),
            _("write") if draft else _("check"),
            tone="draft" if draft else "wait",
            state=outcome.get_state_display(),
        )


@slot("funds.fund.flow")
def flow_of_fund(fund, actor):
    """On a fund's page: where its money came from and what became of it."""
    return section("fund-flow", actor, fund)


@slot("funds.became")
def outcomes_of_receipt(became, actor):
    """On the page of a receipt: what was published about the contracts it paid for."""
    contracts = [cause.pk for cause in became.causes if isinstance(cause, Contract)]
    rows = list(Outcome.objects.visible_to(actor).filter(contract__in=contracts).order_by("-published_at", "-id")[:10])
    return Section("outcomes/slot_list.html", {"rows": rows}) if rows else None
