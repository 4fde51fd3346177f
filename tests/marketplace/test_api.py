"""The JSON face as a whole: rooms are mounted, descriptions are valid, refusals are JSON."""

import pytest

from marketplace.api import api
from tests.marketplace.catalogue.builders import make_list

pytestmark = pytest.mark.django_db


def test_rooms_are_mounted_and_described(client):
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    assert {"/api/catalogue/lists", "/api/catalogue/items", "/api/catalogue/items/{pk}"} <= set(answer.json()["paths"])
    assert client.get("/api/docs/").status_code == 404


def test_catalogue_over_http(client):
    from orgs.models import Office

    office = Office.objects.create(code="OF-T1", kind="STREET", name_zh="街道", name_en="Street", buys=True)
    made = make_list(office)
    hidden = make_list(office, items=1, year=2027, state="draft")
    assert [row["id"] for row in client.get("/api/catalogue/lists").json()] == [made.pk]
    found = client.get("/api/catalogue/items?price_from=150&limit=1").json()
    assert (found["count"], found["items"][0]["reference_price"]) == (2, "200.00")
    assert client.get(f"/api/catalogue/items/{hidden.items.get().pk}").status_code == 404
    assert client.get(f"/api/catalogue/items?list={hidden.pk}").json()["count"] == 0
    for query in ("price_from=NaN", "price_from=1e99", "offset=-5", "limit=99999", "list=999", "group=%25"):
        assert client.get(f"/api/catalogue/items?{query}").status_code in (200, 422), query
    assert client.get("/api/catalogue/items?limit=x").status_code == 422
    assert client.get("/api/catalogue/items?q=%00").status_code == 400


def test_refusals_are_json(rf):
    from marketplace.core.refusals import LOG_IN

    answer = api.on_exception(rf.get("/api/"), LOG_IN())
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (403, "application/json")
