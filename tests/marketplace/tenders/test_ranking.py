"""Ranking: vectors of the law's formula, and properties that hold for any bids."""

from decimal import Decimal as D
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.tenders.domain.ranking import (
    Entry,
    low_price_limits,
    mean,
    price_scores,
    rank,
    rounded,
    seed_of,
    ticket,
)  # fmt: skip

prices_st = st.decimals("0.01", "9999999.99", places=2)
points_st = st.decimals("0", "100", places=2)


def entry(bid, price, **means):
    return Entry(bid, D(price), {key: F(str(value)) for key, value in means.items()})


def test_the_vector_of_article_55():
    bids = [entry("a", "980000", q=92), entry("b", "1000000", q=88), entry("c", "1150000", q=95)]
    found = rank(bids, {"q": D("0.9")}, D("0.10"), places=6)
    scores = {p.bid: p.price_score for p in found.places}
    assert scores == {"a": D("100.000000"), "b": D("98.000000"), "c": D("85.217391")}
    totals = {p.bid: p.total for p in found.places}
    assert totals == {"a": D("92.800000"), "b": D("89.000000"), "c": D("94.021739")}
    assert [(p.rank, p.bid) for p in found.places] == [(1, "c"), (2, "a"), (3, "b")]
    assert found.lowest_price == D("980000") and found.draw is None


def test_totals_are_rounded_once_at_the_end():
    # Thirds: 33.33 + 33.33 would make 66.66 if each part were rounded first; the total is 66.67.
    bids = [Entry("a", D(100), {"x": F(200, 3), "y": F(200, 3)})]
    found = rank(bids, {"x": D("0.5"), "y": D("0.5")}, None, places=2)
    assert found.places[0].total == D("66.67")
    assert found.places[0].parts == {"x": D("33.33"), "y": D("33.33")}


@pytest.mark.parametrize(
    ("value", "places", "want"),
    [
        (F(1, 8), 2, "0.13"),
        (F(-1, 8), 2, "-0.13"),
        (F(2, 3), 0, "1"),
        (F(100), 2, "100.00"),
        (F(85217391304, 10**9), 6, "85.217391"),
    ],
)
def test_halves_go_up(value, places, want):
    assert str(rounded(value, places)) == want


def test_equal_totals_go_to_the_lower_price():
    bids = [entry("dear", 200, q=90), entry("cheap", 100, q=90)]
    found = rank(bids, {"q": D(1)}, None, places=2)
    assert [(p.bid, p.rank, p.tied) for p in found.places] == [("cheap", 1, False), ("dear", 2, False)]
    assert found.draw is None


def test_equal_totals_and_prices_share_a_rank_and_are_drawn():
    bids = [entry("x", 100, q=90), entry("y", 100, q=90), entry("z", 100, q=80)]
    found = rank(bids, {"q": D("0.9")}, D("0.1"), places=2, draw_material=["hash of x", "hash of y"])
    assert [(p.rank, p.tied) for p in found.places] == [(1, True), (1, True), (3, False)]
    assert found.places[2].bid == "z" and found.places[2].drawn == 0
    first, second = found.places[0].bid, found.places[1].bid
    seed = seed_of(["hash of y", "hash of x"])  # the order of the material does not matter
    assert found.draw.seed == seed
    assert ticket(seed, first) < ticket(seed, second)
    assert found.draw.tickets == {"x": ticket(seed, "x"), "y": ticket(seed, "y")}


def test_a_known_draw_can_be_repeated_by_hand():
    import hashlib

    seed = hashlib.sha256(b"linli-draw-1\naaa\nbbb").hexdigest()
    assert seed_of(["bbb", "aaa"]) == seed
    assert ticket(seed, "b1") == hashlib.sha256(f"{seed}:b1".encode()).hexdigest()


def test_a_rule_of_draw_alone_does_not_look_at_the_price():
    bids = [entry("dear", 200, q=90), entry("cheap", 100, q=90)]
    found = rank(bids, {"q": D(1)}, None, places=2, tie_rule="draw", draw_material=["m"])
    assert {p.rank for p in found.places} == {1} and found.draw is not None


def test_a_fixed_price_is_no_factor():
    found = rank([entry("a", 100, q=80), entry("b", 100, q=81)], {"q": D(1)}, None, places=2)
    assert [(p.bid, p.total, p.price_score) for p in found.places] == [("b", D("81.00"), None), ("a", D("80.00"), None)]


@pytest.mark.parametrize(
    "call",
    [
        lambda: rank([entry("a", 1, q=1)], {"q": D("0.9")}, None, places=2),
        lambda: rank([entry("a", 1, q=1)], {"q": D(1)}, None, places=2, tie_rule="loudest"),
        lambda: price_scores({"a": D(0)}),
        lambda: price_scores({"a": D(1)}, "highest"),
        lambda: mean([]),
        lambda: mean([D("100.01")]),
        lambda: mean([D("-1")]),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(ValueError):
        call()


def test_low_prices_are_measured_against_the_others():
    prices = {"a": D(100), "b": D(100), "c": D("59.99")}
    assert low_price_limits(prices, F(3, 5)) == {"c": F(60)}
    assert low_price_limits({"a": D(100), "b": D(100), "c": D(60)}, F(3, 5)) == {}
    assert low_price_limits({"only": D(1)}, F(3, 5)) == {}


@st.composite
def tenders(draw):
    count = draw(st.integers(1, 8))
    return [
        Entry(f"b{i}", draw(prices_st), {"q": mean(draw(st.lists(points_st, min_size=3, max_size=3)))})
        for i in range(count)
    ]


@settings(max_examples=150, deadline=None)
@given(tenders(), st.randoms(), st.decimals("0.10", "0.90", places=2))
def test_the_order_of_the_bids_changes_nothing(bids, random, weight):
    shuffled = list(bids)
    random.shuffle(shuffled)
    both = [rank(list(b), {"q": 1 - weight}, weight, places=2, draw_material=["m"]) for b in (bids, shuffled)]
    assert both[0] == both[1]


@settings(max_examples=150, deadline=None)
@given(tenders(), st.decimals("0.10", "1", places=2))
def test_what_always_holds(bids, weight):
    found = rank(bids, {"q": 1 - weight}, weight, places=2).places
    lowest = min(b.price for b in bids)
    for place in found:
        assert 0 <= place.total <= 100 and 0 <= place.price_score <= 100
        assert (place.price != lowest) or place.price_score == 100  # the cheapest gets 100
    assert [p.total for p in found] == sorted((p.total for p in found), reverse=True)
    for one, other in zip(found, found[1:], strict=False):
        assert one.rank <= other.rank
        if one.total == other.total:
            assert one.price <= other.price
            assert (one.rank == other.rank) == (one.price == other.price)


@settings(max_examples=100, deadline=None)
@given(tenders(), st.integers(2, 1000))
def test_prices_in_another_unit_give_the_same_scores(bids, factor):
    prices = {b.bid: b.price for b in bids}
    assert price_scores(prices) == price_scores({k: v * factor for k, v in prices.items()})
