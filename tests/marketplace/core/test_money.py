"""Money: exact, two places, whole fen in the database, capitals on contracts."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import money

AMOUNTS = st.decimals(min_value=0, max_value=money.MAX_YUAN, places=2)


@given(AMOUNTS)
def test_fen_and_back(amount):
    assert money.from_fen(money.to_fen(amount)) == amount
    assert money.figures(amount).replace(",", "") == f"{amount:.2f}"


@given(st.lists(AMOUNTS, max_size=30))
def test_sums_are_exact_whichever_way_they_are_added(amounts):
    assert money.from_fen(sum(map(money.to_fen, amounts))) == sum(amounts, Decimal("0.00"))


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=5))
def test_halves_round_up(amount):
    assert money.yuan(amount) == amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("value", [1.5, "NaN", "Infinity", "-inf", "twelve", "", None, "1,5"])
def test_what_is_no_amount_is_refused(value):
    with pytest.raises(ValueError, match=r"amount|float"):
        money.yuan(value)


def test_parts_of_a_fen_are_refused_not_rounded_away():
    with pytest.raises(ValueError, match="parts of a fen"):
        money.to_fen(Decimal("0.001"))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("44.50", "肆拾肆元伍角整"),
        ("100", "壹佰元整"),
        ("10001.05", "壹万零壹元零伍分"),
        ("0.07", "柒分"),
        ("120000", "壹拾贰万元整"),
        ("-3.20", "负叁元贰角整"),
    ],
)
def test_amounts_in_capitals(amount, words):
    assert money.capitals(Decimal(amount)) == words


@given(AMOUNTS)
def test_every_amount_has_capitals_that_end_in_whole_or_fen(amount):
    assert money.capitals(amount)[-1] in "整分"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1234.5", "1234.5"), ("1,234.50", "1234.50"), ("１２３４．５", "1234.5"), ("¥ 12元", "12"), (" 7 ", "7")],
)
def test_amounts_as_people_type_them(typed, amount):
    assert money.MoneyFormField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["NaN", "1e30", "-1", "1.234", "10000000000", "一百", "1" * 5000, "0x10", "Infinity"])
def test_what_is_typed_wrong_is_said(typed):
    with pytest.raises(ValidationError):
        money.MoneyFormField().clean(typed)
