"""The two rules of a matching pot: the reference vectors (peers.md H), and what must hold for any gifts."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core.money import ZERO, from_fen
from marketplace.funds.campaigns.matching import Caps, Matched, doubled, shares

D = Decimal


def test_the_vector_of_doubling():
    """Cap 100 a gift, factor 2, 300 a project of which 250 are used: a gift of 80 brings 50."""
    caps = Caps(factor=D(2), per_gift=D(100), per_project=D(300))
    assert doubled(D(80), caps, Matched(project=D(250)), left=D(1000)) == D("50.00")


def test_each_cap_alone():
    assert doubled(D(80), Caps(factor=D("0.5")), Matched(), left=D(1000)) == D("40.00")
    assert doubled(D(180), Caps(per_gift=D(100)), Matched(), left=D(1000)) == D("100.00")
    assert doubled(D(80), Caps(per_giver=D(200)), Matched(giver=D(190)), left=D(1000)) == D("10.00")
    assert doubled(D(80), Caps(gifts=1), Matched(gifts=1), left=D(1000)) == ZERO
    assert doubled(D(80), Caps(), Matched(), left=D("0.03")) == D("0.03")


def test_parts_of_a_fen_are_dropped():
    assert doubled(D("0.01"), Caps(factor=D("0.5")), Matched(), left=D(1)) == ZERO


def test_a_cap_that_was_passed_gives_nothing_back():
    assert doubled(D(80), Caps(per_project=D(10)), Matched(project=D(20)), left=D(1000)) == ZERO


def test_the_vector_of_quadratic_matching():
    """Ten people with 1 yuan, one with 10, two with 5: ideal 90, 0, 10."""
    gifts = {"A": [D(1)] * 10, "B": [D(10)], "C": [D(5)] * 2}
    assert shares(gifts, D(100)) == {"A": D("90.00"), "B": D("0.00"), "C": D("10.00")}


def test_a_smaller_pot_is_divided_to_the_last_fen():
    gifts = {"A": [D(1)] * 3, "B": [D(1)] * 3, "C": [D(1)] * 3}
    assert shares(gifts, D("1.00")) == {"A": D("0.34"), "B": D("0.33"), "C": D("0.33")}


def test_a_larger_pot_gives_what_the_formula_asks_for():
    assert shares({"A": [D(5), D(5)]}, D(1000)) == {"A": D("10.00")}


def test_a_cap_per_project_cuts_off():
    gifts = {"A": [D(1)] * 10, "C": [D(5)] * 2}
    assert shares(gifts, D(100), per_project=D(30)) == {"A": D("30.00"), "C": D("10.00")}


money = st.integers(1, 10**9).map(from_fen)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault


@unhurried
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.lists(money, max_size=12), max_size=8), money)
def test_no_fen_beyond_the_pot_and_none_lost(gifts, pot):
    found = shares(gifts, pot)
    ideal = shares(gifts, D(10) ** 12)
    assert set(found) == set(gifts)
    assert all(share >= 0 for share in found.values())
    assert sum(found.values(), ZERO) <= pot
    if sum(ideal.values(), ZERO) > pot:
        assert sum(found.values(), ZERO) == pot


@unhurried
@given(st.lists(money, min_size=1, max_size=40), money)
def test_a_pot_runs_dry_at_the_fen(gifts, pot):
    left = pot
    for gift in gifts:
        left -= doubled(gift, Caps(), Matched(), left=left)
    assert left == max(pot - sum(gifts), ZERO)
