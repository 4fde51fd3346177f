"""What calls add to other rooms' pages, and what waits for whom."""

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.core import clock, faces, words
from marketplace.core.actors import ANONYMOUS
from marketplace.core.registry import DeskEntry, Section, desk, moments, rests_on, slot

from . import reads, slots_evaluation  # noqa: F401  (loaded with this module)
from .models import Bid, Call, Question, RuleSet
from .states import AWARDED, BidState, CallState
from .states_rules import RuleState


@slot("home", order=10)
def open_now(_page, actor):
    """Home: what takes bids, by closing day, five of them."""
    now = clock.now()
    open_calls = Call.objects.visible_to(ANONYMOUS).taking_bids(now)
    rows = list(open_calls.select_related("office")[:5])
    if not rows:
        return None
    return Section("tenders/home_calls.html", {"rows": rows, "stale_at": rows[0].deadline})


@slot("home.today", order=10)
def today(_page, actor):
    """Home: how many calls close within three days, and how many take bids."""
    open_calls = Call.objects.visible_to(ANONYMOUS).taking_bids(clock.now())
    deadlines = list(open_calls.values_list("deadline", flat=True))
    soon, url = sum(map(words.is_soon, deadlines)), f"{reverse('tenders:calls')}?state=taking"
    closing = ngettext("call closes within three days", "calls close within three days", soon)
    taking = ngettext("call open for bids", "calls open for bids", len(deadlines))
    rows = [(soon, closing, True), (len(deadlines), taking, False)]
    rows = [{"n": n, "text": text, "url": url, "soon": is_soon} for n, text, is_soon in rows if n]
    return Section("", {"rows": rows}) if rows else None


@slot("catalogue.item", order=20)
def calls_of_item(item, actor):
    """On an item's page: the calls in which it was bought."""
    calls, now = list(reads.similar_calls(item, ANONYMOUS)), clock.now()
    rows = [{"call": c, "tone": reads.tone(c), "state": reads.state_label(c), "winner": winner(c)} for c in calls]
    stale_at = min((c.deadline for c in calls if c.deadline and c.deadline > now), default=None)
    return Section("tenders/item_calls.html", {"rows": rows, "stale_at": stale_at}) if rows else None


@slot("catalogue.now", order=20)
def open_calls_of_items(items, actor):
    """In the purchase list: which items are being bought now."""
    items = list(items)
    codes, moments = {}, []
    rows = (
        Call.objects.visible_to(ANONYMOUS)
        .taking_bids(clock.now())
        .filter(lines__item__code__in=[i.code for i in items])
    )
    for code, call_code, deadline in rows.values_list("lines__item__code", "code", "deadline"):
        codes.setdefault(code, call_code)
        moments.append(deadline)
    cells = {
        i.pk: {"url": reverse("tenders:call", args=[codes[i.code]]), "label": _("open call")}
        for i in items
        if i.code in codes
    }
    return Section("", {"cells": cells, "stale_at": min(moments, default=None)})


@slot("orgs.organisation", order=20)
def awards_of_organisation(organisation, actor):
    """On an organisation's page: the calls it won. Lost bids are not paraded."""
    calls = (
        Call.objects.visible_to(ANONYMOUS)
        .filter(state__in=AWARDED, award__bid__organisation=organisation)
        .select_related("award", "office")
        .order_by("-award__decided_at", "-id")[:20]
    )
    rows = [{"call": c, "tone": reads.tone(c), "state": reads.state_label(c), "price": c.award.price} for c in calls]
    return Section("tenders/organisation_awards.html", {"rows": rows}) if rows else None


@slot("funds.fund", order=20)
def calls_of_fund(fund, actor):
    """On a fund's page: the calls paid from it."""
    calls = (
        Call.objects.visible_to(ANONYMOUS).filter(fund=fund).exclude(published_at=None).order_by("-published_at")[:20]
    )
    rows = [{"call": c, "tone": reads.tone(c), "state": reads.state_label(c), "price": c.budget} for c in calls]
    return Section("tenders/fund_calls.html", {"rows": rows}) if rows else None


def winner(call):
    """The organisation that was awarded, once that is public."""
    award = getattr(call, "award", None)
    return award.bid.organisation if award and call.state in AWARDED else None


@moments
def coming():
    """What comes by the clock alone: bids close, a standstill ends."""
    now = clock.now()
    for call in Call.objects.visible_to(ANONYMOUS).taking_bids(now)[:20]:
        yield call.deadline, _("Bids close: %(call)s") % {"call": call.title}
    for call in Call.objects.filter(state=CallState.STANDSTILL, award__standstill_until__gt=now).select_related(
        "award"
    )[:20]:
        yield call.award.standstill_until, _("Standstill ends: %(call)s") % {"call": call.title}


