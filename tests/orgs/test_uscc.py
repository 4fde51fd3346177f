"""Unified social credit codes: vectors of the standards, python-stdnum as the oracle, every single typing error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from marketplace.core.refusals import Refused
from orgs import uscc

# reference/peers.md E5: real codes with both check digits, and made-up ones
VALID = (
    "91350100M000100Y43", "91110000600037341L", "91310000775785552L",
    "51330106MJ87000198", "52330106MJ87000195", "53330106MJ87000192", "11330106MJ8700019C",
)  # fmt: skip
BODIES = st.text(alphabet=uscc.ALPHABET, min_size=16, max_size=16)


def refused(code):
    with pytest.raises(Refused) as caught:
        uscc.check(code)
    return caught.value


@pytest.mark.parametrize("code", VALID)
def test_vectors(code):
    assert uscc.check(code) == code
    assert oracle.is_valid(code)


def test_the_counter_example_of_the_standard():
    """GB 32100-2015's own example of a letter that does not occur."""
    refusal = refused("91350100M000100Y4Z")
    assert (refusal.code, refusal.values, refusal.field) == ("uscc_character", {"position": 18, "found": "Z"}, "uscc")


@pytest.mark.parametrize(
    ("code", "expected", "values"),
    [
        ("91350100M000100Y44", "uscc_position_18", {"found": "4", "expected": "3"}),
        ("91350100M000100Y53", "uscc_position_17", {"found": "5", "expected": "4"}),
        ("91350100M000100Y4", "uscc_length", {"found": 17}),
        ("", "uscc_length", {"found": 0}),
        ("9I350100M000100Y43", "uscc_character", {"position": 2, "found": "I"}),
        ("91350100M000100Y4é", "uscc_character", {"position": 18, "found": "É"}),
        ("9135010中M000100Y4", "uscc_length", {"found": 17}),
        ("9135010中M000100Y43", "uscc_character", {"position": 8, "found": "中"}),
    ],
)
def test_the_sentence_names_the_digit(code, expected, values):
    refusal = refused(code)
    assert (refusal.code, refusal.values) == (expected, values)
    assert all(str(value) in refusal.sentence for value in values.values())


@pytest.mark.parametrize(
    "typed",
    [
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100m000100y43",
        " 91350100 M000100Y-43 ",
        "ｍ".join(["91350100", "000100y43"]),
    ],
)
def test_typing_is_put_right(typed):
    assert uscc.check(typed) == "91350100M000100Y43"


@given(BODIES)
def test_complete_agrees_with_the_oracle(first):
    code = uscc.complete(first)
    assert len(code) == 18
    if code[16] in uscc.ALPHABET:
        assert uscc.check(code) == code
    assert oracle.calc_check_digit(code[:17]) == uscc.whole_check(code[:17])


@given(BODIES, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_any_single_wrong_character_is_found(first, position, other):
    code = uscc.complete(first)
    wrong = code[:position] + other + code[position + 1 :]
    if wrong != code:
        assert refused(wrong).code in {"uscc_position_17", "uscc_position_18"}


@given(st.text(max_size=40))
def test_any_text_is_accepted_or_refused_with_a_sentence(text):
    try:
        code = uscc.check(text)
    except Refused as refusal:
        assert refusal.code.startswith("uscc_") and refusal.sentence
    else:
        assert oracle.is_valid(code)
