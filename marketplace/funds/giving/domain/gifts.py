"""Gifts by hand: recorded with evidence, confirmed by a second person; returning a gift; how its giver is named."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, files, outbox
from marketplace.core.money import ZERO, figures, yuan
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, new_code, verb

from ... import queries as funds
from .. import booking
from ..kinds import Display, GiftKind, Way
from ..models import Gift, Movement
from ..states import GiftState
from .pledges import keep_pledge


def record(
    fund, *, by, way, amount=None, kind=GiftKind.MONEY, cause=None, giver=None, giver_name="", giver_contact="",
    display=Display.ANONYMOUS, what="", hours=None, hour_value=None, received_on=None, reference="", evidence=None, pledge=None,
    directed=False,
) -> Gift:  # fmt: skip
    """Record what somebody gave by hand; it is booked when a second person confirms it.

    kind THINGS: `what` and `amount`, its value; TIME: `what`, `hours` and `hour_value`, the yuan an hour is valued at.
    evidence: an upload (slip, photograph, list); money and things need one.

    Raises:
        Refused: amount, day, evidence or description do not do; the fund is not in force.
    """
    if kind == GiftKind.TIME:
        amount = _value_of_time(hours, hour_value)
    amount = booking.check_amount(amount)
    if kind != GiftKind.MONEY and not what.strip():
        raise Refused("what_missing", _("Say what was given."), field="what")
    if kind != GiftKind.TIME and not evidence:
        raise Refused("evidence_missing", _("Add the slip or a photograph: the second person looks at it."), field="evidence")  # fmt: skip
    if received_on and received_on > clock.today():
        raise Refused("in_the_future", _("A gift is recorded when it has arrived, not before."), field="received_on")
    if display != Display.ANONYMOUS and not giver_name.strip():
        raise Refused("name_missing", _("Without a name it is shown as given without a name."), field="display")
    gift = Gift(
        fund=fund, cause=cause, kind=kind, way=way, amount=amount, given=int(amount * 100), giver=giver,
        giver_name=giver_name.strip(), giver_contact=giver_contact.strip(), display=display, what=what.strip(),
        hours=hours if kind == GiftKind.TIME else None, received_on=received_on or clock.today(), reference=reference.strip(),
        recorded_by=by.user, created_at=clock.now(), pledge=pledge, directed=directed,
    )  # fmt: skip
    with creating(gift, by=by, verb="record"):
        gift.save()
        if evidence:
            gift.evidence = files.store(evidence, purpose="giving.evidence", by=by, owner=gift)
    return gift


def _value_of_time(hours, hour_value) -> Decimal:
    if hours is None or not Decimal("0") < hours <= Decimal("9999"):
        raise Refused("hours_missing", _("Give the hours: more than 0 and at most 9,999."), field="hours")
    if hour_value is None or hour_value <= ZERO:
        raise Refused("value_missing", _("Give what an hour is valued at."), field="hour_value")
    return yuan(hours * hour_value)


def confirm(gift: Gift, *, by) -> Gift:
    """The second person has looked at the evidence: the gift gets its number and is booked."""
    with verb("confirm", gift, by=by, note=figures(gift.amount)) as gift:
        gift.confirmed_by = by.user
        booking.book(gift, key=f"hand:{gift.code}", by=by)
        if gift.pledge_id:
            keep_pledge(gift.pledge, by=by)
    return gift


def reject(gift: Gift, *, by, reason: str) -> Gift:
    """What was recorded did not come, or not so; nothing was booked."""
    with verb("reject", gift, by=by, note=reason) as gift:
        gift.reason = reason
    return gift


def refund(gift: Gift, *, by, reason: str, amount: Decimal | None = None) -> Movement:
    """Return a gift, whole (amount None) or in part.

    Money given by hand is booked out at once; for the payment service the return is asked for, its money set aside, and
    booked when it is done. Never more than is left of the gift, never more than is free in the fund.

    Raises:
        Refused: "nothing_left", "more_than_left", "not_covered", or the amount does not do.
    """
    with verb("refund", gift, by=by, note=reason) as gift:
        left = gift.kept - booking.asked_back(gift)
        if left <= ZERO:
            raise Refused("nothing_left", _("Everything of this gift was returned already."), kind="when")
        amount = left if amount is None else booking.check_amount(amount)
        if amount > left:
            raise Refused("more_than_left", _("%(left)s yuan are left of this gift; more cannot be returned."), field="amount",
                          values={"left": figures(left)})  # fmt: skip
        movement = Movement.objects.create(
            kind=Movement.Kind.RETURN, key=f"asked:{gift.code}:{new_code()[:12]}", gift=gift, amount=amount,
            payment_ref=gift.payment_ref or "", charge_ref=gift.charge_ref, at=clock.now(),
        )  # fmt: skip
        if gift.way == Way.CARD:
            _is_covered(gift, amount)
            booking.reserve(movement, by=by)
            outbox.put("giving.refund_asked", movement, payload={"reason": reason})
        elif not booking.move(movement, by=by):
            _is_covered(gift, amount)
        else:
            gift.state = after_returns(gift)
    return movement


def _is_covered(gift, amount):
    free = funds.free_balance(gift.fund)
    if gift.is_money and amount > free:
        raise Refused("not_covered", _("The fund has %(free)s yuan free: what is promised or paid cannot be returned."),
                      values={"free": figures(free)})  # fmt: skip
    if not gift.is_money:
        return


def after_returns(gift) -> str:
    """The state of a booked gift by what is left of it."""
    if gift.dispute_end == "lost" and gift.kept <= ZERO:
        return GiftState.LOST
    return GiftState.RETURNED if gift.kept <= ZERO else GiftState.CONFIRMED


def show(gift: Gift, *, by, display: str) -> Gift:
    """The giver decides anew how everybody reads who gave."""
    if display != Display.ANONYMOUS and not gift.giver_name:
        raise Refused("name_missing", _("No name stands with this gift."), field="display")
    with verb("show", gift, by=by) as gift:
        gift.display = display
    return gift


def forget(gift: Gift, *, by, reason: str) -> Gift:
    """Take out who gave: name, contact, the salt of the commitment. The books and the receipt's number stay as they are.

    Where the name still stands in what others wrote is kept with the gift, for finance to decide (traces.py).
    """
    from .. import traces

    with verb("forget", gift, by=by, note=reason) as gift:
        gift.name_left = traces.left_of(gift, gift.giver_name)
        gift.giver_name = gift.giver_contact = gift.secret = ""
        gift.display = Display.ANONYMOUS
    return gift
