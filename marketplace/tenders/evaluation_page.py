"""What the evaluation's page shows of one call, for one reader."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .domain import low_price, ranking, validity
from .domain.award import rank_call
from .domain.committee import is_settled, size_needed
from .domain.report import ranking_lines
from .models import Bid, Challenge, LowPriceInquiry, Score
from .queries_evaluation import all_handed_in, seat_of
from .states import AWARDED, OPENED, CallState, CriterionKind, MemberState

S, M = CallState, MemberState
MEMBER_TONES = {M.APPOINTED: "wait", M.READY: "open", M.CONFLICTED: "due", M.SUBMITTED: "done", M.REPLACED: "draft"}


@dataclass
class BidRow:
    """One opened bid: checks in the order of the conditions, faults, its inquiry."""

    bid: Bid
    checks: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    inquiry: LowPriceInquiry | None = None
    limit: object = None


def page(call, actor) -> dict:
    """Context of the page; what the reader may not see is not in it."""
    seat = seat_of(actor, call)
    readable = set(Bid.objects.visible_to(actor).filter(call=call, state="opened").values_list("pk", flat=True))
    runs = seat is not None and seat.state not in (M.READY, M.SUBMITTED)
    members = list(call.committee.select_related("user").order_by("replaced_at", "pk"))
    for member in members:
        member.call, member.tone = call, MEMBER_TONES[member.state]
    size, clause = size_needed(call)
    context = {
        "call": call,
        "seat": seat,
        "members": members,
        "size": size,
        "size_clause": clause,
        "expert_share": call.procedure.switch("expert_share"),
        "may_read": bool(readable),
        "has_to_declare": runs,
        "handed_in": all_handed_in(call),
        "challenges": list(Challenge.objects.visible_to(actor).filter(call=call).select_related("organisation")),
        "shows_conflicts": actor.has("SECRETARY", body="office", body_id=call.office_id) or actor.has("AUDITOR"),
        "rail": rail(call),
    }
    if readable:
        context |= _bids(call, readable)
        context |= _scores(call, actor, seat)
    return context


def _bids(call, readable) -> dict:
    conditions = list(call.conditions.all())
    limits = {bid.pk: limit for bid, limit in low_price.flagged(call)} if call.state == S.EVALUATING else {}
    rows = []
    for bid in validity.opened_bids(call):
        if bid.pk not in readable:
            continue
        known = {q.condition_id: q for q in bid.qualifications.all()}
        limit = limits.get(bid.pk)
        rows.append(
            BidRow(
                bid,
                [known.get(c.pk) for c in conditions],
                validity.faults(bid, call),
                getattr(bid, "low_price_inquiry", None),
                ranking.rounded(limit, 2) if limit is not None else None,
            )
        )
    return {
        "bids": rows,
        "conditions": conditions,
        "qualified": validity.is_complete(call),
        "valid": sum(1 for r in rows if not r.faults),
    }


def _scores(call, actor, seat) -> dict:
    """The ranking once all have handed in: as it would be now, or as it was proposed."""
    quality = [c for c in call.criteria.all() if c.kind == CriterionKind.QUALITY]
    price = next((c for c in call.criteria.all() if c.kind == CriterionKind.PRICE), None)
    context = {"criteria": quality, "price": price, "lines": [], "own": []}
    if seat is not None and seat.state in (M.READY, M.SUBMITTED):
        own = Score.objects.filter(member=seat).select_related("bid__organisation", "criterion")
        context["own"] = list(own.order_by("criterion__position", "bid_id"))
    sees_all = seat is None or seat.state == M.SUBMITTED
    award = getattr(call, "award", None)
    if not (sees_all and all_handed_in(call)):
        return context
    if call.state in OPENED - {S.EVALUATING} and award:
        context["lines"], context["draw"] = (
            ranking_lines(award.ranking, award.lowest_price, quality, price.weight if price else None),
            award.draw,
        )
    elif validity.is_complete(call) and validity.valid_bids(call):
        context |= _preview(call, quality, price)
    return context


def _preview(call, quality, price) -> dict:
    """The ranking as it would be proposed now; nothing while a valid bid lacks a score (it became valid again later)."""
    try:
        found = rank_call(call)
    except ValueError:
        return {"gap": True}
    names = {b.code: b.organisation for b in validity.opened_bids(call)}

    rows = [
        {
            **place,
            "organisation": {
                "zh": names[place["bid"]].name_zh,
                "en": names[place["bid"]].name_en or names[place["bid"]].name_zh,
            },
        }
        for place in found.as_json()
    ]
    return {
        "lines": ranking_lines(rows, found.lowest_price, quality, price.weight if price else None),
        "draw": vars(found.draw) if found.draw else {},
        "preview": True,
    }


def rail(call) -> list[dict]:
    """Where the evaluation stands, for `parts/rail.html`."""
    active = list(call.committee.active())
    declared = is_settled(call)
    complete = bool(call.opened_at) and validity.is_complete(call)
    unsettled = low_price.unsettled(call) if complete and call.state == S.EVALUATING else []
    handed = sum(1 for m in active if m.state == M.SUBMITTED)
    steps = [
        (
            _("Committee appointed"),
            bool(active),
            ngettext("%(n)s member", "%(n)s members", len(active)) % {"n": len(active)} if active else "",
        ),
        (_("Conflicts declared"), declared, ""),
        (_("Qualification checked"), complete, ""),
        (
            _("Low prices settled"),
            complete and not unsettled,
            ngettext("%(n)s open", "%(n)s open", len(unsettled)) % {"n": len(unsettled)} if unsettled else "",
        ),
        (
            _("Scores handed in"),
            all_handed_in(call),
            _("%(n)s of %(all)s") % {"n": handed, "all": len(active)} if active else "",
        ),
        (_("Award proposed"), call.state in OPENED - {S.EVALUATING}, ""),
        (_("Award decided"), call.state in AWARDED, ""),
    ]
    rows, now_found = [], False
    for label, done, note in steps:
        state = "done" if done else "next" if now_found else "now"
        now_found = now_found or not done
        rows.append({"label": label, "state": state, "when": None, "note": note})
    return rows
