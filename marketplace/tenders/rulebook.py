"""What a rule may be: which kind of value each switch of a procedure takes, read from what somebody typed."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

PEOPLE = frozenset({"committee_size", "committee_large"})
WHOLE = PEOPLE | {
    "min_bids", "min_bid_days", "notice_days", "document_days", "clarification_days", "question_days", "decision_days",
    "result_notice_days", "standstill_days", "challenge_days", "answer_challenge_days", "contract_days",
}  # fmt: skip
SHARES = frozenset({"expert_share", "price_weight_min", "price_weight_max", "low_price_share"})
MONEY = frozenset({"large_value", "max_value"})
MAY_BE_EMPTY = frozenset({"price_weight_max", "max_value"})
NUMBERS = (
    WHOLE | SHARES | MONEY
)  # the others say that a rule applies, or name a method: they are the portal's way to work


def value(key: str, text: str):
    """The value of a switch as its row keeps it: a whole number, a share or a sum as text, None for no limit.

    Raises:
        Refused: field "value".
    """
    text = text.strip()
    if not text and key in MAY_BE_EMPTY:
        return None
    try:
        found = _read(key, text)
    except (ArithmeticError, InvalidOperation, ValueError) as error:
        raise _no("no_number", _("“%(text)s” is no number for this rule."), text=text[:40]) from error
    return found


def _read(key, text):
    if key in WHOLE:
        if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 3650:
            raise ValueError(text)
        if key in PEOPLE and int(text) % 2 == 0:
            raise _no("even", _("A committee has an odd number of members."))
        return int(text)
    if key in SHARES:
        share = Fraction(text)
        if not 0 < share <= 1:
            raise _no("no_share", _("A share is more than 0 and at most 1, such as 0.60 or 2/3."))
        return text
    amount = Decimal(text)
    if not amount.is_finite() or not 0 < amount < 10**12:
        raise ValueError(text)
    return f"{amount:.2f}"


def _no(code, sentence, **values) -> Refused:
    return Refused(code, sentence, field="value", values=values)
