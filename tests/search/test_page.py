"""The results page: what the address says, what is shown, and that nothing typed breaks it."""

import json
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from search import engines
from search.embedded import Embedded
from search.models import SavedSearch, Wanted
from tests import factories
from tests.search.builders import doc, fill

pytestmark = pytest.mark.django_db
SOUTH = {"community": ("CM01",), "status": ("open",), "fee_tier": ("free",)}
NORTH = {"community": ("CM02",), "status": ("done",), "fee_tier": ("low",)}
DOCUMENTS = [
    doc(1, "老年助餐与送餐", "Meals for older people", body_zh="每天中午送到家。", facets=SOUTH, kind="service", amount="60000"),
    doc(2, "社区食堂", "Canteen", body_zh="助餐点。", facets=NORTH, kind="station", amount="9000"),
    doc(3, "助餐服务采购", "Tender for meals", facets=SOUTH, kind="call", deadline="2026-12-01"),
    doc(4, "内部助餐草案", "Draft", kind="call", audience=frozenset({"office:1"})),
]  # fmt: skip


@pytest.fixture(autouse=True)
def engine(tmp_path, monkeypatch):
    made = fill(Embedded(tmp_path / "index"), DOCUMENTS)
    monkeypatch.setattr(engines, "named", lambda name: made)
    return made


def page(prefix="", **asked):
    answer = Client().get(f"{prefix}/search/?{urlencode(asked, doseq=True)}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(soup):
    return [link.get_text() for link in soup.select(".hits > li > a")]


def test_hits_are_marked_counted_and_stand_under_their_kinds():
    soup = page(q="助餐")
    assert set(titles(soup)) == {"老年助餐与送餐", "社区食堂", "助餐服务采购"}
    assert {mark.get_text() for mark in soup.select(".hits mark")} >= {"助餐"}
    tabs = [tab.get_text(" ", strip=True) for tab in soup.select(".tabs a")]
    assert tabs[0].endswith("3") and len(tabs) == 4
    assert "内部" not in soup.get_text()


def test_facets_narrow_and_the_address_holds_them():
    soup = page(q="助餐", community="CM01", kind="service", amount="50000")
    assert titles(soup) == ["老年助餐与送餐"]
    assert soup.select_one('input[name="community"][value="CM01"]').has_attr("checked")
    assert soup.select_one('form.search input[name="kind"]')["value"] == "service"
    away = [link["href"] for link in soup.select(".chosen a")]
    assert len(away) == 2 and all("q=" in address for address in away)
    assert "community" not in away[0]


def test_empty_answers_show_ways_on():
    soup = page(q="绝无此词xyzzy", community="CM01")
    assert not titles(soup) and soup.select_one(".empty")
    assert soup.select_one('.empty a[href*="q="]')


BAD = [
    "长" * 10_000, "!!!???", '"unbalanced', "(a OR b) AND *:* ^~", "😀😀", "(a+)+$" * 40, "a\0b", "%", "_", "\\",
    "<script>alert(1)</script>", "title:* -body:[* TO *]", "​‮", "a" * 300,
]  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_typed_breaks_the_page(prefix):
    for text in BAD:
        soup = page(prefix, q=text)
        assert soup.select_one("main h1"), text[:20]
        assert "alert(1)" not in "".join(tag.get_text() for tag in soup.select("script"))


def test_what_an_address_does_not_mean_is_said():
    soup = page(
        q="助餐", kind="zzz", community="nowhere", sort="zzz", near="1;2", page="1000000000", amount="7", other="1"
    )
    said = " ".join(note.get_text() for note in soup.select(".notice"))
    for name in ("kind", "sort", "near", "amount", "other"):
        assert name in said
    assert "1" in said and soup.select_one("h1")


def test_only_signs_are_no_question():
    assert "没有词" in page(q="？！…").get_text()


def test_the_index_is_down_and_the_page_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(engines, "named", lambda name: Embedded(tmp_path / "nothing"))
    community = factories.make_community(factories.make_office())
    soup = page(q=community.name_zh)
    assert soup.select_one(".notice") and not soup.select(".tabs")


def test_the_same_as_json_and_as_a_feed():
    client = Client()
    plain = json.loads(client.get("/api/search/?q=助餐&kind=service").content)
    assert plain["total"] == 1 and plain["results"][0]["title"] == "老年助餐与送餐"
    assert "助餐" in plain["results"][0]["marks"]
    feed = client.get("/search/feed.atom?q=助餐")
    assert feed["Content-Type"].startswith("application/atom+xml") and "老年助餐与送餐" in feed.content.decode()


def test_suggestions_are_lines_of_a_list():
    soup = BeautifulSoup(Client().get("/search/suggest/?q=zhucan").content, "html.parser")
    assert any("助餐" in line.get_text() for line in soup.select('li[role="option"] a[href]'))
    assert Client().get("/search/suggest/?q=%00%22").status_code == 200


def test_words_are_counted_without_who_asked_and_written_down_from_the_third_time():
    for _time in range(2):
        page(q="绝无此词")
    row = Wanted.objects.get()
    assert (row.text, row.asked, row.empty) == ("", 2, 2)
    page(q="绝无 此词")
    page(q="绝无此词")
    assert Wanted.objects.get(digest=row.digest).text == "绝无此词"
    for text in ("13800138000", "a@b.cn", "很长" * 30):
        page(q=text)
    assert Wanted.objects.count() == 2
    assert {f.name for f in Wanted._meta.fields} == {
        "id", "month", "digest", "language", "text", "asked", "empty", "opened",
    }  # fmt: skip
    assert Client().post("/search/opened/", {"q": "绝无此词"}).status_code == 204
    assert Wanted.objects.get(digest=row.digest).opened == 1


def test_a_search_is_kept_on_its_page_and_given_up_on_its_list():
    client, user = Client(), factories.make_user()
    client.force_login(user)
    answer = client.post("/search/kept/keep/", {"address": "q=助餐&kind=service&page=3&x=1", "name": ""})
    kept = SavedSearch.objects.get()
    assert answer.status_code == 302 and kept.name == "助餐" and "page" not in kept.address
    assert kept.name in client.get("/search/kept/").content.decode()
    client.post("/search/kept/keep/", {"address": "sort=newest"})  # a search for everything
    assert SavedSearch.objects.count() == 1
    other = Client()
    other.force_login(factories.make_user())
    assert other.post(f"/search/kept/{kept.pk}/drop/").status_code == 404
    assert client.post(f"/search/kept/{kept.pk}/drop/").status_code == 302
    assert not SavedSearch.objects.exists()