@slot("desk.ways", order=10)
def ways(_page, actor):
    """On the desk: where calls are begun and looked through."""
    rows = []
    if actor.has("BUYER", body="office"):
        rows.append({"url": reverse("tenders:new"), "text": _("Draft a call")})
    if actor.is_officer:
        rows.append({"url": reverse("tenders:manage"), "text": _("Calls of my office")})
    if actor.bodies("organisation"):
        rows.append({"url": reverse("tenders:calls"), "text": _("Calls for tenders")})
    return Section("", {"rows": rows}) if rows else None


# ---- my desk --------------------------------------------------------------------------------------
@desk
def waiting(actor):
    """What waits for buyers, leaders, openers and bid writers: one query per kind, whatever their number."""
    yield from _drafts(actor)
    yield from _questions(actor)
    yield from _approvals(actor)
    yield from _openings(actor)
    yield from _bids(actor)


def _entry(call, what, url, label, *, due=None, tone=None, state=None, draft=False):
    return DeskEntry(
        number=call.number or "–",
        kind=_("call for tenders"),
        what=what,
        about=call.title,
        url=url,
        label=label,
        due=due,
        tone=tone or reads.tone(call),
        state=state or reads.state_label(call),
        draft=draft,
    )


def _drafts(actor):
    if not actor.has("BUYER", body="office"):
        return
    for call in Call.objects.filter(
        state=CallState.DRAFT, drafted_by_id__in=actor.keys, office_id__in=actor.bodies("office", "BUYER")
    ):
        back = bool(call.state_reason)
        what = _("The leader sent your draft back") if back else _("Go on with the draft and ask for approval")

        yield _entry(
            call, what, reverse("tenders:edit", args=[call.code]), _("Edit the draft"), tone="due" if back else "draft",
            draft=True,
        )  # fmt: skip


def _questions(actor):
    offices = actor.bodies("office", "BUYER")
    if not offices:
        return
    asked = Question.objects.filter(call__office_id__in=offices, state="asked", call__state=CallState.OPEN)
    for question in asked.select_related("call"):
        call = question.call
        yield _entry(
            call, _("A question waits for an answer"), faces.url(question, "answer"), _("Answer"), due=call.deadline, tone="wait",
            state=_("to be answered"),
        )  # fmt: skip


def _approvals(actor):
    offices = actor.bodies("office", "LEADER")
    if not offices:
        return
    waiting = Call.objects.filter(state=CallState.IN_REVIEW, office_id__in=offices).exclude(
        drafted_by_id__in=actor.all_eyes
    )
    for call in waiting:
        yield _entry(call, _("A call waits for your approval"), call.get_absolute_url(), _("Read and decide"))


def _openings(actor):
    offices = actor.bodies("office", "OPENER")
    if not offices:
        return
    closed = Call.objects.filter(state=CallState.OPEN, office_id__in=offices, deadline__lt=clock.now())
    for call in closed.exclude(opening_confirmations__opener_id__in=actor.all_eyes):
        yield _entry(
            call,
            _("The deadline has passed: confirm the opening"),
            faces.url(call, "confirm_opening"),
            _("Confirm"),
            due=call.deadline,
        )


def _bids(actor):
    organisations = actor.bodies("organisation", "BID_WRITER")
    if not organisations:
        return
    mine = Bid.objects.filter(
        organisation_id__in=organisations, call__state=CallState.OPEN, call__deadline__gte=clock.now()
    )
    for bid in mine.filter(state=BidState.DRAFT).select_related("call"):
        yield _entry(
            bid.call, _("Your bid is not sealed yet"), reverse("tenders:bid_edit", args=[bid.code]), _("Go on writing"),
            due=bid.call.deadline, tone="draft", state=bid.get_state_display(),
        )  # fmt: skip

    changed = (
        mine.filter(state=BidState.SEALED)
        .annotate(latest=Max("call__amendments__number"))
        .filter(latest__gt=F("confirmed_amendment"))
    )
    for bid in changed.select_related("call"):
        yield _entry(
            bid.call, _("The call was amended: confirm or replace your bid"), bid.get_absolute_url(), _("Look"), due=bid.call.deadline,
            tone="due", state=_("to be confirmed"),
        )  # fmt: skip


@rests_on("orgs.office")
def calls_of_the_office(office):
    return Call.objects.filter(office=office, published_at__isnull=False).exists()


@rests_on("orgs.community")
def calls_for_the_community(community):
    return Call.objects.filter(communities=community, published_at__isnull=False).exists()


@desk
def rules_to_approve(actor):
    """Leaders: rule sets that somebody else drafted."""
    if not actor.has("LEADER", body="office"):
        return
    for row in RuleSet.objects.filter(state=RuleState.DRAFT).exclude(drafted_by_id__in=actor.all_eyes):
        yield DeskEntry(
            number=row.version, kind=_("rule set"), what=_("Read the new rules and approve them"), about=row.name,
            url=reverse("kept_rules:sheet", args=[row.pk]), label=_("read"), tone="wait", state=row.get_state_display(),
        )  # fmt: skip
