"""Incentive rounds: results entered from a closed appraisal, shares computed, decided, paid."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from ..models import Fund, IncentiveLine, IncentiveRound
from ..states_rounds import Measure
from .books import _positive, commit, pay
from .shares import by_weight

MOST = {Measure.STARS: 5, Measure.RATINGS: 100, Measure.TARGETS: 100}


def draft_round(fund: Fund, *, by, title_zh: str, measure: str, pot: Decimal, table, appraisal="", title_en="", provenance="illustrative") -> IncentiveRound:  # fmt: skip
    """Begin a round. table: [[from value, weight], ...]."""
    _positive(pot)
    one = IncentiveRound(
        fund=fund, title_zh=title_zh, title_en=title_en, measure=measure, pot=pot, appraisal=appraisal, number="",
        table=sorted([[str(at), str(weight)] for at, weight in table], key=lambda step: Decimal(step[0])),
        drafted_by=by.user, provenance=provenance,
    )  # fmt: skip
    with creating(one, by=by, verb="draft"):
        one.number = f"IR{next_number('INCENTIVE')}"
        one.save()
    return one


def set_result(one: IncentiveRound, *, by, community, value: Decimal) -> IncentiveRound:
    """Enter what a community reached."""
    most = MOST[Measure(one.measure)]
    if value is None or not 0 <= value <= most:
        raise Refused("value", _("A result lies between 0 and %(most)s."), field="value", values={"most": most})
    with verb("set_result", one, by=by, note=f"{community.code} {value}"):
        IncentiveLine.objects.update_or_create(round=one, community=community, defaults={"value": value})
    return one


def remove_result(one: IncentiveRound, *, by, line: IncentiveLine) -> IncentiveRound:
    if line.round_id != one.pk:
        raise Refused("no_line", _("This is no result of this round."), field="line")
    with verb("remove_result", one, by=by, note=line.community.code):
        line.delete()
    return one


def close_appraisal(one: IncentiveRound, *, by) -> IncentiveRound:
    """Close the results: weights by the table, shares by largest remainder, so that they are the pot to the fen."""
    with verb("submit", one, by=by):
        lines = list(one.lines.select_related("community"))
        weights = [one.weight_of(line.value) for line in lines]
        for line, weight, amount in zip(lines, weights, by_weight(one.pot, weights), strict=True):
            line.weight, line.amount = weight, amount
            line.save()
        one.state_reason = ""
    return one


def return_round(one: IncentiveRound, *, by, reason: str) -> IncentiveRound:
    with verb("return", one, by=by, note=reason):
        one.state_reason = reason
    return one


def decide_round(one: IncentiveRound, *, by) -> IncentiveRound:
    """Promise each share."""
    with verb("decide", one, by=by):
        one.decided_by, one.decided_at = by.user, clock.now()
        for line in _shares(one):
            commit(one.fund, line.amount, cause=line, by=by)
    return one


def pay_round(one: IncentiveRound, *, by) -> IncentiveRound:
    """Pay every share, one entry each."""
    with verb("pay", one, by=by):
        for line in _shares(one):
            pay(one.fund, line.amount, cause=line, text=line.code, key=f"round:{line.code}", by=by)
        one.paid_at = clock.now()
    return one


def _shares(one):
    return [line for line in one.lines.select_related("round", "community") if line.amount]
