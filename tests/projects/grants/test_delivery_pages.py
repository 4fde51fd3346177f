"""Every page of agreements as the people who use it, in both languages; the acts by pages alone; what strangers do not see."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from marketplace.core import clock
from projects.grants import domain, giving360
from projects.grants.models import Agreement, Expense

from . import builders as b
from . import delivery as d
from .test_pages import get

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent / "schemas"


def busy():
    """(street, agreement) in force, with one row of each kind on its page."""
    street, agreement = d.running()
    Agreement.objects.filter(pk=agreement.pk).update(place="南街社区活动中心", lat=30.68, lon=103.85)
    with d.at(agreement, days=5):
        domain.ending.pay(d.tranche(agreement, 1), by=street.actor("finance"))
        d.hand_in(street, agreement)
        d.spend(street, agreement)
        visit = domain.delivery.plan_visit(
            agreement, by=street.actor("secretary"), at=clock.now() + timedelta(hours=1), what="送餐点"
        )
        domain.delivery.tell_contribution(
            agreement, by=street.actor("w1"), kind="VOLUNTEERS", source="南街志愿队", people=12, hours=Decimal(80)
        )
        claim = domain.ending.claim(
            agreement, by=street.actor("secretary"), ground="UNSPENT", amount=Decimal(100), why="内情ZB"
        )
        domain.ending.demand(claim, by=street.actor("leader"), due=clock.today() + timedelta(days=9))
    with d.at(agreement, days=6):
        domain.delivery.record_visit(visit, by=street.actor("secretary"), found="IN_ORDER", record="内部记录QX")
    return street, d.fresh(agreement)


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_as_those_who_use_it(client, language):
    street, agreement = busy()
    page, code, fund = agreement.get_absolute_url(), agreement.application.code, street.fund.get_absolute_url()
    organisation = street.organisations[0].get_absolute_url()
    with d.at(agreement, days=7):
        for name in (None, "w1", "o1", "secretary", "leader", "finance", "auditor", "stranger"):
            get(client, street, name, page, language=language)
        for name, address in [
            (None, "/grants/agreements/"), (None, f"/grants/agreements/?round={agreement.round.code}&q=项目"), (None, "/grants/years/"),
            (None, f"/grants/{agreement.round.code}/"), ("secretary", f"/grants/applications/{code}/"), ("w1", f"/grants/applications/{code}/"),
            ("secretary", f"/grants/applications/{agreement.round.applications.get(title='项目2').code}/agreement/"),
            *((name, "/desk/") for name in ("w1", "secretary", "leader", "finance")), (None, fund),
            (None, organisation),
        ]:  # fmt: skip
            get(client, street, name, address, language=language)


def test_every_verb_of_it_has_a_page(client):
    street, agreement = busy()
    rows = [
        ("secretary", agreement, ("amend", "plan_visit", "claim")), ("w1", agreement, ("move_budget", "enter_expense", "tell_contribution")),
        ("leader", agreement, ("close", "terminate")), ("finance", d.tranche(agreement, 2), ("pay",)), ("leader", d.tranche(agreement, 2), ("drop",)),
        ("secretary2", d.report(agreement), ("accept", "return")), ("w1", d.report(agreement, 2), ("hand_in",)),
        ("secretary", agreement.expenses.get(), ("disallow",)), ("w1", agreement.contributions.get(), ("take_back",)),
        ("finance", agreement.recoveries.get(), ("book",)),
    ]  # fmt: skip
    with d.at(agreement, days=7):
        for name, thing, verbs in rows:
            client.force_login(street.users[name])
            for verb in verbs:
                for language in ("", "/en"):
                    answer = client.get(f"{language}/do/{type(thing).STEPS}/{thing.pk}/{verb}/")
                    assert answer.status_code in (200, 302, 409), (name, verb, answer.status_code)


def test_drawn_up_and_kept_by_pages_alone(client):
    street, round = b.concluded(tranches=d.TRANCHES)
    application = round.applications.get(title="项目1")
    with clock.fixed(d.start(round)):
        client.force_login(street.users["secretary"])
        answer = client.post(f"/grants/applications/{application.code}/agreement/")
        agreement = Agreement.objects.get()
        assert answer["Location"] == agreement.get_absolute_url()
        address = f"/do/grants.agreement/{agreement.pk}"
        values = {
            "starts": agreement.starts,
            "ends": agreement.ends,
            "text_zh": "文本",
            "line_1": "10000.00",
            "lat": "30.7",
        }
        answer = client.post(f"{address}/edit/", values)
        assert answer.status_code == 422 and "纬度和经度" in answer.content.decode()
        assert client.post(f"{address}/edit/", values | {"lon": "103.8", "place": "南街"}).status_code == 302
        assert client.post(f"{address}/offer/").status_code == 302
        d.sign(street, Agreement.objects.get())
    with d.at(agreement, days=2):
        client.force_login(street.users["w1"])
        line = agreement.lines.get()
        upload = SimpleUploadedFile("发票.pdf", d.PDF)
        expense = {"line": line.pk, "day": clock.today(), "amount": "12.50", "text": "餐费", "voucher": upload}
        assert client.post(f"{address}/enter_expense/", expense | {"amount": "99999"}).status_code == 422
        upload.seek(0)
        assert client.post(f"{address}/enter_expense/", expense).status_code == 302
        report = d.report(agreement)
        answer = client.post(f"/do/grants.report/{report.pk}/hand_in/", {"text": "做了", "people_served": "x"})
        assert answer.status_code == 422 and "做了" in answer.content.decode()
        assert (
            client.post(f"/do/grants.report/{report.pk}/hand_in/", {"text": "做了", "people_served": "9"}).status_code
            == 302
        )
    assert Expense.objects.get().amount == Decimal("12.50") and d.report(agreement).people_served == 9


def test_the_public_reads_no_voucher_no_record_and_no_draft(client):
    street, agreement = busy()
    _street, other = d.drawn(street, 2, round=b.fresh(agreement.round))
    with d.at(other, days=1):
        for name in (None, "stranger", "w2", "editor"):
            page = get(client, street, name, agreement.get_absolute_url())
            assert (
                "内部记录QX" not in page
                and "grants.voucher" not in page
                and "内情ZB" not in page
                and "南街志愿队" in page
            ), name
            for row, purpose in ((agreement.expenses.get(), "grants.voucher"), (d.report(agreement), "grants.report")):
                from marketplace.core.files import files_of

                assert client.get(files_of(row, purpose).get().get_absolute_url()).status_code in (302, 404)
        for name in (None, "stranger", "w1"):
            get(client, street, name, other.get_absolute_url(), status=404)
            assert other.number not in get(client, street, name, "/grants/agreements/")
        get(client, street, "w2", other.get_absolute_url())
        client.logout()
        assert other.number not in client.get("/open-data/360giving.json").content.decode()


def test_the_page_costs_the_same_with_many_expenses(client):
    street, agreement = busy()
    line, counts = agreement.lines.get(), []
    with d.at(agreement, days=7):
        for more in (0, 2, 47):
            for _n in range(more):
                Expense.objects.create(agreement=agreement, line=line, day=clock.today(), amount=1, text="x", entered_by=street.users["w1"], entered_at=clock.now())  # fmt: skip
            found = []
            for name in ("w1", "secretary"):
                client.force_login(street.users[name])
                with CaptureQueriesContext(
                    connection,
                ) as seen:
                    assert client.get(agreement.get_absolute_url()).status_code == 200
                found.append(len(seen))
            counts.append(found)
    assert counts[1] == counts[2], counts
    assert counts[2][0] <= 75, counts


# ---- open data ----------------------------------------------------------------------------------------
def validator() -> Draft202012Validator:
    """Of the package, with the schema of a grant beside it, whatever patch release it names."""
    package, grant = (
        json.loads((SCHEMAS / name).read_text())
        for name in ("360-giving-package-schema.json", "360-giving-schema.json")
    )
    grants = package["properties"]["grants"]["items"]["$ref"]
    registry = Registry().with_resources([(uri, DRAFT202012.create_resource(grant)) for uri in (grant["$id"], grants)])
    checker = FormatChecker(formats=[])  # the standard says "a date, or a full moment", and means one of the two

    @checker.checks("date-time", raises=ValueError)
    def is_moment(value):
        return datetime.fromisoformat(value).tzinfo is not None

    return Draft202012Validator(package, registry=registry, format_checker=checker)


def test_open_data_is_valid_360giving(client, tmp_path):
    street, agreement = busy()
    with d.at(agreement, days=7):
        data = client.get("/open-data/360giving.json").json()
        target = tmp_path / "360.json"
        call_command("export_360giving", str(target))
    assert [error.message for error in validator().iter_errors(data)] == []
    assert json.loads(target.read_text())["grants"] == data["grants"]
    one, two = data["grants"]
    assert (one["amountAwarded"], one["amountDisbursed"], one["currency"], one["awardDate"]) == (
        10000,
        6000,
        "CNY",
        "2026-09-30",
    )
    assert one["id"].startswith(f"{giving360.PREFIX}-") and "amountDisbursed" not in two
    assert "项目3" not in json.dumps(data, ensure_ascii=False)  # on the waiting list: not public


def test_the_schema_refuses_what_is_wrong():
    broken = {"version": "1.4", "grants": [{"id": "x", "title": "y"}]}
    assert list(validator().iter_errors(broken))


def test_years_side_by_side_and_the_round_that_is_closed(client):
    street, agreement = d.closed()
    with d.at(agreement, days=70):
        round = b.fresh(agreement.round)
        domain.determination.decline(round.applications.get(title="项目2"), by=street.actor("o2"))
        domain.ending.close_round(round, by=street.actor("leader"), closing_zh="一个项目完成，服务六十人。")
        page = get(client, street, None, "/grants/years/")
        round_page = get(client, street, None, f"/grants/{round.code}/")
        project = get(client, street, None, agreement.get_absolute_url())
    from marketplace.core.actors import ANONYMOUS
    from projects.grants import reads_delivery

    (year,) = reads_delivery.by_year(ANONYMOUS)
    assert year["total"] == {"applied": 3, "funded": 1, "awarded": Decimal("10000.00"), "delivered": 1, "people": 60}
    assert "一个项目完成" in round_page and "六十位独居老人" in project and "2026 年合计" in page


def test_machines_read_open_calls_and_projects(client):
    street, agreement = busy()
    with d.at(agreement, days=7):
        assert client.get("/api/grants/rounds?taking=true").json() == {"count": 0, "items": []}
        (item,) = client.get(f"/api/grants/projects?round={agreement.round.code}").json()["items"]
        one = client.get(f"/api/grants/projects/{agreement.number}").json()
        assert client.get("/api/grants/projects/2026-999").status_code == 404
    assert (item["paid"], item["amount"], item["people_served"]) == ("6000.00", "10000.00", None)
    assert [t["state"] for t in one["tranches"]] == ["paid", "planned", "planned"]
    assert one["reports"] == [] and one["beside"][0]["hours"] == "80.0"  # handed in, not accepted: not public yet


def test_incubation_and_the_passport_know_of_grants():
    from orgs.incubation.others import money_won
    from projects.grants.slots import in_the_passport

    street, agreement = d.closed()
    organisation = agreement.organisation
    assert [(row.kind, row.amount) for row in money_won([organisation.pk])] == [("grant", Decimal("10000.00"))]
    assert [entry.kind for entry in in_the_passport(organisation)] == ["grant", "grant"]
