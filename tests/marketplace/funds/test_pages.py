"""Who may do what, and the pages: roles, languages, constant queries, what is typed wrong, what must not be seen."""

from copy import copy
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.core.actors import ANONYMOUS
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES, matrix
from marketplace.funds import domain, faces, queries, queries_moved, states  # noqa: F401  registers table and faces
from marketplace.funds.models import Entry, Fund
from marketplace.funds.states import FundState
from tests import factories

from .builders import ROLES, make_cause, make_fund, make_house, move, yuan

pytestmark = pytest.mark.django_db
LANGUAGES = {"zh": "", "en": "/en"}
LIVE = ("active", "frozen")

# {verb: (role, states in which that role may)}; everything that is not named is refused.
MAY = {
    "create": ("FINANCE", tuple(FundState.values)),
    "edit": ("FINANCE", ("draft",)),
    "activate": ("LEADER", ("draft",)),
    "grant_budget": ("FINANCE", LIVE),
    "record_receipt": ("FINANCE", LIVE),
    "refund": ("FINANCE", LIVE),
    "found": ("LEADER", tuple(FundState.values)),
    "add_purpose": ("FINANCE", ("draft", "active", "frozen")),
    "correct": ("FINANCE", LIVE),
    "freeze": ("LEADER", ("active",)),
    "unfreeze": ("LEADER", ("frozen",)),
    "close": ("LEADER", LIVE),
}


def test_matrix(house):
    fund = make_fund(house, amount="0")
    in_state = {}
    for state in FundState.values:
        in_state[state] = copy(fund)
        in_state[state].state = state
    other = make_house()
    actors = {role: house.actor(role) for role in ROLES} | {
        "anonymous": ANONYMOUS,
        "other FINANCE": other.finance,
        "other LEADER": other.leader,
    }
    found = {}
    for (verb, role, state), answer in matrix("funds.fund", actors, in_state).items():
        if answer == "yes":
            found.setdefault(verb, {}).setdefault(role, []).append(state)
    assert found == {verb: {role: [s for s in FundState.values if s in when]} for verb, (role, when) in MAY.items()}


def test_money_asks_for_a_fresh_second_factor(house, fund):
    table = TABLES["funds.fund"]
    asks = {verb for verb, step in table.by_verb.items() if step.second_factor}
    assert asks == {"activate", "grant_budget", "record_receipt", "refund", "charge_fee", "correct"}
    stale = house.actor("FINANCE", second_factor=False)
    with pytest.raises(Refused) as error:
        domain.grant_budget(fund, by=stale, amount=yuan(1), text="x")
    assert error.value.code == "second_factor"


def test_who_drafted_does_not_put_in_force(house):
    both = house.users["FINANCE"]
    factories.grant(both, "LEADER", house.office)
    fund = make_fund(house, state="draft")
    with pytest.raises(Refused) as error:
        domain.activate(fund, by=factories.actor(both))
    assert error.value.code == "four_eyes"


def refusal(work):
    with pytest.raises(Refused) as error:
        work()
    return error.value.code


def test_a_frozen_fund_pays_but_promises_nothing(house, fund):
    cause, new = make_cause(house, "A"), make_cause(house, "B")
    domain.commit(fund, yuan(500), cause=cause, by=house.leader)
    domain.freeze(fund, by=house.leader, reason="审计")
    assert refusal(lambda: domain.commit(fund, yuan(1), cause=new, by=house.leader)) == "fund_not_active"
    more = lambda: domain.recommit(fund, old_cause=cause, new_cause=new, amount=yuan(501), by=house.leader)  # noqa: E731
    assert refusal(more) == "fund_not_active"
    domain.recommit(fund, old_cause=cause, new_cause=new, amount=yuan(400), by=house.leader)
    domain.pay(fund, yuan(400), cause=new, text="x", key="k", by=house.finance)
    assert queries.balances(fund).paid == yuan(400)


def test_closing_needs_empty_books(house, fund):
    cause = make_cause(house, "A")
    domain.commit(fund, yuan(1000), cause=cause, by=house.leader)
    assert refusal(lambda: domain.close(fund, by=house.leader, reason="x")) == "money_left"
    domain.pay(fund, yuan(1000), cause=cause, text="x", key="k", by=house.finance)
    assert domain.close(fund, by=house.leader, reason="x").state == "closed"
    assert refusal(lambda: domain.grant_budget(fund, by=house.finance, amount=yuan(1), text="x")) == "wrong_state"


@pytest.mark.parametrize("amount", ["0", "-1", "0.004", "10000000000.00", "1e15"])
def test_amounts_that_are_none(house, fund, amount):
    assert refusal(lambda: domain.grant_budget(fund, by=house.finance, amount=Decimal(amount), text="x")) in (
        "not_positive",
        "too_much",
    )
    assert Entry.objects.count() == 1


