"""The flow of a fund: as wide as the ledger says, to the fen; nothing in it that the reader may not see."""

import csv
import io
import xml.etree.ElementTree as ET
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.core.actors import ANONYMOUS
from marketplace.core.money import ZERO
from marketplace.core.pictures import show
from marketplace.core.pictures.shapes import ribbons
from marketplace.funds import domain as funds
from marketplace.funds import queries
from marketplace.funds.models import Line
from marketplace.tenders.models import Call
from projects.outcomes.flow import flow_of
from projects.outcomes.pictures import MOST
from tests.marketplace.contracts.builders import drawn, running
from tests.marketplace.funds.builders import make_cause, make_fund, make_house, move, yuan

from .builders import drafted, published

EVIL = "<script>alert(1)</script>"


def balance(fund) -> dict:
    """The ledger's own sums, line by line, as plainly as can be."""
    sums = defaultdict(lambda: ZERO)
    for line in Line.objects.filter(account__fund=fund).select_related("account"):
        sums[line.account.kind] += line.amount
    return sums


def is_balanced(fund, actor=ANONYMOUS):
    flow, sums = flow_of(fund, actor), balance(fund)
    ways = [*flow.ways, flow.hidden, flow.other]
    back = flow.sources.get("REFUND", ZERO)
    assert flow.whole == sum((w.promised for w in ways), ZERO) + flow.free + flow.moved
    assert flow.free == sums["FREE"] and sum((w.paid for w in ways), ZERO) - back == sums["PAID"]
    assert sum((w.promised - w.paid for w in ways), ZERO) == sums["COMMITMENT"]
    assert flow.whole - back - flow.sources.get("TRANSFER", ZERO) == -sums["SOURCE"]
    assert flow.moved - flow.sources.get("TRANSFER", ZERO) == sums["TRANSFER"]
    for way in ways:
        assert way.promised >= way.contracted >= way.told and way.promised >= way.paid >= way.told >= ZERO
    return flow


def another(call, **fields) -> Call:
    """A call like this one, as a row."""
    copy = Call.objects.get(pk=call.pk)
    copy.pk, copy.code = None, f"C{Call.objects.count()}"
    copy._state.adding = True
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def test_every_way_money_moves_is_in_the_flow_to_the_fen(db):
    house = make_house()
    fund, other = make_fund(house, amount="1000.01"), make_fund(house, "F2", amount="0")
    funds.record_receipt(fund, by=house.finance, amount=yuan("33.33"), text="x")
    wrong = funds.record_receipt(fund, by=house.finance, amount=yuan("7.77"), text="x")
    funds.correct(fund, by=house.finance, number=wrong.number, reason="x")
    cause, gone = make_cause(house, "A"), make_cause(house, "B")
    funds.commit(fund, yuan("500.03"), cause=cause, by=house.leader)
    funds.commit(fund, yuan("100"), cause=gone, by=house.leader)
    funds.release(fund, cause=gone, by=house.leader)
    funds.pay(fund, yuan("200.02"), cause=cause, text="x", key="k", by=house.finance)
    funds.refund(fund, by=house.finance, amount=yuan("0.05"), text="x")
    back = funds.refund(fund, by=house.finance, amount=yuan("0.04"), text="x")
    funds.correct(fund, by=house.finance, number=back.number, reason="x")
    move(house, fund, other, yuan("30.30"))
    moved = move(house, fund, other, yuan("5"))
    funds.correct(fund, by=house.finance, number=moved.number, reason="x")
    flow = is_balanced(fund)
    assert flow.sources == {"GRANT": yuan("1000.01"), "RECEIPT": yuan("33.33"), "REFUND": yuan("0.05")}
    assert (flow.moved, flow.other.promised, flow.other.paid) == (yuan("30.30"), yuan("500.03"), yuan("200.02"))
    assert is_balanced(other).sources == {"TRANSFER": yuan("30.30")}


def test_a_contract_goes_all_the_way(db):
    _street, contract, outcome = published()
    flow = is_balanced(contract.fund)
    way = flow.ways[0]
    assert way.call == contract.call and way.contracts == [contract]
    paid = sum((p.amount for p in [m.payment for m in contract.milestones.filter(state="paid")]), ZERO)
    assert (way.contracted, way.paid, way.told, way.people) == (contract.price, paid, paid, 61)


def test_what_is_not_published_is_not_told(db):
    _street, contract, outcome = drafted()
    way = is_balanced(contract.fund).ways[0]
    assert way.paid > ZERO and way.told == ZERO and way.people == 0


