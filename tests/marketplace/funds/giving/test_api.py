"""The JSON face and the search documents: what everybody may read, and nothing of directed gifts or of givers."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marketplace.core import documents
from marketplace.funds.giving import domain
from marketplace.funds.giving.models import Collection

from .builders import confirmed, recorded
from .test_gate import filed, opened, permit, planned


@pytest.fixture
def district(scene, clock):
    with clock("2026-03-02 09:00"):
        yield scene


def get(path, status=200):
    answer = Client().get(f"/api/giving/{path}")
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_gifts_as_their_givers_chose(district):
    shown = confirmed(district, "10.00", display="NAMED")
    confirmed(district, "20.00")
    confirmed(district, "30.00", directed=True, display="NAMED")
    recorded(district, "40.00")
    domain.refund(shown, by=district.finance, amount=shown.amount / 2, reason="x")
    rows = get("gifts")
    assert [(row["amount"], row["who"]) for row in rows] == [("20.00", "王**"), ("10.00", "王小明")]
    assert (rows[1]["returned"], rows[1]["commitment"]) == ("5.00", shown.commitment)
    assert get("gifts?limit=1&offset=1") == rows[1:] and get("gifts?fund=NONE") == []
    get("gifts?limit=x", 422)


def test_filed_collections_with_their_reports(district):
    permit(district)
    planned(district, title_zh="计划")
    opened(district)
    (row,) = get("collections")
    assert (row["filing_number"], row["state"], row["reports"][0]["due"]) == ("备2026-001", "open", "2026-08-31")
    assert row["reports"][0]["published_at"] is None and row["target"] == "5000.00"


def test_how_to_give_or_why_not(district):
    told = get(f"funds/{district.fund.code}/door")
    assert (told["way"], bool(told["sentence"]), "22" in told["clause"] or "二十二" in told["clause"]) == (
        "closed",
        True,
        True,
    )
    permit(district)
    opened(district)
    confirmed(district, "12.30", way="PLATFORM")
    told = get(f"funds/{district.fund.code}/door")
    assert (told["way"], told["platform_url"], told["money"], told["gifts"]) == (
        "platform",
        "https://platform.example/1",
        "12.30",
        1,
    )
    get("funds/NONE/door", 404)


def test_lists_cost_the_same(district):
    counts = set()
    for turn in range(2):
        for number in range(3):
            filed(district, number=f"备{turn}-{number}")
            confirmed(district, "1.00")
        with CaptureQueriesContext(connection) as queries:
            get("gifts"), get("collections")
        counts.add(len(queries))
    assert len(counts) == 1


def test_collections_are_found_and_plans_only_by_their_office(district):
    draft, public = planned(district, title_zh="计划"), filed(district)
    kind = documents.kinds()["collection"]
    found = {doc.key: doc for doc in kind.of(kind.objects().filter(pk__in=[draft.pk, public.pk]))}
    assert "public" in found[public.pk].audience and "public" not in found[draft.pk].audience
    assert found[public.pk].code == "备2026-001" and "独居老人" in found[public.pk].body_zh
    assert Collection.objects.count() == 2
