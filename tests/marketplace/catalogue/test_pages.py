"""Pages of the purchase list: what stands on them, for whom, in both languages, at a constant number of queries."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.catalogue.models import ServiceItem

from .builders import item_values, make_item, make_list, people

pytestmark = pytest.mark.django_db
NASTY = '<script>alert("x")</script>'


def queries_of(client, url):
    with CaptureQueriesContext(connection) as found:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(found)


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_list_page_costs_the_same_with_1_3_50_services(client, office, prefix):
    counts = []
    for year, items in ((2020, 1), (2021, 3), (2022, 50)):
        made = make_list(office, items=items, year=year)
        client.get(f"{prefix}/catalogue/lists/{made.pk}/")  # warm: content types, site
        counts.append(queries_of(client, f"{prefix}/catalogue/lists/{made.pk}/"))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 16


@pytest.mark.parametrize("number", [1, 3, 50])
def test_versions_page_costs_the_same(client, office, number):
    for year in range(2000, 2000 + number):
        make_list(office, items=1, year=year)
    client.get("/catalogue/lists/")
    assert queries_of(client, "/catalogue/lists/") <= 4


def test_current_list_in_both_languages(client, office):
    make_list(office, items=2)
    zh, en = client.get("/catalogue/").content.decode(), client.get("/en/catalogue/").content.decode()
    assert "2026年服务购买清单" in zh and "服务PL-A01" in zh and "矛盾化解与法律服务" in zh
    assert "Purchase list 2026" in en and "Service PL-A01" in en and "per case" in en
    assert "服务PL-A01" not in en


def test_nothing_published_yet(client, office):
    make_list(office, state="draft")
    page = client.get("/en/catalogue/")
    assert page.status_code == 200
    assert "Service PL-A01" not in page.content.decode()
    assert "No purchase list is in force." in page.content.decode()


def test_unpublished_lists_are_hidden_everywhere(client, office):
    hidden = make_list(office, items=0, state="draft")
    make_item(hidden, "PL-X99", name_zh="标记藏", name_en="MARKERHIDDEN")
    item = hidden.items.get()
    urls = [
        "/catalogue/", "/catalogue/lists/", "/catalogue/compare/", f"/catalogue/compare/?a={hidden.pk}&b={hidden.pk}",
        f"/catalogue/lists/{hidden.pk}/", f"/catalogue/lists/{hidden.pk}/list.csv", f"/catalogue/lists/{hidden.pk}/list.xlsx",
        "/catalogue/items/PL-X99/", f"/catalogue/items/PL-X99/{item.pk}/", "/sitemap-services.xml",
    ]  # fmt: skip
    for url in urls:
        page = client.get(url)
        text = page.content.decode(errors="ignore")
        assert "标记藏" not in text and "MARKERHIDDEN" not in text, url
    gone = [url for url in urls if client.get(url).status_code == 404]
    assert gone == urls[4:9]


def test_facets_narrow_and_count(client, office):
    made = make_list(office, items=0, state="draft")
    for code, values in {
        "PL-A01": {"fee_tier": "free", "groups": "|OLDER|", "reference_price": "10.00"},
        "PL-A02": {"fee_tier": "low", "groups": "|OLDER|ILL|", "reference_price": "20.00"},
        "PL-B01": {"fee_tier": "paid", "groups": "|CHILDREN|", "reference_price": "30.00", "category": "B"},
    }.items():
        make_item(made, code, **values)
    type(made).objects.filter(pk=made.pk).update(state="published")

    def found(query):
        return [item.code for item in client.get(f"/catalogue/?{query}").context["object_list"]]

    assert found("") == ["PL-A01", "PL-A02", "PL-B01"]
    assert found("fee=free&fee=low") == ["PL-A01", "PL-A02"]
    assert found("group=OLDER&fee=low") == ["PL-A02"]
    assert found("category=B") == ["PL-B01"]
    assert found("buyer=OF-T1") == ["PL-A01", "PL-A02", "PL-B01"]
    assert found("price_from=15&price_to=２５") == ["PL-A02"]
    assert found("q=a02 服务") == ["PL-A02"]
    assert found("q=nothing-like-it") == []
    facets = {f["name"]: {v: n for v, _l, n, _c in f["choices"]} for f in client.get("/catalogue/").context["facets"]}
    assert facets == {
        "fee": {"free": 1, "low": 1, "paid": 1},
        "group": {"OLDER": 2, "ILL": 1, "CHILDREN": 1},
        "category": {"A": 2, "B": 1},
        "buyer": {"OF-T1": 3},
    }


@pytest.mark.parametrize(
    "query",
    ["fee=nonsense", "price_from=NaN", "price_from=abc", "price_to=-1", "price_to=1e99", "page=zz", "page=999", "q=%00", "q=" + "x" * 500,
     "category='", "buyer=%F0%9F%92%A9", "group=OLDER|", "price_from=999999999999999"],
)  # fmt: skip
def test_bad_filters_never_break_the_page(client, office, query):
    make_list(office)
    assert client.get(f"/catalogue/?{query}").status_code == 200


def test_names_are_escaped(client, office):
    made = make_list(office, items=0, state="draft")
    make_item(made, "PL-A01", name_zh=NASTY, name_en=NASTY, description_zh=NASTY, standard_zh=NASTY, category_zh=NASTY)
    item = made.items.get()
    type(made).objects.filter(pk=made.pk).update(state="published")
    for url in (
        "/catalogue/",
        f"/catalogue/lists/{made.pk}/",
        f"/catalogue/items/PL-A01/{item.pk}/",
        f"/catalogue/?q={NASTY}",
    ):
        assert NASTY not in client.get(url).content.decode(), url


def test_item_page_shows_its_provenance(client, office):
    made = make_list(office, items=0, state="draft")
    make_item(made, "PL-A01", provenance="source", source_ref="D03", illustrative_fields="unit;reference_price")
    make_item(made, "PL-A02")
    named, other = made.items.order_by("code")
    type(made).objects.filter(pk=made.pk).update(state="published")
    first = client.get(f"/en/catalogue/items/PL-A01/{named.pk}/").content.decode()
    second = client.get(f"/en/catalogue/items/PL-A02/{other.pk}/").content.decode()
    assert "named in the source (D03)" in first and "Only its name stands in the source" in first
    assert 'class="demo"' not in first and 'class="demo"' in second
    assert client.get("/en/catalogue/items/PL-A01/").headers["Location"].endswith(f"/PL-A01/{named.pk}/")


def test_price_over_versions_as_chart_and_table(client, office):
    make_list(office, year=2025, valid_from="2025-01-01")
    new = make_list(office, year=2026, valid_from="2026-01-01")
    page = client.get(new.items.first().get_absolute_url()).content.decode()
    assert "<svg" in page and page.count("100.00") >= 3


def test_the_editor_edits_a_draft_and_others_cannot(client, office):
    who = people(office)
    draft = make_list(office, state="draft", drafted_by=who["buyer"].user)
    item = draft.items.first()
    change = f"/en/catalogue/items/{item.code}/{item.pk}/change/"
    assert client.get(change).status_code == 302  # to the log-in
    client.force_login(who["finance"].user)
    assert client.get(change).status_code == 403
    client.force_login(who["buyer"].user)
    assert client.get(change).status_code == 200
    values = {k: str(v) for k, v in item_values(buyer=office.code, code="PL-A01").items()}
    wrong = client.post(change, values | {"reference_price": "NaN", "name_zh": "x" * 500})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"reference_price", "name_zh"}
    assert "x" * 500 in wrong.content.decode()  # what was typed stays
    taken = client.post(change, values | {"code": "PL-A02"})
    assert taken.status_code == 422 and "code" in taken.context["form"].errors
    done = client.post(change, values | {"reference_price": "１，２３４.５０", "code": "ｐｌ－Ａ０９"})
    assert done.status_code == 302
    item.refresh_from_db()
    assert (item.code, str(item.reference_price)) == ("PL-A09", "1234.50")
    remove = f"/en/catalogue/items/{item.code}/{item.pk}/remove/"
    assert client.get(remove).status_code == 200
    assert client.post(remove).status_code == 302
    assert draft.items.count() == 2


def test_the_way_through_the_browser_without_script(client, office):
    who = people(office)
    client.force_login(who["buyer"].user)
    form = {"office": office.pk, "year": 2027, "title_zh": "2027年清单", "title_en": "List 2027"}
    assert client.post("/catalogue/lists/new/", form | {"year": "x"}).status_code == 422
    made = client.post("/catalogue/lists/new/", form)
    assert made.status_code == 302
    url = made.headers["Location"]
    pk = int(url.rstrip("/").rsplit("/", 1)[1])
    assert client.post("/catalogue/lists/new/", form).status_code == 422  # there is a draft already
    do = f"/do/catalogue.list/{pk}"
    assert client.post(f"{do}/submit/").status_code == 422  # empty
    values = {k: str(v) for k, v in item_values(buyer=office.code).items()}
    assert client.post(f"{do}/add_item/", values).status_code == 302
    assert client.post(f"{do}/rename/", {"title_zh": "2027年服务购买清单"}).status_code == 302
    assert client.post(f"{do}/submit/").status_code == 302
    assert client.post(f"{do}/publish/").status_code == 403
    client.force_login(who["leader"].user)
    assert "2027/1" in client.get("/en/desk/").content.decode()
    assert client.post(f"{do}/publish/").status_code == 302
    client.logout()
    assert client.get(url).status_code == 200


def test_compare_page(client, office):
    old = make_list(office, year=2025)
    new = make_list(office, items=2, year=2026, state="draft")
    ServiceItem.objects.filter(purchase_list=new, code="PL-A02").update(reference_price="150.00")
    make_item(new, "PL-Z01")
    type(new).objects.filter(pk=new.pk).update(state="published")
    page = client.get(f"/en/catalogue/compare/?a={old.pk}&b={new.pk}")
    found = page.context["difference"]
    assert [row["code"] for row in found.added] == ["PL-Z01"]
    assert [row["code"] for row in found.removed] == ["PL-A03"]
    assert [
        (row["code"], [(c.column, c.old, c.new, str(c.share)) for c in changes]) for row, changes in found.changed
    ] == [("PL-A02", [("reference_price", "200.00", "150.00", "-25.0")])]
    assert found.same == 1
    for query in ("", "?a=x&b=y", f"?a={new.pk}&b={new.pk}", "?a=999999"):
        assert client.get(f"/catalogue/compare/{query}").status_code == 200


def test_api_shows_what_pages_show(rf, office):
    from marketplace.catalogue import api
    from marketplace.core.actors import ANONYMOUS

    make_list(office)
    make_list(office, year=2027, state="draft")
    request = rf.get("/")
    request.actor = ANONYMOUS
    assert [(row["year"], row["items"]) for row in api.lists(request)] == [(2026, 3)]
    answer = api.items(request, api.ItemFilter(price_from="150", limit=1))
    assert answer["count"] == 2 and len(answer["items"]) == 1
    assert api.ItemOut(**answer["items"][0]).reference_price == "200.00"
    json.dumps(answer)


def test_addresses_with_rubbish_lead_nowhere(client, office):
    make_list(office)
    for url in ("/catalogue/items/%00/", "/catalogue/items/%00/1/", "/catalogue/items/X/99/", "/catalogue/lists/99999999999999999999/",
                "/catalogue/lists/0/list.csv", "/catalogue/lists/1/list.exe", "/catalogue/items/X/99999999999999999999/"):  # fmt: skip
        assert client.get(url).status_code == 404, url
