"""Budget by category and how far calls came: the figures are those of the rows, and only of what is public."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from marketplace.catalogue.models import PurchaseList, ServiceItem
from marketplace.contracts.figures import by_category, shared, ways_of_calls
from marketplace.core import pagecache
from marketplace.core.actors import ANONYMOUS
from marketplace.core.pictures import kept, show
from marketplace.tenders.models import Call, CallLine
from tests.marketplace.tenders.builders import draft_call, make_street, open_call, opened_call, sealed_bid

from .builders import running, settled

MONEY = st.integers(0, 10**10).map(lambda fen: Decimal(fen) / 100)


@given(whole=MONEY, weights=st.lists(MONEY, min_size=1, max_size=12))
def test_a_sum_is_shared_out_to_the_fen(whole, weights):
    parts = shared(whole, dict(enumerate(weights)))
    assert sum(parts.values()) == whole and min(parts.values()) >= 0
    together = sum(weights)
    for key, part in parts.items():
        exact = whole * weights[key] / together if together else whole / len(weights)
        assert abs(part - exact) < Decimal("0.02")


def counted(**kwargs):
    return [
        (w.published, w.opened, w.awarded, w.accepted, w.open, w.failed, w.cancelled, w.stopped)
        for w in ways_of_calls(ANONYMOUS, **kwargs)
    ]


def test_calls_are_counted_as_far_as_they_came(db):
    street, contract = running()
    assert counted() == [(1, 1, 1, 0, 0, 0, 0, 0)]
    from .builders import at

    with at(contract, hours=2):
        settled(street, contract, 1)
    assert counted() == [(1, 1, 1, 1, 0, 0, 0, 0)]
    open_call(street)
    opened_call(street)
    draft_call(street)
    assert counted() == [(3, 2, 1, 1, 1, 0, 0, 0)]
    year = contract.call.published_at.year
    assert counted(year=year) == counted() and counted(year=year - 1) == []
    assert counted(office=street.office) == counted()
    # officers and auditors see drafts; the picture is of what is out
    for name in ("buyer", "auditor"):
        assert [(w.published, w.opened) for w in ways_of_calls(street.actor(name))] == [(3, 2)]


def test_bids_of_an_open_call_change_nothing(db, client):
    street = make_street()
    call = open_call(street)
    before = [client.get(f"/charts/calls{form}").content for form in (".svg", ".csv")]
    for number in (1, 2, 3):
        sealed_bid(street, call, number)
    assert [client.get(f"/charts/calls{form}").content for form in (".svg", ".csv")] == before


def test_budget_is_that_of_the_calls_and_a_draft_has_none(db):
    street, contract = running()
    second = open_call(street)
    draft_call(street, title="没有发布的草稿")
    wanted = contract.call.budget + second.budget
    shares = by_category(ANONYMOUS)
    assert sum(s.budget for s in shares) == wanted and sum(s.signed for s in shares) == contract.price
    assert (
        by_category(street.actor("auditor"))
        == shares
        == by_category(ANONYMOUS, purchase_list=street.items[0].purchase_list)
    )
    assert by_category(ANONYMOUS, year=1999) == []
    Call.objects.filter(pk=second.pk).update(state="failed")
    assert sum(s.budget for s in by_category(ANONYMOUS)) == contract.call.budget


def test_table_drawing_and_file_have_the_same_figures(db, client):
    street, contract = running()
    open_call(street)
    for key, column in (("budget", 2), ("calls", 2)):
        page = client.get(f"/charts/{key}/")
        figures = page.context["shown"].figures
        table = list(csv.reader(io.StringIO(client.get(f"/charts/{key}.csv").content.decode("utf-8-sig"))))
        assert [row[column] for row in table[1:]] == [str(row.cells[column]) for row in figures.rows]
        assert figures.foot[column] == sum(row.cells[column] for row in figures.rows)
        drawn = [mark.words for mark in figures.draw(False).marks] + [mark.words for mark in figures.draw(True).marks]
        if key == "budget":
            for row in figures.rows:
                assert drawn.count(f"{row.cells[2]:,.2f}") == 2
        else:
            assert drawn.count("2 个招标") == 2  # published
    assert client.get("/charts/calls/?year=nonsense").status_code == 422
    assert client.get("/charts/calls.csv?year=2099").status_code == 200


def test_two_hundred_categories_are_drawn_as_the_largest_and_the_others_and_listed_whole(db, client):
    street = make_street()
    call = open_call(street)
    first = street.items[0]
    draft = PurchaseList.objects.create(office=street.office, year=2030, title_zh="二〇三〇年清单")
    items = ServiceItem.objects.bulk_create(
        ServiceItem(
            purchase_list=draft, code=f"X{n}", category=f"{n}", category_zh=f"<b>类别{n}</b>", name_zh=f"服务{n}",
            unit="x", unit_zh="次", reference_price=Decimal(n + 1), fee_tier=first.fee_tier, buyer=first.buyer,
        )
        for n in range(200)
    )  # fmt: skip
    CallLine.objects.bulk_create(CallLine(call=call, item=item, quantity=1) for item in items)
    figures = show("budget", ANONYMOUS).figures
    assert len(figures.rows) >= 200 and sum(row.cells[2] for row in figures.rows) == call.budget == figures.foot[2]
    for tall in (True, False):
        bars = [mark for mark in figures.draw(tall).marks if mark.paint == "bar--pale"]
        assert len(bars) == 13
    text = client.get("/charts/budget/").content.decode()
    assert "<b>类别" not in text and "&lt;b&gt;类别199" in text
    shown = [m.attributes for m in figures.draw(False).marks if m.paint == "bar--pale"]
    most, rest = figures.rows[0].cells[2], call.budget - sum(row.cells[2] for row in figures.rows[:12])
    scale = float(shown[-1]["width"]) / float(rest)
    assert float(shown[0]["width"]) == pytest.approx(float(most) * scale, abs=0.2)


@pytest.mark.parametrize("key", ["budget", "calls"])
def test_they_cost_the_same_for_one_three_and_fifty_calls(db, key):
    street = make_street(budget="900000000.00")
    costs = []
    for more in (1, 2, 47):
        call = Call.objects.first() or open_call(street)
        for n in range(more - (0 if costs else 1)):
            lines = list(call.lines.all())
            copy = Call.objects.get(pk=call.pk)
            copy.pk, copy.code, copy._state.adding = None, f"C{Call.objects.count()}{n}", True
            copy.save()
            for line in lines:
                CallLine.objects.create(call=copy, item=line.item, quantity=line.quantity)
        show(key, ANONYMOUS)
        with CaptureQueriesContext(connection) as queries:
            show(key, ANONYMOUS)
        costs.append(len(queries))
    assert Call.objects.count() == 50 and len(set(costs)) == 1 and costs[0] <= 3


def test_under_the_list_it_is_kept_until_the_next_act(db, client, settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 60
    client.cookies["messages"] = ""  # the page itself is made anew

    def published():
        found = re.search(r"(\d+) 个已发布|Of (\d+) published", client.get("/en/calls/").content.decode())
        return int(found[1] or found[2])

    street = make_street()
    generation = [1]
    monkeypatch.setattr(pagecache, "generation", lambda: generation[0])
    open_call(street)
    assert published() == 1
    open_call(street)
    assert published() == 1, "drawn before; no act has been done since"
    generation[0] = 2
    assert published() == 2
    monkeypatch.setattr(kept, "MANY", 2)
    generation[0] = 3
    assert published() == 2
    open_call(street)
    generation[0] = 4
    assert published() == 2, "so many are counted at most once a minute"
    assert "Of 3 published" in client.get("/en/charts/calls/").content.decode()
    pagecache.cache.clear()
    assert published() == 3
