"""What the evaluation adds to a call's page, and what waits for whom after the opening."""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, workdays
from marketplace.core.faces import url as verb_url
from marketplace.core.registry import DeskEntry, Section, desk, slot
from orgs.experts import others as experts

from .domain import report, validity
from .domain.award import end_of
from .domain.challenges import open_challenge
from .models import Call, Challenge, CommitteeMember, LowPriceInquiry, Score
from .queries_evaluation import all_handed_in, may_see_evaluation
from .states import AWARDED, BidState, CallState, CriterionKind, LowPriceState, MemberState

S = CallState


@experts.load
def seats(user_ids):
    """For the roster of experts: seats on committees whose scores are still to come; a call that ended asks for none."""
    rows = CommitteeMember.objects.filter(
        user_id__in=user_ids,
        state__in=[MemberState.APPOINTED, MemberState.READY],
        call__state__in=[S.OPEN, S.EVALUATING],
    )
    return rows.order_by().values("user").annotate(n=Count("pk")).values_list("user", "n")


# ---- on a call's page ----------------------------------------------------------------------------
@slot("tenders.call", order=10)
def way_to_evaluation(call, actor):
    """For whoever works on it: the way to the evaluation's own page."""
    if call.state in (S.DRAFT, S.IN_REVIEW) or not actor.is_known or not may_see_evaluation(actor, call):
        return None
    return Section("tenders/evaluation_way.html", {"call": call})


@slot("tenders.call", order=20)
def my_result(call, actor):
    """For a bidder: low price inquiry, why the bid is invalid, after the award own scores, rank and reasons (art. 69)."""
    mine = actor.bodies("organisation")
    bid = (
        call.bids.filter(organisation_id__in=mine, state=BidState.OPENED).select_related("organisation").first()
        if mine
        else None
    )
    if bid is None:
        return None
    awarded = call.state in AWARDED
    place = next((p for p in call.award.ranking if p["bid"] == bid.code), None) if awarded else None
    scores = (
        Score.objects.visible_to(actor)
        .filter(bid=bid)
        .select_related("criterion")
        .order_by("criterion__position", "member_id")
        if awarded
        else []
    )
    context = {
        "call": call, "bid": bid, "awarded": awarded, "place": place, "scores": list(scores),
        "faults": validity.faults(bid, call) if validity.is_complete(call) else [],
        "inquiry": LowPriceInquiry.objects.filter(bid=bid).first(),
        "won": awarded and call.award.bid_id == bid.pk,
    }  # fmt: skip
    return Section("tenders/award_mine.html", context)


@slot("tenders.call", order=30)
def award_notice(call, actor):
    """For everybody: the result with winner, price, ranking, committee (art. 69)."""
    if call.state not in AWARDED or not hasattr(call, "award"):
        return None
    criteria = list(call.criteria.all())
    quality = [c for c in criteria if c.kind == CriterionKind.QUALITY]
    price = next((c for c in criteria if c.kind == CriterionKind.PRICE), None)
    members = list(call.committee.filter(state=MemberState.SUBMITTED).select_related("user"))
    context = {
        "call": call, "award": call.award, "price": price,
        "lines": report.ranking_lines(call.award.ranking, call.award.lowest_price, quality, price.weight if price else None),
        "members": report.member_labels(members, named=True),
        "standstill": call.procedure.switch("standstill_days"),
    }  # fmt: skip
    return Section("tenders/award_notice.html", context)


@slot("tenders.call", order=35)
def too_few_valid(call, actor):
    """For everybody: an evaluation that failed, with the rule."""
    if call.state != S.FAILED or not call.opened_at:
        return None
    least = call.procedure.switch("min_bids")
    context = {
        "count": len(validity.valid_bids(call)),
        "least": least.value,
        "clause": call.procedure.switch("qualification").clause,
    }
    return Section("tenders/evaluation_failed.html", context)


@slot("tenders.call", order=40)
def challenges(call, actor):
    """For everybody: that there was a challenge, when, and how it was answered; its words for bidders and the office."""
    rows = list(call.challenges.order_by("pk")) if call.opened_at else []
    if not rows:
        return None
    readable = list(Challenge.objects.visible_to(actor).filter(call=call).select_related("organisation"))
    return Section("tenders/challenge_notice.html", {"rows": rows, "challenges": readable, "call": call})


