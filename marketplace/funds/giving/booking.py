"""From a gift to the books: its number, its commitment, its movements and their entries. Called by the verbs."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.money import MAX_YUAN, ZERO, figures, to_fen, yuan
from marketplace.core.numbers import next_number
from marketplace.core.refusals import Refused

from .. import ledger
from .. import queries as funds
from ..ledger import Posting, account
from ..states import AccountKind, EntryKind
from . import causes
from .commitment import commit_to
from .kinds import GiftKind, Way
from .models import Gift, Movement

Kind = Movement.Kind
OUT = (Kind.RETURN, Kind.TAKEN)
MOST = yuan(100_000_000)  # of one gift: more is a slip of the keys
BESIDE = {GiftKind.THINGS: AccountKind.KIND, GiftKind.TIME: AccountKind.TIME}


def check_amount(amount, *, field="amount"):
    """A gift is at least one fen, a whole number of them, and at most MOST.

    Raises:
        Refused: "amount_missing", "part_of_a_fen", "not_positive", "too_much".
    """
    if amount is None:
        raise Refused("amount_missing", _("Give an amount."), field=field)
    try:
        value = yuan(amount)
    except ValueError:
        raise Refused("amount_missing", _("Give an amount."), field=field) from None
    if value != amount:
        raise Refused("part_of_a_fen", _("An amount has two places at most: one fen is the least."), field=field)
    if value <= ZERO:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field=field)
    if value > min(MOST, MAX_YUAN):
        raise Refused("too_much", _("A gift has at most %(most)s yuan here. For more please come to the office."), field=field,
                      values={"most": figures(MOST)})  # fmt: skip
    return value


def sums_of(amount, given, currency) -> dict:
    """Columns `amount`, `given`, `currency` of what a giver begins to pay: yuan, or `given` smallest units of another currency."""
    if currency == "cny":
        amount = check_amount(amount)
        return {"amount": amount, "given": to_fen(amount), "currency": currency}
    if not isinstance(given, int) or given <= 0:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field="amount")
    if given > to_fen(MOST):
        raise Refused(
            "too_much", _("This is more than can be given here at once. Please come to the office."), field="amount"
        )
    return {"amount": ZERO, "given": given, "currency": currency}


def in_yuan(gift: Gift, units: int) -> Decimal:
    """About how many yuan some smallest units of a booked gift's currency are, by what the whole gift became."""
    return yuan(gift.amount * units / gift.given)


def in_given(gift: Gift, amount) -> int:
    """The part of a booked gift in the smallest unit of its own currency that so many yuan of it are."""
    return min(int((gift.given * amount / gift.amount).to_integral_value(ROUND_HALF_UP)), gift.given) or 1


def book(gift: Gift, *, key: str, by, amount=None, payment_ref="", charge_ref=""):
    """Give a gift its number and commitment and book it; inside the verb that makes it a received one."""
    gift.number = next_number("GIFT")
    gift.confirmed_at = clock.now()
    gift.commitment = commit_to(gift)
    text = f"{gift.number} · SHA-256 {words.hash4(gift.commitment)}"
    fund = gift.fund
    if gift.is_money:
        lines = [
            Posting(account(fund, AccountKind.SOURCE), -gift.amount),
            Posting(account(fund, AccountKind.FREE), gift.amount),
        ]
        entry = ledger.post(EntryKind.RECEIPT, lines, text=text, key=f"gift:{gift.code}", cause=gift, by=by)
    else:
        lines = [
            Posting(account(fund, AccountKind.MEMO), -gift.amount),
            Posting(account(fund, BESIDE[gift.kind]), gift.amount),
        ]
        entry = ledger.post(EntryKind.MEMO, lines, text=text, key=f"gift:{gift.code}", cause=gift, by=by)
    movement = Movement.objects.create(
        kind=Kind.CHARGE, key=key, gift=gift, payment_ref=payment_ref, charge_ref=charge_ref, amount=gift.amount,
        entry=entry, at=clock.now(),
    )  # fmt: skip
    if gift.cause_id:
        gift.save()
        causes.tell("given", gift)
    return movement


def reserve(movement: Movement, *, by):
    """Set aside what a return by card will take: promised to the gift until the payment service has done it."""
    gift, amount = movement.gift, movement.amount
    lines = [
        Posting(account(gift.fund, AccountKind.FREE), -amount),
        Posting(account(gift.fund, AccountKind.COMMITMENT, gift), amount),
    ]
    ledger.post(EntryKind.COMMITMENT, lines, text=_text(movement), key=f"reserve:{movement.key}", cause=gift, by=by)


def unreserve(movement: Movement, *, by):
    """What was set aside for this return is free again; what other returns of the gift wait for stays."""
    gift = movement.gift
    others = asked_back(gift, besides=movement)
    amount = funds.committed_for(gift.fund, gift) - others
    if amount > ZERO:
        lines = [
            Posting(account(gift.fund, AccountKind.COMMITMENT, gift), -amount),
            Posting(account(gift.fund, AccountKind.FREE), amount),
        ]
        key = f"unreserve:{movement.kind}:{movement.key}"
        ledger.post(EntryKind.RELEASE, lines, text=_text(movement), key=key, cause=gift, by=by)


def _text(movement) -> str:
    return f"{movement.gift.number} · {movement.key}"[: ledger.TEXT_MOST]


def move(movement: Movement, *, by) -> bool:
    """Book a movement of a booked gift; False, with the reason in its note, when the books do not cover it (yet)."""
    gift = movement.gift
    lines, kind = _lines(gift, movement)
    try:
        with transaction.atomic():  # released and returned, or neither
            if movement.kind == Kind.RETURN and gift.way == Way.CARD:
                unreserve(movement, by=by)
            key = f"{movement.kind}:{movement.key}"
            entry = ledger.post(kind, lines, text=_text(movement), key=key, cause=gift, by=by)
    except Refused as error:
        if error.code != "not_covered":
            raise
        movement.note = error.sentence[:300]
        movement.save()
        return False
    movement.entry, movement.note = entry, ""
    movement.save()
    if movement.kind in OUT:
        gift.returned += movement.amount
        causes.tell("returned", gift)
    elif movement.kind == Kind.GIVEN_BACK:
        gift.returned -= movement.amount
    return True


def _lines(gift, movement):
    fund, amount = gift.fund, movement.amount
    free, source, fee = (account(fund, k) for k in (AccountKind.FREE, AccountKind.SOURCE, AccountKind.FEE))
    if not gift.is_money:
        mirror, beside = account(fund, AccountKind.MEMO), account(fund, BESIDE[gift.kind])
        return [Posting(beside, -amount), Posting(mirror, amount)], EntryKind.MEMO
    if movement.kind in OUT:
        return [Posting(free, -amount), Posting(source, amount)], EntryKind.RETURN
    if movement.kind == Kind.GIVEN_BACK:
        return [Posting(source, -amount), Posting(free, amount)], EntryKind.RECEIPT
    if movement.kind == Kind.FEE:
        return [Posting(free, -amount), Posting(fee, amount)], EntryKind.FEE
    return [Posting(fee, -amount), Posting(free, amount)], EntryKind.FEE  # FEE_BACK


def asked_back(gift, besides=None):
    """Yuan of returns that are asked for and not booked yet; besides: a movement that does not count."""
    open_ones = gift.movements.filter(kind__in=OUT, entry=None)
    return sum((m.amount for m in open_ones if besides is None or m.pk != besides.pk), ZERO)
