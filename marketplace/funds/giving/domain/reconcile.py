"""Every night: the payment service's balance transactions against the books, line by line; each difference is named.

Charges, returns and disputes were booked when the service told of them; what was never told is booked nowhere and is
named here. Fees are known from here only, and are booked here, each as an entry of its own.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import stripe

from marketplace.core import clock
from marketplace.core.money import from_fen
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act

from .. import service
from ..models import Gift, Movement, Reconciliation
from ..states import BOOKED
from . import received

Kind = Movement.Kind
OVERLAP = timedelta(days=3)  # what was late the night before is read again
YOUNG = timedelta(hours=1)  # what was booked just now may not stand in the service's list yet
MOST_ASKED = 200  # of our own entries that the service is asked about one by one
CHARGES = ("charge", "payment")
RETURNS = ("refund", "payment_refund")
BACK_AGAIN = ("refund_failure", "payment_failure_refund")
OF_THE_ACCOUNT = ("payout", "payout_failure", "payout_cancel", "transfer", "transfer_cancel", "topup")


@dataclass(frozen=True)
class Line:
    """A balance transaction. amount and fee: smallest unit of `currency`; source: the charge, refund or dispute it is about."""

    id: str
    type: str
    amount: int
    fee: int
    currency: str
    source: dict = field(default_factory=dict)

    @property
    def about(self) -> str:
        return self.source.get("id") or ""


def reconcile(*, since=None, portal) -> Reconciliation:
    """Read the balance transactions since the last time (less some days), book fees, name differences.

    portal: the Actor of the portal itself.

    Raises:
        Refused: "service_off", "service_silent", "service_refused"; nothing is changed then.
    """
    last = Reconciliation.objects.first()
    since = since or (last.until - OVERLAP if last else None)
    until = clock.now()
    lines = _read(since)
    row = Reconciliation(at=until, since=since, until=until, read=len(lines))
    for line in lines:
        with act():
            _compare(line, row, portal)
    _ours_alone(row, lines)
    row.save()
    return row


def _read(since) -> list[Line]:
    params = {"limit": 100, "expand": ["data.source"]}
    if since:
        params["created"] = {"gte": int(since.timestamp())}
    with service.spoken():
        told = [
            row.to_dict() for row in service.client().v1.balance_transactions.list(params=params).auto_paging_iter()
        ]
    return [_line(row) for row in told]


def _line(row: dict) -> Line:
    source = row.get("source")
    source = source if isinstance(source, dict) else {"id": source or ""}
    return Line(row["id"], row["type"], row["amount"], row.get("fee") or 0, row["currency"], source)


def _compare(line, row, portal):
    if line.type in CHARGES:
        _charge(line, row, portal)
    elif line.type in RETURNS:
        _later(line, row, portal, Kind.RETURN)
    elif line.type in BACK_AGAIN:
        _later(line, row, portal, Kind.GIVEN_BACK)
    elif line.type == "adjustment" and line.source.get("object") == "dispute":
        _later(line, row, portal, Kind.TAKEN if line.amount < 0 else Kind.GIVEN_BACK)
    elif line.type == "stripe_fee":
        _differs(row, line, "fee_of_account", 0)
    elif line.type not in OF_THE_ACCOUNT:
        _differs(row, line, "unknown_kind", 0)


def _charge(line, row, portal):
    ref = _id(line.source.get("payment_intent")) or line.about
    gift = (
        Gift.objects.select_related("fund").filter(payment_ref=ref).first()
        or Gift.objects.select_related("fund").filter(charge_ref=line.about).first()
        or Gift.objects.select_related("fund")
        .filter(code=(line.source.get("metadata") or {}).get("gift") or "-")
        .first()
    )
    if gift is None:
        _differs(row, line, "unknown_charge", 0)
        return
    if line.currency != "cny":
        _differs(row, line, "settled_in_other_currency", 0)
        return
    if gift.state not in BOOKED and gift.currency != "cny":
        received.receive(gift, by=portal, key=f"settled:{ref}", amount=from_fen(line.amount), payment_ref=ref, charge_ref=line.about)  # fmt: skip
        Movement.objects.filter(kind=Kind.CHARGE, gift=gift, entry=None).delete()
    elif gift.state not in BOOKED:
        _differs(row, line, "not_booked", 0)
        return
    if not gift.charge_ref or not gift.payment_ref:
        Gift.objects.filter(pk=gift.pk).update(charge_ref=line.about, payment_ref=ref)
        gift.refresh_from_db()
        received.settle_waiting(gift, by=portal)
    if from_fen(line.amount) != gift.amount:
        _differs(row, line, "other_amount", int(gift.amount * 100))
    else:
        row.agreed += 1
    _fee(line, gift, row, portal)


def _later(line, row, portal, kind):
    key = line.about
    movement = Movement.objects.filter(kind=kind, key=key).select_related("gift__fund").first()
    if movement is None:
        _differs(row, line, "unknown_movement", 0)
        return
    if movement.entry_id is None and movement.gift_id and movement.gift.state in BOOKED:
        if movement.currency != "cny" and line.currency == "cny":
            movement.amount, movement.currency = abs(from_fen(line.amount)), "cny"
        received.note_return(movement.gift, by=portal, movement=movement)
    if movement.entry_id is None:
        _differs(row, line, "waits_for_cover", 0)
        return
    if abs(from_fen(line.amount)) != movement.amount:
        _differs(row, line, "other_amount", int(movement.amount * 100))
    else:
        row.agreed += 1
    if movement.gift_id:
        _fee(line, movement.gift, row, portal)


def _fee(line, gift, row, portal):
    """The service's fee of a line, booked as an entry of its own, once."""
    if not line.fee:
        return
    kind = Kind.FEE if line.fee > 0 else Kind.FEE_BACK
    movement, made = Movement.objects.get_or_create(
        kind=kind, key=line.id, defaults={"gift": gift, "amount": abs(from_fen(line.fee)), "at": clock.now(),
                                          "payment_ref": gift.payment_ref or ""},
    )  # fmt: skip
    if movement.entry_id is None:
        received.note_return(gift, by=portal, movement=movement)
        if movement.entry_id is None:
            _differs(row, line, "fee_waits_for_cover", 0)
            return
        row.fees_booked += 1


