"""What is found, in which order, with which counts: the same on both engines."""

from decimal import Decimal

import pytest

from search.engine import Query
from search.models import SynonymGroup
from search.searching import search
from search.suggesting import suggest
from tests.search.builders import doc, fill, moment

pytestmark = pytest.mark.django_db
SOUTH, NORTH = {"community": ("CM01",)}, {"community": ("CM02", "CM03")}
DOCUMENTS = [
    doc(1, "社区助餐服务", "Community meals", facets=SOUTH | {"status": ("open",), "category": ("A",)}, newest="2026-10-01", deadline="2026-12-01", amount="60000"),
    doc(2, "社区助餐服务", "Community meals", facets=SOUTH | {"status": ("done",), "category": ("A",)}, newest="2026-10-01", is_open=False, amount="20000"),
    doc(3, "社区助餐服务", "Community meals", facets=NORTH | {"status": ("open",)}, newest="2020-10-01", deadline="2026-11-20", amount="9000"),
    doc(4, "居家照护", "Home care", body_zh="也包括社区助餐服务的送货。", facets=NORTH, newest="2026-01-01"),
    doc(5, "服务社区的人们帮助用餐", "Helping people dine", newest="2026-01-01"),
    doc(6, "法律援助", "Legal aid for families", body_zh="打官司前先来问。", words="DEMO-77", lat=30.70, lon=103.80, kind="service"),
    doc(7, "心理支持", "Counselling", lat=30.71, lon=103.80, kind="service"),
    doc(8, "心理支持", "Counselling", lat=30.90, lon=103.80, kind="service"),
    doc(9, "内部草稿助餐", "Draft meals", audience=frozenset({"office:3", "role:AUDITOR"})),
    doc(10, "Meals on wheels", "Meals on wheels", languages=("en",), kind="page"),
    doc(11, "Meals on wheels", "Meals on wheels", languages=("zh",), kind="page"),
]  # fmt: skip


@pytest.fixture(scope="module")
def filled(kept):
    return fill(kept, DOCUMENTS)


@pytest.fixture
def ask(filled, settings, clock):
    settings.SEARCH_TIMEOUT = 20

    def asked(text="", **more):
        with clock("2026-11-01 09:00"):
            return search(Query(text, **more), filled)

    return asked


def keys(found):
    return [hit.key for hit in found.hits]


def test_title_before_body_open_before_closed_newer_before_older(ask):
    found = keys(ask("社区助餐服务"))
    assert found.index(1) < found.index(3), "newer before older"
    assert found.index(1) < found.index(2), "open before closed"
    assert found.index(3) < found.index(4), "title before body"


def test_an_exact_phrase_before_scattered_words(ask):
    found = keys(ask("帮助用餐 社区"))
    assert found[0] == 5


def test_traditional_full_width_pinyin_initials_codes_english(ask):
    assert set(keys(ask("社區助餐服務"))) >= {1, 2, 3}
    assert keys(ask("falvyuanzhu")) == [6]
    assert keys(ask("flyz")) == [6]
    assert keys(ask("ＤＥＭＯ－７７")) == [6]
    assert keys(ask("family"))[0] == 6


def test_a_code_is_found_first(ask):
    assert keys(ask("se07")) == [7]


def test_synonyms_are_looked_for_and_said(ask):
    SynonymGroup.objects.create(words="打官司要帮忙\n法律援助")
    found = ask("打官司要帮忙")
    assert keys(found) == [6]
    assert found.understood == (("打官司要帮忙", ("法律援助",)),)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("心里支持", "心理支持"), ("法律远助", "法律援助"), ("counseling", "counselling"), ("法绿援助", "法律援助")],
)
def test_did_you_mean(ask, typed, meant):
    found = ask(typed)
    assert found.did_you_mean in ("", meant)
    assert {6, 7} & set(keys(found))


def test_some_of_the_words_when_no_document_has_enough_of_them(ask):
    found = ask("援助 qwertz")
    assert found.relaxed
    assert keys(found) == [6]


def test_kinds_and_facets_count_what_the_other_choices_leave(ask):
    found = ask("社区助餐服务", choices={"community": ("CM01",)})
    assert set(keys(found)) == {1, 2}
    assert found.facets["community"]["CM02"] >= 2, "its own choice does not narrow a facet"
    assert found.facets["status"] == {"open": 1, "done": 1}
    both = ask("社区助餐服务", choices={"community": ("CM01",), "status": ("open",)})
    assert keys(both) == [1]
    assert both.facets["community"]["CM01"] == 1
    assert both.facets["status"] == {"open": 1, "done": 1}
    tabs = ask("", kinds=("service",))
    assert tabs.kinds == {"call": 5, "service": 3, "page": 2}
    assert tabs.total == 3


