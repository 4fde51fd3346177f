"""The award: ranked, proposed, decided or sent back; the standstill (Order 87, arts 57, 68, 69)."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, workdays
from marketplace.core.actors import Actor
from marketplace.core.refusals import Refused
from marketplace.core.verbs import verb

from ..models import Award, Call, Score
from ..states import CriterionKind, MemberState
from . import ranking, report
from .validity import faults, opened_bids, valid_bids

LAST_SECOND = time(23, 59, 59)


def draw_material(call: Call) -> list[str]:
    """What a draw is made from: the call's number and the SHA-256 of every opened envelope, all public since the opening."""
    hashes = []
    for bid in opened_bids(call):
        last = bid.submissions.order_by("-number").first()
        hashes.append(last.sha256 if last else bid.code)
    return [call.number, *sorted(hashes)]


def rank_call(call: Call) -> ranking.Ranking:
    """Rank the valid bids by the scores as handed in."""
    criteria = list(call.criteria.all())
    weights = {str(c.pk): c.weight for c in criteria if c.kind == CriterionKind.QUALITY}
    price_weight = next((c.weight for c in criteria if c.kind == CriterionKind.PRICE), None)
    bids = valid_bids(call)
    points: dict[tuple, list[Decimal]] = {}
    rows = Score.objects.filter(bid__in=bids, member__call=call, member__state=MemberState.SUBMITTED)
    for bid, criterion, value in rows.values_list("bid__code", "criterion_id", "points"):
        points.setdefault((bid, str(criterion)), []).append(value)
    entries = [
        ranking.Entry(bid.code, bid.price, {key: ranking.mean(points.get((bid.code, key), [])) for key in weights})
        for bid in bids
    ]
    return ranking.rank(
        entries,
        weights,
        price_weight,
        places=call.score_places,
        tie_rule=call.procedure.switch("tie_rule").value,
        formula=call.procedure.switch("price_formula").value,
        draw_material=draw_material(call),
    )


def propose_award(call: Call, *, by: Actor, reason: str = "") -> Award:
    """Propose the first place to the leader; ranking, faults and report are stored as they stand now.

    Raises:
        Refused: qualification, low prices, committee or scores are not complete; too few valid bids.
    """
    with verb("propose_award", call, by=by, note=reason) as call:
        found = rank_call(call)
        bids = {bid.code: bid for bid in opened_bids(call)}
        award = Award.objects.filter(call=call).first() or Award(call=call)
        if award.pk:
            award.earlier = [*award.earlier, _kept(award)]
        winner = bids[found.places[0].bid]
        award.bid, award.price, award.reason = winner, winner.price, reason.strip()
        award.ranking = [{**place, "organisation": _names(bids[place["bid"]])} for place in found.as_json()]
        award.lowest_price = found.lowest_price
        award.draw = vars(found.draw) if found.draw else {}
        award.invalid = [
            {"bid": bid.code, "organisation": _names(bid), "reasons": _reasons(bid, call)}
            for bid in bids.values()
            if faults(bid, call)
        ]
        award.proposed_by, award.proposed_at = by.user, clock.now()
        award.decided_by = award.decided_at = award.standstill_from = award.standstill_until = None
        award.save()
        call.award = award
        award.report = report.store(call, by=by, named=False)
        award.save(update_fields=["report"])
    return award


def _names(bid):
    return {
        "zh": bid.organisation.name_zh,
        "en": bid.organisation.name_en or bid.organisation.name_zh,
        "code": bid.organisation.code,
    }


def _reasons(bid, call):
    """Faults in both languages, as they are told to the bidder."""
    found = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[key] = [{"sentence": f.sentence, "clause": str(f.clause)} for f in faults(bid, call)]
    return found


def _kept(award):
    """An earlier proposal as it stood: whole, for the database lets a decided award be proposed anew only with it."""
    return {
        "bid": award.bid.code,
        "price": str(award.price),
        "lowest_price": str(award.lowest_price) if award.lowest_price is not None else None,
        "ranking": award.ranking,
        "draw": award.draw,
        "invalid": award.invalid,
        "reason": award.reason,
        "proposed_by": award.proposed_by_id,
        "proposed_at": award.proposed_at.isoformat(),
        "decided_by": award.decided_by_id,
        "decided_at": award.decided_at.isoformat() if award.decided_at else None,
        "report": award.report.sha256 if award.report else "",
    }


def send_award_back(call: Call, *, by: Actor, reason: str) -> Call:
    """The leader does not follow the proposal: back to the evaluation, with reasons."""
    if not reason.strip():
        raise Refused("tenders.reason_missing", _("Say what has to be looked at again."), field="reason")
    with verb("send_award_back", call, by=by, note=reason) as call:
        call.state_reason = reason.strip()
    return call


def decide_award(call: Call, *, by: Actor) -> Award:
    """Award to the first place and publish the result; the standstill begins.

    Raises:
        Refused: not the leader, or one who drafted, evaluated or proposed; no fresh second factor; decided already.
    """
    with verb("decide_award", call, by=by) as call:
        award = call.award
        switch = call.procedure.switch("standstill_days")
        award.decided_by, award.decided_at = by.user, clock.now()
        run_standstill(award, clock.today(), int(switch.value))
        call.state_reason = ""
        award.report = report.store(call, by=by, named=True)
        award.save()
    return award


def run_standstill(award: Award, start: date, days: int):
    """Let so many days run from the day after `start`; the last second of the last day still counts."""
    due = workdays.add_days(start, days, award.call.procedure.switch("standstill_days").days)
    award.standstill_from, award.standstill_days = start, days
    award.standstill_until = end_of(due.day)
    award.standstill_provisional = due.provisional


def end_of(day: date) -> datetime:
    """The last second of a day in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, LAST_SECOND), timezone.get_default_timezone())


def days_left(award: Award, today: date) -> int:
    """Days of the standstill that have not begun yet on `today`; at least one, so that nobody's last day is lost."""
    kind = award.call.procedure.switch("standstill_days").days
    used = 0
    while used < award.standstill_days and workdays.add_days(award.standstill_from, used + 1, kind).day <= today:
        used += 1
    return max(1, award.standstill_days - used)


def conclude(call: Call, *, by: Actor) -> Call:
    """The contract is drawn: only after the standstill and with no challenge open. Called by the contracts room."""
    with verb("conclude", call, by=by) as call:
        pass
    return call