def test_a_transfer_to_a_fund_that_is_closed_or_elsewhere_is_not_reversed(house, fund):
    other, far = make_fund(house, "F2", amount="0"), make_fund(make_house(), "F9", amount="0")
    back = move(house, fund, other, yuan(10))
    again = move(house, other, fund, yuan(10))
    away = move(house, fund, far, yuan(10))
    domain.close(other, by=house.leader, reason="x")
    for entry in (back, again, away):
        assert (
            refusal(lambda e=entry: domain.correct(fund, by=house.finance, number=e.number, reason="x")) == "other_fund"
        )


@pytest.mark.parametrize("code", ["", "a", "ledger", "A/B", "资金", "A" * 21, "-A", "A\n"])
def test_codes_are_plain(house, code):
    assert refusal(lambda: make_fund(house, code, state="draft")) == "bad_code"


# ---- statement -----------------------------------------------------------------------------------
def moment(text):
    return timezone.make_aware(datetime.fromisoformat(text))


def test_statement_and_chart_tell_the_same(house, clock):
    cause = make_cause(house, "A")
    with clock("2026-01-10 09:00"):
        fund, other = make_fund(house), make_fund(house, "F2", amount="0")
    with clock("2026-02-10 09:00"):
        domain.commit(fund, yuan(500), cause=cause, by=house.leader)
    with clock("2026-03-10 09:00"):
        domain.pay(fund, yuan(200), cause=cause, text="一期", key="k", by=house.finance)
        move(house, fund, other, yuan(30))
        wrong = domain.record_receipt(fund, by=house.finance, amount=yuan(7), text="x")
        domain.correct(fund, by=house.finance, number=wrong.number, reason="x")
    whole = queries.statement(fund, moment("2026-01-01"), moment("2027-01-01"))
    assert (whole.opening, whole.came_in, whole.out, whole.closing) == (yuan(0), yuan(1007), yuan(237), yuan(770))
    assert [(line.came_in, line.out, line.held, line.free) for line in whole.lines] == [
        (yuan(a), yuan(b), yuan(c), yuan(d))
        for a, b, c, d in [(1000, 0, 1000, 1000), (0, 0, 1000, 500), (0, 200, 800, 500), (0, 30, 770, 470), (7, 0, 777, 477), (0, 7, 770, 470)]
    ]  # fmt: skip
    march = queries.statement(fund, moment("2026-03-01"), moment("2026-04-01"))
    assert (march.opening, march.came_in, march.out, march.closing) == (yuan(1000), yuan(7), yuan(237), yuan(770))
    empty = queries.statement(fund, moment("2026-05-01"), moment("2026-06-01"))
    assert (empty.opening, empty.lines, empty.closing) == (yuan(770), [], yuan(770))
    paged = [queries.statement(fund, moment("2026-01-01"), moment("2027-01-01"), page) for page in (1, "x", 99)]
    assert [p.lines for p in paged] == [whole.lines] * 3
    with clock("2026-04-01 09:00"):
        months = [
            (m.first.isoformat(), m.came_in, m.paid, m.from_others)
            for m in queries.months_of(queries_moved.read([fund]))
        ]
    assert months == [
        ("2026-01-01", yuan(1000), yuan(0), yuan(0)),
        ("2026-02-01", yuan(0), yuan(0), yuan(0)),
        ("2026-03-01", yuan(0), yuan(200), yuan(-30)),
        ("2026-04-01", yuan(0), yuan(0), yuan(0)),
    ]
    assert queries.balances(fund).held == whole.closing


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_before_anything_is_paid_months_are_a_table_without_empty_columns(house, client, prefix):
    fund, cause = make_fund(house), make_cause(house, "A")
    page = client.get(f"{prefix}/charts/fund-spending/{fund.code}/")
    shown, text = page.context["shown"], page.content.decode()
    assert not shown.is_drawn and str(shown.figures.empty) in text and "<table" in text and "1,000.00" in text
    assert client.get(f"/charts/fund-spending/{fund.code}.svg").status_code == 404
    domain.commit(fund, yuan(500), cause=cause, by=house.leader)
    domain.pay(fund, yuan(200), cause=cause, text="一期", key="k", by=house.finance)
    assert client.get(f"{prefix}/charts/fund-spending/{fund.code}/").context["shown"].is_drawn


