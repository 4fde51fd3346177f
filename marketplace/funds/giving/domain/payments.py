"""What the payment service says is heard once, in one transaction: its key first, then what it means.

Messages come twice, late, in any order, months after; so each is read for what it says of one thing, never for what came
before it. What cannot be booked yet stays as a movement without an entry and is booked when it can be.
"""

from datetime import UTC, datetime

from django.db import connection
from django.utils.translation import gettext as _

from marketplace.core import clock
from marketplace.core.money import from_fen
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from ..booking import in_yuan
from ..models import Gift, Monthly, Movement, PaymentEvent, Pledge
from ..states import BOOKED
from . import received
from .monthly import end_monthly, run_monthly
from .pledges import fail_pledge, save_card

Outcome, Kind = PaymentEvent.Outcome, Movement.Kind
_INSERT = (
    "INSERT INTO giving_paymentevent (key, kind, object_ref, made_at, received_at, outcome, note, payment_ref, said)"
    " VALUES (%s, %s, %s, %s, %s, 'NOTED', '', '', '') ON CONFLICT (key) DO NOTHING"
)


def _no_message() -> Refused:
    return Refused("not_a_message", _("This is no message of the payment service."))


def hear(message: dict, *, by) -> str:
    """Take one message in. Returns what became of it: "heard before", or an Outcome.

    Raises:
        Refused: "not_a_message": it has no key, kind and object.
    """
    try:
        key, kind, told = message["id"], message["type"], message["data"]["object"]
        if not (isinstance(key, str) and key and isinstance(kind, str) and isinstance(told, dict)):
            raise TypeError
        if kind in _HANDLERS:
            _check_shape(told)
        made = datetime.fromtimestamp(int(message.get("created") or 0), UTC)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise _no_message() from error
    with act():
        if not _first_time(key[:100], kind[:80], str(told.get("id") or "")[:100], made):
            return "heard before"
        handler = _HANDLERS.get(kind)
        outcome, note = (
            handler(told, by) if handler else (Outcome.UNKNOWN, _("Messages of this kind are not used here."))
        )
        if outcome != Outcome.NOTED or note:
            waits = {"payment_ref": _id(told.get("payment_intent"))[:100], "said": str(told.get("status") or "")[:40]}
            PaymentEvent.objects.filter(key=key[:100]).update(
                outcome=outcome, note=note[:300], **(waits if outcome == Outcome.WAITING else {})
            )
    return outcome


_TEXT, _COUNT, _OBJECT = ("id", "status", "currency", "mode", "payment_status"), ("amount", "amount_received", "amount_paid", "amount_total"), ("metadata", "parent", "last_payment_error", "payment")  # fmt: skip


def _check_shape(told):
    """What handlers read is of the kind that they take it for."""
    for names, kind in ((_TEXT, str), (_COUNT, int), (_OBJECT, dict)):
        if not all(isinstance(told.get(name), kind | None) for name in names):
            raise TypeError
    if not (told["id"] and all(isinstance(v, str) for v in (told.get("metadata") or {}).values())):
        raise TypeError
    details = (told.get("parent") or {}).get("subscription_details") or {}
    if not isinstance(details.get("metadata") or {}, dict):
        raise TypeError


def _first_time(key, kind, ref, made) -> bool:
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [key, kind, ref, adapt(made), adapt(clock.now())])
        return cursor.rowcount == 1


# ---- gifts -----------------------------------------------------------------------------------
def _gift(told, payment_ref="") -> Gift | None:
    code = (told.get("metadata") or {}).get("gift")
    rows = Gift.objects.select_related("fund")
    if code:
        return rows.filter(code=code).first()
    return rows.filter(payment_ref=payment_ref).first() if payment_ref else None


def _not_ours():
    return Outcome.UNKNOWN, _("No gift of this portal belongs to it.")


def _take(gift, by, *, payment_ref, charge_ref, amount, currency):
    """Book a charge that went through, once, whichever message brings it."""
    if gift is None:
        return _not_ours()
    if not amount or amount < 0 or not currency:
        raise _no_message()
    if gift.state in BOOKED:
        _link(gift, by, payment_ref, charge_ref)
        return Outcome.NOTED, ""
    if currency != "cny":
        return _wait_for_yuan(gift, payment_ref, amount, currency, payment_ref=payment_ref, charge_ref=charge_ref)
    received.receive(
        gift, by=by, key=payment_ref, amount=from_fen(amount), payment_ref=payment_ref, charge_ref=charge_ref
    )
    return Outcome.BOOKED, ""


def _wait_for_yuan(gift, key, amount, currency, **refs):
    """Charged in another currency: what it is in yuan says the balance transaction (reconcile.py)."""
    values = {"gift": gift, "amount": from_fen(amount), "currency": currency, "at": clock.now()} | refs
    Movement.objects.get_or_create(kind=Kind.CHARGE, key=key, defaults=values)
    return Outcome.WAITING, _("What arrives in yuan is not known before it is settled.")


