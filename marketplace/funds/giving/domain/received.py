"""Gifts by the payment service: begun, reserved, received, lapsed. What the service says is done by the portal itself."""

from django.db import connection
from django.db.models import Q

from marketplace.core import clock, outbox
from marketplace.core.money import figures
from marketplace.core.verbs import creating, verb

from .. import booking
from ..gate import door
from ..kinds import Way
from ..models import Gift, Movement, PaymentEvent
from ..states import BOOKED, GiftState
from .gifts import after_returns
from .pledges import keep_pledge

Kind = Movement.Kind


def start(fund, *, by, amount=None, cause=None, giver_name="", giver_contact="", display="ANONYMOUS", currency="cny", given=None, later=False) -> Gift:  # fmt: skip
    """A giver begins to pay; nothing is booked before the payment service says so.

    given: the sum in the smallest unit of `currency`, if that is not yuan; how many yuan it becomes says the payment
    service's balance transaction. later: the amount is only reserved, `capture` or `release` decides.

    Raises:
        Refused: "gate_closed" with its clause, or the amount does not do.
    """
    gift = Gift(
        fund=fund, cause=cause, way=Way.CARD, **booking.sums_of(amount, given, currency),
        giver=by.user, giver_name=giver_name.strip(), giver_contact=giver_contact.strip(), display=display, created_at=clock.now(),
        directed=door(fund, by, cause=cause).directed,
    )  # fmt: skip
    with creating(gift, by=by, verb="start", note="later" if later else ""):
        pass
    return gift


def expect(source, *, by, payment_ref=None, invoice_ref=None) -> Gift:
    """A payment that comes out of a promise or a monthly gift (`source`)."""
    gift = Gift(
        fund=source.fund, cause=source.cause, way=Way.CARD, amount=source.amount, given=source.given, currency=source.currency,
        giver=source.giver, giver_name=source.giver_name, giver_contact=source.giver_contact, display=source.display,
        directed=source.directed, created_at=clock.now(), payment_ref=payment_ref, invoice_ref=invoice_ref,
        **{"pledge" if source.STEPS == "giving.pledge" else "monthly": source},
    )  # fmt: skip
    with creating(gift, by=by, verb="expect"):
        pass
    return gift


def authorise(gift: Gift, *, by, payment_ref: str) -> Gift:
    """The amount is reserved on the giver's card."""
    with verb("authorise", gift, by=by) as gift:
        gift.payment_ref = gift.payment_ref or payment_ref
    return gift


def receive(gift: Gift, *, by, key: str, amount, payment_ref=None, charge_ref="") -> Gift:
    """The payment service has the money: the gift gets its number and is booked, and what waited for it is booked too."""
    with verb("receive", gift, by=by, note=figures(amount)) as gift:
        gift.amount = amount
        gift.payment_ref = gift.payment_ref or payment_ref
        gift.charge_ref = gift.charge_ref or charge_ref
        gift.received_on = clock.today()
        booking.book(gift, key=key, by=by, payment_ref=gift.payment_ref or "", charge_ref=gift.charge_ref)
        if gift.pledge_id:
            keep_pledge(gift.pledge, by=by)
    if gift.payment_ref:
        settle_waiting(gift, by=by)
    return gift


def settle_waiting(gift: Gift, *, by):
    """Book what was known before the gift was, or before the fund had the money."""
    ref = gift.payment_ref or "-"
    if not _anything_waits(gift, ref):
        return
    waiting = Movement.objects.filter(Q(gift=gift) | Q(payment_ref=ref, gift=None), entry=None)
    for movement in waiting.order_by("id"):
        if not movement.key.startswith("asked:") and movement.currency == "cny":
            note_return(gift, by=by, movement=movement)
    said = PaymentEvent.objects.filter(payment_ref=ref, outcome=PaymentEvent.Outcome.WAITING)
    disputes = list(said.filter(kind__startswith="charge.dispute.").order_by("made_at", "id"))
    for event in disputes:
        if event.kind.endswith(".created"):
            dispute(gift, by=by)
        elif event.kind.endswith(".closed") and event.said in ("won", "lost"):
            settle_dispute(gift, by=by, end=event.said)
    if disputes:
        said.filter(pk__in=[e.pk for e in disputes]).update(outcome=PaymentEvent.Outcome.NOTED, payment_ref="", note="")


def _anything_waits(gift, ref) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [gift.pk, ref, ref])
        return cursor.fetchone() is not None


# By the gift and by the key, whatever else waits (the plus keeps databases from going through that); the last condition is
# that of the index of messages that wait, word for word.
_WAITS = (
    "SELECT 1 FROM giving_movement WHERE gift_id = %s AND +entry_id IS NULL"
    " UNION ALL SELECT 1 FROM giving_movement WHERE payment_ref = %s AND +gift_id IS NULL AND +entry_id IS NULL"
    " UNION ALL SELECT 1 FROM giving_paymentevent WHERE payment_ref = %s AND outcome = 'WAITING' AND NOT (payment_ref = '') LIMIT 1"
)


def note_return(gift: Gift, *, by, movement: Movement) -> Movement:
    """Book a movement after the gift itself: a return, what the bank took or gave back, a fee."""
    with verb("note_return", gift, by=by, note=figures(movement.amount)) as gift:
        movement.gift = gift
        movement.payment_ref = movement.payment_ref or gift.payment_ref or ""
        booking.move(movement, by=by)
        if movement.kind not in (Kind.FEE, Kind.FEE_BACK):
            gift.state = after_returns(gift) if gift.state != GiftState.DISPUTED or gift.dispute_end else gift.state
    return movement


def fail_return(gift: Gift, *, by, movement: Movement, reason: str) -> Gift:
    """The payment service does not make a return that it was asked for: it is not owed any more, and its money is free again."""
    with verb("fail_return", gift, by=by, note=reason[:300]):
        booking.unreserve(movement, by=by)
        movement.delete()
    return gift


def dispute(gift: Gift, *, by) -> Gift:
    """The giver's bank disputes the payment; nothing happens where the dispute has ended already."""
    if gift.dispute_end or gift.state != GiftState.CONFIRMED:
        return gift
    with verb("dispute", gift, by=by):
        pass
    return gift


def settle_dispute(gift: Gift, *, by, end: str) -> Gift:
    """The bank has decided: "won" (the gift stays) or "lost"."""
    with verb("settle_dispute", gift, by=by, note=end) as gift:
        gift.dispute_end = end
        if gift.state in BOOKED:
            gift.state = GiftState.LOST if end == "lost" else after_returns(gift)
    return gift


def lapse(gift: Gift, *, by, reason: str = "") -> Gift:
    """The giver did not pay."""
    with verb("lapse", gift, by=by) as gift:
        gift.reason = reason[:300]
    return gift


def capture(gift: Gift, *, by) -> Gift:
    """Charge what is reserved; the payment service is asked after the commit."""
    with verb("capture", gift, by=by):
        outbox.put("giving.capture_asked", gift)
    return gift


def release(gift: Gift, *, by) -> Gift:
    """Give a reservation up; the payment service is told after the commit."""
    with verb("release", gift, by=by):
        outbox.put("giving.release_asked", gift)
    return gift


__all__ = ["authorise", "capture", "dispute", "expect", "fail_return", "lapse", "note_return", "receive", "release", "settle_dispute", "settle_waiting", "start"]  # fmt: skip
