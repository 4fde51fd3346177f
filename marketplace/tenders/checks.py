"""What a draft call still lacks, whether its fund may pay for it, whether an organisation may bid."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from marketplace.core import money

from .procedures import price_weight_bounds
from .states import CriterionKind, EvidenceKind

ONE = Decimal("1")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. section: anchor on the draft page; clause: where a rule asks for it."""

    section: str
    sentence: str
    clause: str = ""


def gaps(call) -> list[Gap]:
    """Everything that keeps the draft from being sent for approval, in the order of the page."""
    found = []

    def gap(section, sentence, clause=""):
        found.append(Gap(section, sentence, clause))

    if not call.title_zh.strip():
        gap("what", _("The title in Chinese is missing."))
    if not call.text_zh.strip():
        gap("what", _("The text in Chinese is missing: say what is bought, for whom, and how it is done."))
    if not call.lines.all():
        gap("lines", _("Choose at least one item of the purchase list with its quantity."))
    if call.budget <= 0:
        gap("money", _("The budget is missing."))
    _value_gap(call, gap)
    _criteria_gaps(call, gap)
    _milestone_gaps(call, gap)
    return found


def _value_gap(call, gap):
    switch = call.procedure.switch("max_value")
    if switch.value and call.budget > money.yuan(switch.value):
        gap(
            "money",
            _("“%(procedure)s” may be used up to %(limit)s yuan.")
            % {"procedure": call.procedure.name, "limit": money.figures(money.yuan(switch.value))},
            switch.clause,
        )


def _criteria_gaps(call, gap):
    criteria = list(call.criteria.all())
    total = sum((c.weight for c in criteria), Decimal())
    if total != ONE:
        gap(
            "criteria", _("The weights must add up to 100 %%; they add up to %(total)s %%.") % {"total": percent(total)}
        )
    prices = [c for c in criteria if c.kind == CriterionKind.PRICE]
    if len(prices) != 1:
        gap("criteria", _("Exactly one criterion is the price."))
        return
    low, high = price_weight_bounds(call.procedure)
    weight = Fraction(prices[0].weight)
    if weight < low:
        gap(
            "criteria",
            _("The price weighs at least %(least)s %%.") % {"least": percent(low)},
            call.procedure.switch("price_weight_min").clause,
        )
    if weight > high:
        gap(
            "criteria",
            _("The price weighs at most %(most)s %%.") % {"most": percent(high)},
            call.procedure.switch("price_weight_max").clause,
        )


def _milestone_gaps(call, gap):
    milestones = list(call.milestones.all())
    if not milestones:
        gap("milestones", _("Plan at least one milestone: what is paid when."))
        return
    total = sum((m.share for m in milestones), Decimal())
    if total != ONE:
        gap(
            "milestones",
            _("The shares of the milestones must add up to 100 %%; they add up to %(total)s %%.")
            % {"total": percent(total)},
        )
    for row in milestones:
        if EvidenceKind.INDICATORS in row.demands and not row.indicators:
            gap(
                "milestones",
                _("“%(milestone)s” demands the value of each indicator, but names no indicator.")
                % {"milestone": row.title},
            )


def percent(share) -> str:
    """A share as percent without needless zeros: 0.155 -> '15.5'."""
    share = Decimal(share.numerator) / Decimal(share.denominator) if isinstance(share, Fraction) else Decimal(share)
    text = f"{share * 100:.2f}".rstrip("0").rstrip(".")
    return text or "0"


def first_gap(call):
    """For the rule `is_complete`: None, or the values of its sentence."""
    found = gaps(call)
    if not found:
        return None
    return {"what": found[0].sentence, "clause": found[0].clause}


def fund_gap(call):
    """For the rule `fund_fits`: None, or why this fund cannot pay for this call."""
    from marketplace.funds import queries as funds

    items = [line.item for line in call.lines.select_related("item")]
    why = funds.misfit(call.fund, items, list(call.communities.all()))
    if why:
        return {"why": str(why)}
    free = funds.free_balance(call.fund)
    if call.budget > free:
        return {
            "why": _("The fund “%(fund)s” has %(free)s yuan free; the budget is %(budget)s yuan.")
            % {"fund": call.fund.name, "free": money.figures(free), "budget": money.figures(call.budget)}
        }
    return None


def bid_blocker(organisation):
    """For the rule `organisation_may_bid`: None, or the first thing that keeps the organisation from bidding."""
    from orgs.queries import bid_blockers

    for refusal in bid_blockers(organisation):
        return {"why": refusal.sentence, "clause": refusal.clause}
    return None
