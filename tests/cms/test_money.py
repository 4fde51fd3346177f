"""A hundred coins add up to a hundred, and follow the amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.money import Part, figures, laid_out, shares


def test_the_example_of_the_design():
    amounts = [Decimal("992000"), Decimal("768000"), Decimal("416000"), Decimal("1024000")]
    assert shares(amounts) == [31, 24, 13, 32]


@given(st.lists(st.decimals(min_value=0, max_value=10**12, places=2), min_size=1, max_size=6).filter(any))
def test_coins_always_add_up(amounts):
    found = shares(amounts)
    assert sum(found) == 100
    total = sum(amounts)
    assert all(abs(n - amount * 100 / total) < 1 for n, amount in zip(found, amounts, strict=True))


def test_coins_lie_in_ten_rows_of_ten():
    coins = laid_out([Part("paid", "", Decimal(1), 31), Part("free", "", Decimal(1), 69)])
    assert (len(coins), coins[0].x, coins[0].y, coins[99].x, coins[99].y) == (100, 11, 11, 191, 191)
    assert [coin.kind for coin in coins] == ["paid"] * 31 + ["free"] * 69


@pytest.mark.django_db
def test_nothing_came_in_yet():
    assert figures() is None