def _link(gift, by, payment_ref, charge_ref):
    """The service's keys of a booked gift, as later messages name them; what waited for them is booked."""
    fresh = {}
    if payment_ref and not gift.payment_ref:
        fresh["payment_ref"] = gift.payment_ref = payment_ref
    if charge_ref and not gift.charge_ref:
        fresh["charge_ref"] = gift.charge_ref = charge_ref
    if fresh:
        Gift.objects.filter(pk=gift.pk).update(**fresh)
        received.settle_waiting(gift, by=by)


def _intent_succeeded(told, by):
    return _take(
        _gift(told, told["id"]), by, payment_ref=told["id"], charge_ref=_id(told.get("latest_charge")),
        amount=told.get("amount_received") or told.get("amount"), currency=told.get("currency"),
    )  # fmt: skip


def _charge_succeeded(told, by):
    if not told.get("captured", True):
        return Outcome.NOTED, ""
    ref = _id(told.get("payment_intent")) or told["id"]
    return _take(_gift(told, ref), by, payment_ref=ref, charge_ref=told["id"], amount=told.get("amount"), currency=told.get("currency"))  # fmt: skip


def _session_completed(told, by):
    if told.get("mode") == "subscription":
        monthly = Monthly.objects.filter(code=(told.get("metadata") or {}).get("monthly", "")).first()
        if monthly is None:
            return _not_ours()
        run_monthly(monthly, by=by, subscription_ref=_id(told.get("subscription")))
        return Outcome.NOTED, ""
    if told.get("mode") == "setup":
        return Outcome.NOTED, ""  # setup_intent.succeeded names the card
    gift, ref = _gift(told, _id(told.get("payment_intent"))), _id(told.get("payment_intent"))
    if gift is not None and told.get("payment_status") == "paid" and ref:
        return _take(
            gift, by, payment_ref=ref, charge_ref="", amount=told.get("amount_total"), currency=told.get("currency")
        )
    return (Outcome.NOTED, "") if gift is not None else _not_ours()


def _session_over(told, by):
    gift = _gift(told)
    if gift is not None and gift.state == "started":
        received.lapse(gift, by=by)
    return Outcome.NOTED, ""


def _intent_over(told, by):
    gift = _gift(told, told["id"])
    if gift is None:
        return _not_ours()
    failure = ((told.get("last_payment_error") or {}).get("message") or "")[:200]
    if gift.pledge_id and gift.pledge.state == "charging":
        fail_pledge(gift.pledge, by=by, reason=failure or str(told.get("status") or ""))
    ends = gift.pledge_id or told.get("status") == "canceled"  # a giver at the page may try another card
    if ends and gift.state in ("started", "authorised"):
        received.lapse(gift, by=by, reason=failure)
    return Outcome.NOTED, ""


def _intent_reserved(told, by):
    gift = _gift(told, told["id"])
    if gift is None:
        return _not_ours()
    if gift.state == "started":
        received.authorise(gift, by=by, payment_ref=told["id"])
    return Outcome.NOTED, ""


# ---- after the gift ----------------------------------------------------------------------------
def _movement(kind, key, told, amount, by, asked=""):
    """Book what went out or came back after a gift; before the gift is known or paid it waits."""
    if not amount or amount < 0:
        raise _no_message()
    ref, charge = _id(told.get("payment_intent")), _id(told.get("charge"))
    movement = Movement.objects.filter(kind=kind, key__in=[key, asked or key]).first()
    if movement is None:
        movement = Movement(kind=kind, key=key, at=clock.now())
    elif movement.entry_id:
        return Outcome.NOTED, ""
    movement.key, movement.payment_ref, movement.charge_ref = key, ref, charge
    movement.gift = gift = movement.gift or _gift({}, ref) or Gift.objects.filter(charge_ref=charge or "-").first()
    movement.currency = told.get("currency") or "cny"
    if movement.currency != "cny" and gift is not None and gift.number and gift.currency == movement.currency:
        movement.amount = movement.amount or in_yuan(gift, amount)  # about; the balance transaction says how many
    else:
        movement.amount = from_fen(amount)
    movement.save()
    if gift is None or gift.state not in BOOKED:
        return Outcome.WAITING, _("The gift it belongs to is not known here yet.")
    if movement.currency != "cny":
        return Outcome.WAITING, _("What it is in yuan is not known before it is settled.")
    received.note_return(gift, by=by, movement=movement)
    return (Outcome.BOOKED, "") if movement.entry_id else (Outcome.WAITING, movement.note)


def _refund(told, by):
    if told.get("status") != "succeeded":
        return Outcome.NOTED, ""
    asked = (told.get("metadata") or {}).get("movement", "")
    return _movement(Kind.RETURN, told["id"], told, told.get("amount"), by, asked)


def _refund_failed(told, by):
    """The money of a return came back to us; only where the return was booked."""
    booked = Movement.objects.filter(kind=Kind.RETURN, key=told["id"]).exclude(entry=None).exists()
    return _movement(Kind.GIVEN_BACK, told["id"], told, told.get("amount"), by) if booked else (Outcome.NOTED, "")