@pytest.mark.parametrize(("size", "pages"), [(1, 5), (2, 3), (5, 1)])
def test_the_pages_of_a_statement_are_the_whole_of_it(house, client, monkeypatch, size, pages):
    fund = make_fund(house)
    for amount in (70, 80, 90):
        domain.record_receipt(fund, by=house.finance, amount=yuan(amount), text="x")
    move(house, fund, make_fund(house, "F2", amount="0"), yuan(20))
    period = moment("2020-01-01"), moment("2099-01-01")
    whole = queries.statement(fund, *period)
    monkeypatch.setattr(queries, "STATEMENT_PAGE", size)
    parts = [queries.statement(fund, *period, page) for page in range(1, pages + 1)]
    assert [line for part in parts for line in part.lines] == whole.lines
    assert [part.carried for part in parts] == [yuan(0), *(part.lines[-1].held for part in parts[:-1])]
    assert {(p.opening, p.came_in, p.out, p.closing) for p in parts} == {(yuan(0), yuan(1240), yuan(20), yuan(1220))}
    shown = client.get("/funds/F1/statement/", {"page": pages}).content.decode()
    assert "1,220.00" in shown and ("承前页" in shown) == (pages > 1) and f"page={pages - 1}" * (pages > 1) in shown


@pytest.mark.parametrize("piece", [1, 2, 1000])
def test_the_stream_of_a_statement_is_the_whole_of_it(house, client, monkeypatch, piece, django_assert_max_num_queries):
    fund = make_fund(house)
    for amount in (70, 80, 90):
        domain.record_receipt(fund, by=house.finance, amount=yuan(amount), text="x")
    move(house, fund, make_fund(house, "F2", amount="0"), yuan(20))
    period = moment("2020-01-01"), moment("2099-01-01")
    whole = queries.statement(fund, *period)
    monkeypatch.setattr(queries, "STATEMENT_PIECE", piece)
    opening, lines = queries.statement_stream(fund, *period)
    assert (opening, list(lines)) == (yuan(0), whole.lines) and len(whole.lines) == 5
    with django_assert_max_num_queries(6):
        answer = client.get("/en/funds/F1/statement.csv", {"start": "2020-01-01", "end": "2098-12-31"})
        assert answer.streaming
        rows = [line.split(",") for line in b"".join(answer).decode().splitlines()]
    assert [row[6] for row in rows[1:]] == ["0.00", *(str(line.held) for line in whole.lines), "1220.00"]
    assert rows[-1][2:7] == ["Closing", "", "1240.00", "20.00", "1220.00"]


# ---- pages ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_public_pages(client, house, fund, prefix):
    cause = make_cause(house, "A")
    domain.commit(fund, yuan("123.45"), cause=cause, by=house.leader)
    domain.pay(fund, yuan("23.45"), cause=cause, text="p1", key="k", by=house.finance)
    name = fund.name_en if prefix else fund.name_zh
    for path, parts in {
        "/funds/": [name, "876.55", "23.45"],
        "/funds/F1/": [name, "876.55", "100.00", "23.45"],
        "/funds/F1/statement/": ["976.55", "876.55"],
        "/funds/ledger/": ["123.45", "p1"],
        "/funds/entries/3/": [Entry.objects.get(number=3).hash[:4], "orgs.community:CM-A", "-23.45"],
    }.items():
        answer = client.get(prefix + path)
        page = answer.content.decode()
        assert (answer.status_code, [p for p in parts if p not in page]) == (200, []), path


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_lists_cost_the_same_whatever_the_rows(client, house, rows, django_assert_max_num_queries):
    for n in range(rows):
        make_fund(house, f"F{n}", amount="10")
    for path, most in (("/funds/", 7), ("/funds/ledger/", 7)):
        client.get(path)
        with django_assert_max_num_queries(most) as seen:
            answer = client.get(path)
        assert answer.context["page_obj"].paginator.count == rows
        costs.setdefault(path, set()).add(len(seen))
        assert len(costs[path]) == 1


costs: dict = {}


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_a_fund_page_costs_the_same_whatever_its_promises(client, house, fund, rows, django_assert_max_num_queries):
    for n in range(rows):
        domain.commit(fund, yuan(1), cause=make_cause(house, str(n)), by=house.leader)
    client.get("/funds/F1/")
    with django_assert_max_num_queries(25) as seen:
        assert client.get("/funds/F1/").status_code == 200
    costs.setdefault("fund", set()).add(len(seen))
    assert len(costs["fund"]) == 1


