"""Every night: the payment service's balance transactions against the books, line by line; each difference is named.

Charges, returns and disputes were booked when the service told of them; what was never told is booked nowhere and is
named here. Fees are known from here only, and are booked here, each as an entry of its own.
"""

from datetime import UTC, datetime, timedelta

from marketplace.core import clock
from marketplace.core.money import from_fen
from marketplace.core.verbs import act

from .. import service
from ..models import Gift, Movement, Reconciliation
from ..states import BOOKED
from . import received

Kind = Movement.Kind
OVERLAP = timedelta(days=3)  # what was late the night before is read again
CHARGES = ("charge", "payment")
RETURNS = ("refund", "payment_refund")
BACK_AGAIN = ("refund_failure", "payment_failure_refund")


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


def _read(since) -> list:
    params = {"limit": 100, "expand": ["data.source"]}
    if since:
        params["created"] = {"gte": int(since.timestamp())}
    with service.spoken():
        return list(service.client().v1.balance_transactions.list(params=params).auto_paging_iter())


def _compare(line, row, portal):
    source = line.source if isinstance(line.source, dict) or hasattr(line.source, "get") else {"id": line.source}
    told = _plain(source)
    if line.type in CHARGES:
        _charge(line, told, row, portal)
    elif line.type in RETURNS:
        _later(line, told, row, portal, Kind.RETURN)
    elif line.type in BACK_AGAIN:
        _later(line, told, row, portal, Kind.GIVEN_BACK)
    elif line.type == "adjustment" and told.get("object") == "dispute":
        _later(line, told, row, portal, Kind.TAKEN if line.amount < 0 else Kind.GIVEN_BACK)
    elif line.type in ("payout", "stripe_fee", "payout_failure", "transfer"):
        if line.type == "stripe_fee":
            _differs(row, line, "fee_of_account", 0)
        return
    else:
        _differs(row, line, "unknown_kind", 0)


def _plain(source) -> dict:
    return source.to_dict() if hasattr(source, "to_dict") else dict(source)


def _charge(line, told, row, portal):
    ref = _id(told.get("payment_intent")) or line_source(line)
    gift = (
        Gift.objects.select_related("fund").filter(payment_ref=ref).first()
        or Gift.objects.select_related("fund").filter(charge_ref=line_source(line)).first()
        or Gift.objects.select_related("fund").filter(code=(told.get("metadata") or {}).get("gift") or "-").first()
    )
    if gift is None:
        _differs(row, line, "unknown_charge", 0)
        return
    if line.currency != "cny":
        _differs(row, line, "settled_in_other_currency", 0)
        return
    if gift.state not in BOOKED and gift.currency != "cny":
        received.receive(gift, by=portal, key=f"settled:{ref}", amount=from_fen(line.amount), payment_ref=ref, charge_ref=line_source(line))  # fmt: skip
        Movement.objects.filter(kind=Kind.CHARGE, key=ref, entry=None).delete()
    elif gift.state not in BOOKED:
        _differs(row, line, "not_booked", 0)
        return
    if not gift.charge_ref or not gift.payment_ref:
        Gift.objects.filter(pk=gift.pk).update(charge_ref=line_source(line), payment_ref=ref)
        gift.refresh_from_db()
        received.settle_waiting(gift, by=portal)
    if from_fen(line.amount) != gift.amount:
        _differs(row, line, "other_amount", int(gift.amount * 100))
    else:
        row.agreed += 1
    _fee(line, gift, row, portal)


def _later(line, told, row, portal, kind):
    key = line_source(line)
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
    """What stands in the books of this time and the service does not name."""
    theirs = {line_source(line) for line in lines} | {_id(_source(line).get("payment_intent")) for line in lines}
    times = [datetime.fromtimestamp(line.created, UTC) for line in lines]
    if not times:
        return
    rows = Movement.objects.filter(kind=Kind.CHARGE, gift__way="CARD", at__gte=min(times), at__lte=max(times))
    for movement in rows.exclude(entry=None).select_related("gift"):
        if (
            not {movement.payment_ref, movement.charge_ref, movement.gift.charge_ref, movement.gift.payment_ref}
            & theirs
        ):
            row.differences.append(
                {"key": movement.key, "what": "ours_alone", "theirs": 0, "ours": int(movement.amount * 100)}
            )


def _source(line) -> dict:
    return _plain(line.source) if hasattr(line.source, "get") else {}


def line_source(line) -> str:
    """The key of the charge, refund or dispute that a balance transaction is about."""
    return _id(line.source)


def _id(value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else (value.get("id") or "")


def _differs(row, line, what, ours):
    row.differences.append({"key": line_source(line) or line.id, "what": what, "theirs": line.amount, "ours": ours})