def _disputed(told, by):
    gift = _gift({}, _id(told.get("payment_intent"))) or Gift.objects.filter(charge_ref=_id(told.get("charge")) or "-").first()  # fmt: skip
    if gift is None:
        return Outcome.WAITING, _("The gift it belongs to is not known here yet.")
    received.dispute(gift, by=by)
    return Outcome.NOTED, ""


def _dispute_taken(told, by):
    outcome = _movement(Kind.TAKEN, told["id"], told, told.get("amount"), by)
    _disputed(told, by)
    return outcome


def _dispute_back(told, by):
    return _movement(Kind.GIVEN_BACK, told["id"], told, told.get("amount"), by)


def _dispute_closed(told, by):
    gift = _gift({}, _id(told.get("payment_intent"))) or Gift.objects.filter(charge_ref=_id(told.get("charge")) or "-").first()  # fmt: skip
    if gift is None:
        return Outcome.WAITING, _("The gift it belongs to is not known here yet.")
    if not gift.dispute_end and told.get("status") in ("won", "lost"):
        received.settle_dispute(gift, by=by, end=told["status"])
    return Outcome.NOTED, ""


# ---- every month, and kept cards ------------------------------------------------------------------
def _invoice_paid(told, by):
    parent = (told.get("parent") or {}).get("subscription_details") or {}
    subscription = _id(parent.get("subscription") or told.get("subscription"))
    code = (parent.get("metadata") or told.get("metadata") or {}).get("monthly", "")
    monthly = Monthly.objects.filter(code=code).first() or Monthly.objects.filter(subscription_ref=subscription or "-").first()  # fmt: skip
    if monthly is None or not told.get("amount_paid"):
        return _not_ours()
    run_monthly(monthly, by=by, subscription_ref=subscription)
    gift = Gift.objects.filter(invoice_ref=told["id"]).first()
    if gift is None:
        gift = received.expect(monthly, by=by, invoice_ref=told["id"])
    if gift.state in BOOKED:
        return Outcome.NOTED, ""
    currency = told.get("currency") or "cny"
    if currency != "cny":
        return _wait_for_yuan(gift, told["id"], told["amount_paid"], currency)
    received.receive(gift, by=by, key=told["id"], amount=from_fen(told["amount_paid"]))
    return Outcome.BOOKED, ""


def _invoice_payment(told, by):
    """Which payment paid an invoice: returns and fees name the payment."""
    gift = Gift.objects.filter(invoice_ref=_id(told.get("invoice")) or "-").first()
    if gift is None:
        return Outcome.WAITING, _("The gift it belongs to is not known here yet.")
    _link(gift, by, _id((told.get("payment") or {}).get("payment_intent")), "")
    return Outcome.NOTED, ""


def _subscription_ended(told, by):
    monthly = Monthly.objects.filter(subscription_ref=told["id"]).first()
    if monthly is None:
        return _not_ours()
    end_monthly(monthly, by=by)
    return Outcome.NOTED, ""


def _card_kept(told, by):
    pledge = Pledge.objects.filter(code=(told.get("metadata") or {}).get("pledge", "")).first()
    if pledge is None:
        return _not_ours()
    if pledge.state in ("promised", "failed"):
        save_card(pledge, by=by, customer=_id(told.get("customer")), method=_id(told.get("payment_method")))
    return Outcome.NOTED, ""


def _noted(told, by):
    return Outcome.NOTED, ""


def _id(value) -> str:
    """The key of something that is given by its key or whole."""
    return (value.get("id") or "") if isinstance(value, dict) else (value or "")


_HANDLERS = {
    "checkout.session.completed": _session_completed,
    "checkout.session.async_payment_succeeded": _session_completed,
    "checkout.session.async_payment_failed": _session_over,
    "checkout.session.expired": _session_over,
    "payment_intent.succeeded": _intent_succeeded,
    "payment_intent.payment_failed": _intent_over,
    "payment_intent.canceled": _intent_over,
    "payment_intent.amount_capturable_updated": _intent_reserved,
    "charge.succeeded": _charge_succeeded,
    "charge.captured": _charge_succeeded,
    "charge.refunded": _noted,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund_failed,
    "charge.refund.updated": _refund,
    "charge.dispute.created": _disputed,
    "charge.dispute.funds_withdrawn": _dispute_taken,
    "charge.dispute.funds_reinstated": _dispute_back,
    "charge.dispute.closed": _dispute_closed,
    "invoice.paid": _invoice_paid,
    "invoice_payment.paid": _invoice_payment,
    "customer.subscription.deleted": _subscription_ended,
    "setup_intent.succeeded": _card_kept,
}
HEARD = tuple(_HANDLERS)


def refunded(told: dict, *, by):
    """What the service answered when it was asked for a return; its message comes later and says the same."""
    with act():
        _refund(told, by)
