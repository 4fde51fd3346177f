"""Text becomes the same tokens, however it was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import excerpts, pinyin, plan, spelling
from search.analysis import LONGEST_TOKEN, fold, stem, tokens, units

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)
MIXED = st.text("老人助餐養務ＡＢab12-. 　,。（）3５é", max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("养老服务", ["养", "养老", "老服", "服务", "务"]),
        ("養老服務", ["养", "养老", "老服", "服务", "务"]),
        ("老", ["老"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("C-2026-003号", ["c-2026-003", "号"]),
        ("91510115MA6CDE01XY", ["91510115ma6cde01xy"]),
        ("5A级", ["5a", "级"]),
        ("3.5 hours, volunteers' meals", ["3.5", "hour", "volunteer", "meal"]),
        ("Volunteering volunteered volunteers", ["volunteer"] * 3),
        ("families family policies", ["family", "family", "policy"]),
        ("助餐,送餐", ["助", "助餐", "餐", "送", "送餐", "餐"]),
        ("…!?\n", []),
    ],
)
def test_tokens(text, expected):
    assert tokens(text) == expected


@given(TEXT | MIXED)
@settings(max_examples=200, deadline=None)
def test_folding_twice_is_folding_once_and_tokens_hold_no_blank(text):
    assert fold(fold(text)) == fold(text)
    found = tokens(text)
    assert found == tokens(fold(text))
    assert all(token and token.split() == [token] and len(token) <= LONGEST_TOKEN for token in found)
    for unit in units(text):
        assert set(unit.asked) <= set(unit.indexed), "what is asked is what is indexed"


@given(MIXED, MIXED)
@settings(max_examples=200, deadline=None)
def test_a_text_holds_the_tokens_that_its_parts_ask_for(before, part):
    whole = tokens(f"{before},{part},")
    for unit in units(part):
        asked, n = unit.asked, len(unit.asked)
        assert any(whole[i : i + n] == asked for i in range(len(whole))), "as a phrase"


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_stems_are_beginnings_or_nearly(word):
    found = stem(word)
    assert found
    assert found[: len(found) - 2] == word[: len(found) - 2]


def test_titles_by_their_sound():
    assert pinyin.tokens("助餐服务") == ["zhu", "can", "fu", "wu", "~", "~zc", "~cf", "~fw"]
    assert pinyin.syllables("银行") == ("yin", "hang")
    assert pinyin.readings("zhucan") == (("zhu", "can"),)
    assert set(pinyin.readings("xian")) == {("xian",), ("xi", "an")}
    assert pinyin.readings("volunteer") == ()
    assert pinyin.readings("z" * 500) == ()


@given(TEXT)
@settings(max_examples=100, deadline=None)
def test_every_text_can_be_asked(text):
    plan.understand(text)
    excerpts.marked(text, plan.understand(text).words)
    assert "".join(piece for piece, _found in excerpts.marked(text, ("老人", "ab"))) == text


def test_a_group_of_synonyms_is_one_word_of_the_question():
    groups = (("助餐", "送餐", "老人吃饭"), ("meal", "food"))
    read = plan.understand("老人吃饭 南街", groups)
    assert read.groups == (("老人吃饭", ("助餐", "送餐")),)
    assert plan.understand("oatmeal", groups).groups == (), "a Latin word is no part of another"
    assert plan.understand("meal", groups).groups == (("meal", ("food",)),)


def test_words_that_ask_are_left_out_where_others_remain():
    assert [u.text for u in plan.understand("老人的助餐怎么办").units] == ["老人", "助餐"]
    assert [u.text for u in plan.understand("怎么办").units] == ["怎么办"]


def test_an_excerpt_cuts_no_word_of_latin_script_in_two():
    text = "Help is available for residents who qualify for support at the counter of the station. " * 4
    for word in ("qualify", "counter", "available"):
        said = "".join(piece for piece, _found in excerpts.excerpt(text, (word,))).strip("… ")
        assert f" {said} " in f" {text}", said
        assert word in said


def test_excerpts_mark_what_was_asked_in_the_text_as_it_was_written():
    text = "第一句。" * 40 + "為老人提供助餐服務，Volunteers help."
    shown = excerpts.excerpt(text, ("老人", "volunteer"))
    assert ("老人", True) in shown
    assert ("Volunteers", True) in shown
    assert shown[0] == ("…", False)
    assert len("".join(piece for piece, _found in shown)) <= excerpts.WINDOW + 2


@pytest.mark.parametrize(("a", "b", "n"), [("meal", "meal", 0), ("mael", "meal", 1), ("mel", "meal", 1), ("", "ab", 2)])
def test_letters_apart(a, b, n):
    assert spelling.apart(a, b) == n