# ---- my desk -----------------------------------------------------------------------------------------
@desk
def waiting(actor):
    """Declarations, scores, the secretariat's steps, decisions, challenges, low prices."""
    if not actor.is_known:
        return
    yield from _my_seats(actor)
    yield from _secretariat(actor)
    yield from _leader(actor)
    yield from _bidder(actor)


def _entry(call, what, url, label, *, due=None, tone="open", state=None):
    late = due is not None and due < clock.now()
    return DeskEntry(
        call.number,
        _("evaluation"),
        what,
        call.title,
        url,
        label,
        due=due,
        tone="due" if late else tone,
        state=state or call.get_state_display(),
    )


def _my_seats(actor):
    rows = CommitteeMember.objects.filter(
        user_id__in=actor.keys, state__in=[MemberState.APPOINTED, MemberState.READY], call__state=S.EVALUATING
    ).select_related("call__procedure")
    for member in rows:
        if member.state == MemberState.APPOINTED:
            what, url, label = (
                _("Declare conflicts of interest"),
                reverse("tenders:evaluation", args=[member.call.code]),
                _("declare"),
            )
        elif validity.is_complete(member.call):
            what, url, label = _("Score the bids"), verb_url(member, "score"), _("score")
        else:
            continue
        yield _entry(member.call, what, url, label, due=member.score_until, state=member.get_state_display())


def _secretariat(actor):
    offices = actor.bodies("office", "SECRETARY")
    if not offices:
        return
    calls = (
        Call.objects.filter(office_id__in=offices, state=S.EVALUATING)
        .select_related("procedure")
        .prefetch_related("committee")
    )
    for call in calls:
        url = reverse("tenders:evaluation", args=[call.code])
        yield _entry(call, _secretary_step(call), url, _("go to the evaluation"), tone="wait")


def _secretary_step(call):
    """The next thing the secretariat has to do or to wait for, in words."""
    from .domain import low_price

    states = [m.state for m in call.committee.all() if m.state != MemberState.REPLACED]
    if not states:
        return _("Appoint the committee")
    if MemberState.CONFLICTED in states:
        return _("Replace a member with a conflict of interest")
    if not validity.is_complete(call):
        return _("Check qualifications")
    if low_price.to_ask(call):
        return _("Ask about an abnormally low price")
    if call.bids.filter(low_price_inquiry__state=LowPriceState.ANSWERED).exists():
        return _("Decide about a low price")
    if all_handed_in(call):
        return _("Propose the award")
    return _("Members are declaring and scoring")


def _leader(actor):
    offices = actor.bodies("office", "LEADER")
    if not offices:
        return
    calls = Call.objects.filter(office_id__in=offices, state__in=[S.AWARD_PROPOSED, S.CHALLENGED]).select_related(
        "procedure", "award"
    )
    for call in calls:
        if call.state == S.AWARD_PROPOSED:
            yield _entry(
                call,
                _("Decide the award"),
                reverse("tenders:report", args=[call.code]),
                _("decide"),
                due=decision_due(call),
            )
        elif found := open_challenge(call):
            yield _entry(
                call, _("Answer the challenge"), verb_url(found, "reject"), _("answer"), due=found.answer_until
            )


def decision_due(call) -> datetime:
    """Until when the award is decided after the report came (Order 87, art. 68)."""
    from django.utils import timezone

    switch = call.procedure.switch("decision_days")
    return end_of(workdays.add_days(timezone.localdate(call.award.proposed_at), int(switch.value), switch.days).day)


def _bidder(actor):
    mine = actor.bodies("organisation", "OWNER", "BID_WRITER")
    if not mine:
        return
    rows = LowPriceInquiry.objects.filter(bid__organisation_id__in=mine, state=LowPriceState.ASKED).select_related(
        "bid__call"
    )
    for inquiry in rows:
        yield _entry(
            inquiry.call,
            _("Explain your price"),
            verb_url(inquiry, "answer"),
            _("answer"),
            due=inquiry.answer_until,
            state=inquiry.get_state_display(),
        )
