"""What the pages say about money is what the lines of the ledger add up to, in the whole demo district."""

import json
from collections import defaultdict
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from marketplace.contracts.models import Contract
from marketplace.funds import queries_plans, queries_purposes, reports
from marketplace.funds.ledger import label_of
from marketplace.funds.models import Fund, Line
from marketplace.funds.verify import verify
from tests.support.district import built

# With the other tests of the second database that need the demo: PostgreSQL keeps what was told for one worker only.
pytestmark = pytest.mark.xdist_group("district")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with built(django_db_blocker):
        yield


@pytest.fixture
def district(told, db):
    return told


def books() -> dict:
    """{fund: (came in, promised, paid, free)} added up from the lines alone; a source's balance is what it has given."""
    found = defaultdict(lambda: defaultdict(Decimal))
    for fund, kind, amount in Line.objects.values_list("account__fund_id", "account__kind", "amount"):
        found[fund][kind] += amount
    return {
        fund: (-sums["SOURCE"] - sums["TRANSFER"], sums["COMMITMENT"], sums["PAID"], sums["FREE"])
        for fund, sums in found.items()
    }


def page(path):
    return BeautifulSoup(Client().get(path).content, "html.parser")


def figures(soup) -> tuple:
    """The sums at the head of a page, in their order."""
    return tuple(
        Decimal(dd.get_text(strip=True).replace(",", "").removesuffix("元"))
        for dd in soup.select_one("dl.sums").select("dd")
    )


def test_the_list_and_each_fund_show_what_the_lines_add_up_to(district):
    assert verify().ok
    sums = books()
    assert figures(page("/funds/")) == tuple(map(sum, zip(*sums.values(), strict=True)))
    for fund in Fund.objects.all():
        soup, (came_in, committed, paid, free) = page(fund.get_absolute_url()), sums[fund.pk]
        assert figures(soup) == (committed, free, paid), fund.code
        assert f"{came_in:,}" in soup.get_text(), fund.code


def test_plans_purposes_and_sources_add_up_to_the_books(district):
    sums = books()
    for fund in Fund.objects.all():
        came_in = -sum(
            Line.objects.filter(account__fund=fund, account__kind="SOURCE").values_list("amount", flat=True), Decimal(0)
        )
        assert sum((row.amount for row in queries_purposes.sources(fund)), Decimal(0)) == came_in, fund.code
        _came, committed, paid, free = sums[fund.pk]
        for plan in fund.plans.filter(state="in_force"):
            table = queries_plans.table(plan)
            assert (table.total.committed, table.total.paid) == (committed, paid), fund.code
            soup = page(plan.get_absolute_url())
            foot = [td.get_text(strip=True).replace(",", "") for td in soup.select("tfoot td")][:3]
            assert foot == [f"{n:.2f}" for n in (table.total.planned, committed, paid)]
        for year in reports.years_of(fund):
            one = reports.year_of(fund, year)
            assert one.opening + one.came_in + one.from_others - one.returned - one.fees - one.paid == one.closing
            assert sum((n for _l, n in one.payments), Decimal(0)) == one.paid
            assert sum((n for _l, n in one.sources), Decimal(0)) == one.came_in
            assert f"{one.closing:,}" in page(f"/funds/{fund.code}/report/{year}/").get_text()
        if reports.years_of(fund):
            last = reports.year_of(fund, reports.years_of(fund)[0])
            assert (last.closing, last.free) == (committed + free, free), fund.code


def test_the_ledger_narrowed_by_fund_is_what_the_books_have(district):
    for fund in Fund.objects.all():
        answer = Client().get("/funds/ledger.json", {"fund": fund.code})
        found = defaultdict(Decimal)
        for entry in json.loads(b"".join(answer.streaming_content)):
            for line in entry["lines"]:
                if line["account"].startswith(f"{fund.code}/"):
                    found[line["account"].split("/")[1]] += Decimal(line["amount"])
        came_in, committed, paid, free = books()[fund.pk]
        assert (found["FREE"], found["COMMITMENT"], found["PAID"]) == (free, committed, paid), fund.code


def test_the_home_page_shows_the_same_hundred_yuan(district):
    _came, committed, paid, free = map(sum, zip(*books().values(), strict=True))
    cells = {td.get_text(strip=True).replace(",", "") for td in page("/").select("table td.num")}
    assert {str(paid), str(committed), str(free), str(paid + committed + free)} <= cells


def test_contracts_and_the_overview_show_what_was_paid(district):
    paid, went_back = defaultdict(Decimal), Decimal(0)
    lines = Line.objects.filter(account__kind="PAID").values_list("entry__kind", "entry__cause_label", "amount")
    for kind, label, amount in lines:
        if kind == "PAYMENT":
            paid[label] += amount
        else:
            went_back -= amount
    for contract in Contract.objects.exclude(signed_at=None):
        text = page(contract.get_absolute_url()).get_text(" ").replace(",", "")
        assert f"{paid[label_of(contract)]:.2f}" in text, contract.number
    assert sum(paid.values()) - went_back == sum(row[2] for row in books().values())
