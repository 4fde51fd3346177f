"""Matching pots: promised in the books when they come in force, claimed gift by gift under a lock, paid out at the settlement."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import system
from marketplace.core.money import ZERO, figures, yuan
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, lock, verb

from ... import domain as funds
from ... import ledger
from ...ledger import Posting, account
from ...states import AccountKind, EntryKind
from ..giver import giver_key
from ..kinds import CampaignKind, MatchRule
from ..matching import Matched, doubled, shares
from ..models import Campaign, Match, Pot
from ..queries import gifts_by_giver, left_in
from ..states import CampaignState
from ..states_pots import PotState

PORTAL = system("matching")


def draft_pot(*, by, campaigns=(), **fields) -> Pot:
    """Draft a pot of a fund. fields: columns of Pot but code and state."""
    pot = Pot(drafted_by=by.user, code="", **fields)
    with creating(pot, by=by, verb="draft"):
        _fits(pot, campaigns)
        pot.code = next_number("POT")
        pot.save()
        pot.campaigns.set(campaigns)
    return pot


def edit_pot(pot: Pot, *, by, campaigns=None, **fields) -> Pot:
    with verb("edit", pot, by=by):
        for name, value in fields.items():
            setattr(pot, name, value)
        _fits(pot, campaigns or ())
        if campaigns is not None:
            pot.campaigns.set(campaigns)
        pot.drafted_by = by.user
    return pot


def _fits(pot, campaigns):
    if pot.amount is None or pot.amount <= ZERO:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field="amount")
    if pot.factor is None or pot.factor <= 0:
        raise Refused("not_positive", _("The factor must be more than 0."), field="factor")
    for one in campaigns:
        if one.kind != CampaignKind.GIFT or not one.is_here:
            raise Refused("no_gifts_here", _("“%(title)s” takes no gifts here, so none can be answered."), field="campaigns",
                          values={"title": one.title})  # fmt: skip


def activate_pot(pot: Pot, *, by) -> Pot:
    """The leader puts it in force: its whole amount is promised in the books of its fund from now on."""
    with verb("activate", pot, by=by, note=figures(pot.amount)):
        funds.commit(pot.fund, pot.amount, cause=pot, by=by)
    return pot


def end_pot(pot: Pot, *, by) -> Pot:
    """All its campaigns are settled: what nobody claimed is free again."""
    with verb("end", pot, by=by):
        funds.release(pot.fund, cause=pot, by=by)
    return pot


# ---- answering gifts ------------------------------------------------------------------------------------------------
def answer_gift(gift) -> list[Match]:
    """What the pots of its campaign add to a booked gift; a promise that it keeps hands its match over. Safe to call again."""
    with act():
        carried = Match.objects.filter(pledge=gift.pledge_id, gift=None, taken_back=False) if gift.pledge_id else []
        for match in list(carried):
            match.gift = gift
            match.save(update_fields=["gift"])
        return _answer(gift, gift=gift)


def answer_pledge(pledge) -> list[Match]:
    """What the pots of its campaign add to a promise, as long as it is not taken back."""
    with act():
        return _answer(pledge, pledge=pledge)


def _answer(given, **what) -> list[Match]:
    campaign = given.cause
    if not isinstance(campaign, Campaign):
        return []
    found = []
    for pot in campaign.pots.filter(state=PotState.ACTIVE, rule=MatchRule.DOUBLE).order_by("pk"):
        with verb("claim", pot, by=PORTAL):
            if not pot.matches.filter(taken_back=False, **what).exists():
                found += _claim(pot, campaign, given, what)
    return found


def _claim(pot, campaign, given, what):
    """One gift's share of a pot whose row is locked: of fifty claims at once, each sees what the one before left."""
    key, alive = giver_key(given), pot.matches.filter(taken_back=False)
    before = Matched(
        project=_sum(alive.filter(campaign=campaign)), giver=_sum(alive.filter(giver=key)), gifts=alive.filter(giver=key).count()
    )  # fmt: skip
    amount = doubled(yuan(given.amount), pot.caps, before, left=left_in(pot))
    if amount <= ZERO:
        return []
    return [Match.objects.create(pot=pot, campaign=campaign, giver=key, amount=amount, at=clock.now(), **what)]


def _sum(rows) -> Decimal:
    return rows.aggregate(n=Sum("amount"))["n"] or ZERO


def take_back_gift(gift) -> int:
    """A gift was returned whole: what a pot added goes back into the pot. Not after the settlement: then it is paid out."""
    return _take_back(Match.objects.filter(gift=gift)) if gift.kept <= ZERO else 0


def take_back_pledge(pledge) -> int:
    """A promise is not kept: what a pot added to it goes back into the pot."""
    return _take_back(Match.objects.filter(pledge=pledge, gift=None))


def _take_back(matches) -> int:
    with act():
        rows = matches.filter(taken_back=False, pot__state=PotState.ACTIVE).exclude(
            campaign__state=CampaignState.SETTLED
        )
        for pot in Pot.objects.filter(matches__in=rows).distinct().order_by("pk"):
            lock(pot)
        return rows.update(taken_back=True)


# ---- at the end -----------------------------------------------------------------------------------------------------
def forget_matches(campaign) -> int:
    """It was not reached: nothing is matched."""
    return _take_back(Match.objects.filter(campaign=campaign))


def share_out(pot: Pot) -> list[Match]:
    """Divide a quadratic pot among its campaigns, once, when the last of them is decided; only those that were reached take part."""
    with verb("claim", pot, by=PORTAL):
        if pot.matches.exists() or pot.campaigns.exclude(state__in=_OVER).exists():
            return []
        taking = list(pot.campaigns.filter(state=CampaignState.REACHED).order_by("pk"))
        found = shares({c.pk: gifts_by_giver(c) for c in taking}, pot.amount, per_project=pot.per_project)
        return [
            Match.objects.create(pot=pot, campaign=c, amount=found[c.pk], at=clock.now()) for c in taking if found[c.pk]
        ]


_OVER = (CampaignState.REACHED, CampaignState.NOT_REACHED, CampaignState.SETTLED, CampaignState.WITHDRAWN)


def pay_out(campaign: Campaign, *, by) -> Decimal:
    """Move what pots added to a reached campaign into its fund: out of the pot's promise, into what is free there."""
    total = ZERO
    for pot in Pot.objects.filter(matches__campaign=campaign, state=PotState.ACTIVE).distinct().order_by("pk"):
        lock(pot)
        amount = _sum(pot.matches.filter(campaign=campaign, taken_back=False))
        if not amount:
            continue
        funds.release(pot.fund, cause=pot, by=by, amount=amount)
        if pot.fund_id != campaign.fund_id:
            _transfer(pot, campaign, amount, by)
        total += amount
    return total


def _transfer(pot, campaign, amount, by):
    source, target = pot.fund, campaign.fund
    lines = [
        Posting(account(source, AccountKind.FREE), -amount), Posting(account(source, AccountKind.TRANSFER), amount),
        Posting(account(target, AccountKind.TRANSFER), -amount), Posting(account(target, AccountKind.FREE), amount),
    ]  # fmt: skip
    key = f"match:{pot.code}:{campaign.code}"
    ledger.post(EntryKind.TRANSFER, lines, text=f"{pot.code} {campaign.code}", key=key, cause=pot, by=by)