def test_drafts_and_causes_that_are_not_public_stay_hidden(client, house, fund):
    draft = make_fund(house, "DRAFTED-FUND", state="draft")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "DRAFTED-FUND" not in client.get("/funds/").content.decode()
    hidden = factories.make_organisation("HIDDEN-1", name_zh="还没核验的组织", state="applied")
    domain.commit(fund, yuan(5), cause=hidden, by=house.leader)
    for path in ("/funds/F1/", "/funds/entries/2/", "/funds/ledger/"):
        assert "还没核验的组织" not in client.get(path).content.decode()
    assert queries.commitments(fund, ANONYMOUS) == [(None, yuan(5))]


def test_who_booked_is_named_nowhere(client, house, fund):
    finance = house.users["FINANCE"]
    for path in ("/funds/F1/", "/funds/entries/1/", "/funds/ledger/", "/funds/F1/statement/"):
        assert finance.email not in client.get(path).content.decode()


def logged_in(client: Client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_drafting_a_fund_on_its_page(client, house):
    logged_in(client, house.users["FINANCE"])
    form = {
        "code": "fd-9",
        "kind": "POOLED",
        "office": house.office.pk,
        "year": 2026,
        "name_zh": "集成",
        "purpose_zh": "用途",
    }
    assert client.post("/funds/new/", form | {"code": "A/B"}).status_code == 422
    assert client.post("/funds/new/", form | {"year": 1}).status_code == 422
    assert client.post("/funds/new/", form).status_code == 302
    assert Fund.objects.get().code == "FD-9"
    again = client.post("/funds/new/", form)
    assert again.status_code == 422 and "集成" in again.content.decode()


@pytest.mark.parametrize("role", ["LEADER", "AUDITOR", "BUYER"])
def test_drafting_is_for_finance(client, house, role):
    assert logged_in(client, house.users[role]).get("/funds/new/").status_code == 403


def test_odd_addresses(client, fund):
    for path, status in {
        "/funds/NONE/": 404,
        "/funds/entries/99/": 404,
        "/funds/entries/99999999999999999999/": 404,
        "/funds/F1/statement.pdf": 404,
        "/funds/F1/statement/?start=x&end=2026-01-01": 422,
        "/funds/F1/statement/?start=2026-02-01&end=2026-01-01": 422,
        "/funds/F1/statement/?start=0001-01-01&end=9999-12-31": 422,
        "/funds/?kind=x&year=y&page=z": 200,
        "/funds/?year=99999999999999999999": 200,
    }.items():
        assert client.get(path).status_code == status, path


def test_exports_neutralise_formulas(client, house, fund):
    domain.record_receipt(fund, by=house.finance, amount=yuan(1), text="=1+1")
    answer = client.get("/funds/F1/statement.csv")
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode("utf-8-sig")
    assert answer.status_code == 200 and "=1+1" in text
    assert not [cell for line in text.splitlines() for cell in line.split(",") if cell.startswith(("=", '"='))]
    assert client.get("/funds/F1/statement.xlsx").status_code == 200


def test_the_home_money_agrees_with_the_books(house, fund):
    from marketplace.funds.slots import hundredths, money

    cause = make_cause(house, "A")
    domain.commit(fund, yuan(333), cause=cause, by=house.leader)
    domain.pay(fund, yuan(100), cause=cause, text="x", key="k", by=house.finance)
    rows = money(None, ANONYMOUS).context["rows"]
    assert [(row["key"], row["amount"], row["coins"]) for row in rows] == [
        ("paid", yuan(100), 10), ("contract", yuan(233), 23), ("free", yuan(667), 67),
    ]  # fmt: skip
    assert hundredths([yuan(1)] * 3) == [34, 33, 33]


# ---- JSON ----------------------------------------------------------------------------------------
def test_json(client, house, fund):
    make_fund(house, "F2", state="draft")
    found = client.get("/api/funds/funds").json()
    assert [f["code"] for f in found] == ["F1"]
    assert {k: found[0][k] for k in ("came_in", "free", "committed", "paid")} == {
        "came_in": "1000.00", "free": "1000.00", "committed": "0.00", "paid": "0.00",
    }  # fmt: skip
    page = client.get("/api/funds/entries").json()
    entry = page["results"][0]
    assert (page["count"], entry["number"], entry["previous_hash"]) == (1, 1, "0" * 64)
    assert [(line["account"], line["amount"]) for line in entry["lines"]] == [
        ("F1/SOURCE", "-1000.00"),
        ("F1/FREE", "1000.00"),
    ]
    import hashlib

    assert entry["hash"] == hashlib.sha256((entry["previous_hash"] + entry["canonical"]).encode()).hexdigest()
    assert client.get("/api/funds/entries/1").json() == entry
    assert client.get("/api/funds/entries/2").status_code == 404
    assert client.get("/api/funds/funds/F2").status_code == 404
    assert client.get("/api/funds/entries?fund=F1&after=0&limit=1").json()["results"] == [entry]