def test_amounts(ask):
    found = ask("", amount=(Decimal(10_000), Decimal(60_000)))
    assert set(keys(found)) == {1, 2}
    assert found.amounts == {0: 1, 10_000: 1, 50_000: 1}


def test_sorting(ask):
    assert keys(ask("社区助餐服务", sort="newest"))[:2] == [1, 2]
    assert keys(ask("社区助餐服务", sort="amount"))[:3] == [1, 2, 3]
    assert keys(ask("社区助餐服务", sort="deadline"))[:2] == [3, 1]
    near = ask("心理支持", sort="nearest", near=(30.89, 103.80))
    assert keys(near)[:2] == [8, 7]
    assert 1_000 < near.hits[0].metres < 1_300


def test_near_before_far(ask):
    assert keys(ask("心理支持", near=(30.90, 103.80)))[0] == 8
    assert keys(ask("心理支持", near=(30.71, 103.80)))[0] == 7


def test_the_readers_language_first(ask):
    assert keys(ask("meals on wheels", language="en"))[0] == 10
    assert keys(ask("meals on wheels", language="zh"))[0] == 11


def test_who_may_find_a_draft(ask):
    assert 9 not in keys(ask("助餐", size=50))
    assert 9 in keys(ask("助餐", size=50, audience=frozenset({"public", "office:3"})))
    assert 9 not in keys(ask("助餐", size=50, audience=frozenset({"public", "office:33"})))
    assert ask("助餐", audience=frozenset({"public", "role:AUDITOR"})).kinds["call"] == ask("助餐").kinds["call"] + 1


def test_the_excerpt_and_what_is_known_of_a_hit(ask):
    hit = ask("送货").hits[0]
    assert ("送货", True) in hit.excerpt
    assert (hit.code, hit.url, hit.plain_title) == ("CA04", "/call/4/", "居家照护")
    assert ask("home care", language="en").hits[0].url.startswith("/en/")


def test_leafing(ask):
    whole = keys(ask("社区助餐服务", size=5))
    pages = [keys(ask("社区助餐服务", size=2, page=n))[0:2] for n in (1, 2, 3)]
    assert [key for page in pages for key in page][:5] == whole
    assert keys(ask("社区助餐服务", page=10**9)) == []


BAD = [
    "a" * 10_000, "老" * 10_000, "老人 " * 3_000, "!?…，。", '"unbalanced', "title:(x OR", "((((", "a AND", "*", "?", "a~9^9", "{!x}",
    "(a+)+$" * 50, "😀🎉👨‍👩‍👧", "\x00\x01", "\\", "/.*/", "[a TO b]", "-", "' OR 1=1 --", "<script>", "ﷺ" * 200, "ǰ" * 300, "　", "~zc", "_",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_input_is_no_error(ask, filled, text):
    found = ask(
        text,
        page=10**9,
        sort="nonsense",
        choices={"nope": ("x",), "community": ("?" * 500,)},
        kinds=("none",),
        near=(float("nan"), 500.0),
    )
    assert not found.fallback
    assert not ask(text).fallback
    assert len(suggest(text, engine=filled)) <= 8


def test_a_long_text_is_cut_and_said(ask):
    assert ask("助餐" * 500).cut
    assert not ask("助餐").cut


def test_suggestions(filled):
    def lines(text, **more):
        return [line.text for line in suggest(text, engine=filled, **more)]

    assert set(lines("助")) >= {"社区助餐服务"}
    assert lines("社")[0] == "社区助餐服务"
    assert lines("法律") == ["法律援助"]
    assert lines("falvyu") == ["法律援助"]
    assert lines("flyz") == ["法律援助"]
    assert lines("legal", language="en") == ["Legal aid for families"]
    assert lines("Couns", language="en") == ["Counselling"]
    assert "内部草稿助餐" not in lines("内部")
    assert lines("内部", audience=frozenset({"public", "office:3"})) == ["内部草稿助餐"]


def test_what_is_new_since(ask):
    assert set(keys(ask("社区助餐服务", since=moment("2026-09-01")))) == {1, 2}