def test_ribbons_are_as_wide_as_the_money_and_table_drawing_and_file_agree(db, client):
    _street, contract, _outcome = published()
    fund = contract.fund
    answer = client.get(f"/charts/fund-flow/{fund.code}/")
    figures = answer.context["shown"].figures
    drawn_flow = next(
        cell.cell_contents for cell in figures.draw.__closure__ if isinstance(cell.cell_contents, ribbons.Flow)
    )
    bands, scale = ribbons.ribbons(drawn_flow), ribbons.scale_of(drawn_flow)
    came, went = ([b for b in bands if b.end[0] == column] for column in (1, 2))
    whole = -balance(fund)["SOURCE"]
    assert sum((b.amount for b in came), ZERO) == sum((b.amount for b in went), ZERO) == whole
    for band in bands:
        assert band.height == pytest.approx(float(band.amount) * scale, abs=1e-9)
    assert sum(b.height for b in went) == pytest.approx(ribbons.REACH)
    # ribbons leave the pot one under the other, without a gap and without lying over one another
    at = went[0].start[1]
    for band in went:
        assert band.start[1] == pytest.approx(at)
        at += band.height
    table = list(csv.reader(io.StringIO(client.get(f"/charts/fund-flow/{fund.code}.csv").content.decode("utf-8-sig"))))
    assert [row[2] for row in table[1:]] == [f"{row.cells[2]:f}" for row in figures.rows]
    assert sum(Decimal(row[2]) for row in table[1:] if row[1] == "收入") == whole
    assert sum(Decimal(row[2]) for row in table[1:] if row[1] != "收入") == whole
    file = client.get(f"/charts/fund-flow/{fund.code}.svg")
    assert ET.fromstring(file.content.decode()).tag.endswith("svg")
    for amount in (contract.price, balance(fund)["PAID"]):
        assert f"{amount:,.2f}" in file.content.decode() and f"{amount:,.2f}" in answer.content.decode()


def test_what_a_reader_may_not_see_is_a_sum_without_a_name(db, client):
    street, contract = drawn()
    fund, call = contract.fund, contract.call
    assert is_balanced(fund).ways == []  # a contract that is not signed yet is nobody else's business
    drawn_up = balance(fund)["COMMITMENT"]
    draft = another(
        call, title_zh="密封的草稿", title_en="A secret draft", number="2026-SECRET", state="draft", published_at=None
    )
    funds.commit(fund, yuan("12.34"), cause=draft, by=street.actor("leader"))
    flow = is_balanced(fund)
    assert flow.ways == [] and flow.hidden.promised == drawn_up + yuan("12.34")
    for prefix in ("", "/en"):
        for address in (f"/charts/fund-flow/{fund.code}{form}" for form in ("/", ".svg", ".csv")):
            text = client.get(prefix + address).content.decode()
            assert "密封" not in text and "secret" not in text.lower() and contract.number not in text
            assert f"{flow.hidden.promised:f}" in text.replace(",", "")
    assert draft in [way.call for way in is_balanced(fund, street.actor("buyer")).ways]


def test_names_stay_words(db, client):
    _street, contract = running()
    Call.objects.filter(pk=contract.call.pk).update(title_zh=EVIL * 6, title_en=EVIL)
    for form in ("/", ".svg"):
        text = client.get(f"/charts/fund-flow/{contract.fund.code}{form}").content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)&lt;/script&gt;" * 6 in text


def test_a_draft_fund_has_no_picture_for_everybody(db, client):
    house = make_house()
    fund = make_fund(house, state="draft")
    for form in ("/", ".svg", ".csv"):
        assert client.get(f"/charts/fund-flow/{fund.code}{form}").status_code == 404
    client.force_login(house.users["FINANCE"])
    page = client.get(f"/charts/fund-flow/{fund.code}/")
    assert page.status_code == 200 and not page.context["shown"].is_drawn
    assert page.context["shown"].figures.empty in page.content.decode()


def test_it_costs_the_same_with_one_purpose_and_with_fifty(db, client):
    street, contract = running()
    fund, call = contract.fund, contract.call
    costs = []
    for more in (0, 2, 47):
        for _n in range(more):
            funds.commit(fund, yuan("0.01"), cause=another(call), by=street.actor("leader"))
        show("fund-flow", ANONYMOUS, fund)
        with CaptureQueriesContext(connection) as queries_made:
            shown = show("fund-flow", ANONYMOUS, fund)
        costs.append(len(queries_made))
    assert costs[0] == costs[1] == costs[2] <= 8
    assert len(shown.figures.rows) >= 50
    names = [mark.words for mark in shown.figures.draw(False).marks if mark.tag == "text"]
    assert len([n for n in names if n.startswith("其他")]) == 1 and len(names) < 4 * (MOST + 8)
    is_balanced(fund)
    assert queries.balances(fund).committed == balance(fund)["COMMITMENT"]