def _ours_alone(row, lines):
    """Charges and returns in the books that the service does not name: it is asked about each before it is said."""
    theirs = {line.about for line in lines} | {_id(line.source.get("payment_intent")) for line in lines}
    booked = Movement.objects.filter(kind__in=(Kind.CHARGE, Kind.RETURN), gift__way="CARD", at__lte=row.until - YOUNG)
    if row.since:
        booked = booked.filter(at__gte=row.since)
    asked = 0
    for movement in booked.exclude(entry=None).select_related("gift").order_by("id"):
        gift, own = movement.gift, {movement.key}
        if movement.kind == Kind.CHARGE:
            own |= {movement.payment_ref, movement.charge_ref, gift.charge_ref, gift.payment_ref} - {"", None}
        if own & theirs:
            continue
        asked += 1
        if asked > MOST_ASKED or not _is_theirs(movement):
            ours = int(movement.amount * 100)
            row.differences.append({"key": movement.key, "what": "ours_alone", "theirs": 0, "ours": ours})


def _is_theirs(movement) -> bool:
    """Whether the service knows it: a line may be older than what was read."""
    ref = movement.gift.payment_ref if movement.kind == Kind.CHARGE else movement.key
    if not ref:
        return False
    things = service.client().v1.payment_intents if movement.kind == Kind.CHARGE else service.client().v1.refunds
    try:
        with service.spoken():
            return things.retrieve(ref).status == "succeeded"
    except Refused as error:
        if isinstance(error.__cause__, stripe.InvalidRequestError):
            return False
        raise


def _id(value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else (value.get("id") or "")


def _differs(row, line, what, ours):
    row.differences.append({"key": line.about or line.id, "what": what, "theirs": line.amount, "ours": ours})
