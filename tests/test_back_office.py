"""The rooms in Wagtail's admin: who enters, what is seen, that nothing is written, at what cost, in both languages."""

import csv
import io
import itertools
import json
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.admin.viewsets import viewsets

from cms import editors
from cms.models import Export
from marketplace.catalogue.models import PurchaseList
from marketplace.contracts.models import Contract
from marketplace.core import audit
from marketplace.core import clock as core_clock
from marketplace.core.backoffice import ENTER, Kept, Rooms
from marketplace.core.exports import DANGEROUS, EXPORTED
from marketplace.core.models import WorkdayOverride
from marketplace.funds import domain as funds
from marketplace.funds.models import Fund
from marketplace.tenders.models import RuleSet
from orgs.models import Community, Office, User
from orgs.states import OFFICE_ROLES
from tests import factories
from tests.marketplace.contracts import builders as contract_builders
from tests.marketplace.tenders import builders as b
from tests.projects.outcomes.builders import drafted
from tests.test_matrix import directory

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def ours() -> list:
    get_resolver().url_patterns  # noqa: B018  (reading the addresses fills Wagtail's registry)
    return [viewset for viewset in viewsets.viewsets if isinstance(viewset, Rooms)]


def address(viewset, rest="") -> str:
    return f"/cms/{viewset.url_prefix}/{rest}"


@pytest.fixture
def case(settings):
    """One of each thing; a client of each role of its office."""
    _street, contract, outcome = drafted()
    editors.give_rights()
    return contract, outcome


def enter(client, role, office):
    user = factories.person(role, office)
    client.force_login(User.objects.get(pk=user.pk))
    return user


def test_the_rooms_are_there():
    assert {v.url_prefix for v in ours() if not isinstance(v, Kept)} == {
        "rooms/organisations", "rooms/lists", "rooms/items", "rooms/funds", "rooms/entries", "rooms/calls", "rooms/contracts",
        "rooms/milestones", "rooms/services", "rooms/experts", "rooms/stays", "rooms/trainings", "rooms/outcomes", "rooms/grant-rounds", "rooms/grant-applications", "rooms/grant-agreements", "rooms/exports", "rooms/campaigns", "rooms/pots", "rooms/gifts", "rooms/promises", "rooms/collections", "rooms/wanted", "rooms/unindexed",
    }  # fmt: skip


@pytest.mark.parametrize("role", [role.value for role in OFFICE_ROLES])
def test_who_enters(client, case, role):
    contract, _outcome = case
    enter(client, role, contract.office)
    for viewset in ours():
        answer = client.get(address(viewset))
        assert (answer.status_code == 200) == (role in viewset.readers), viewset.url_prefix


def test_nobody_else_enters(client, case):
    contract, _outcome = case
    boss = factories.make_user(is_superuser=True)
    owner = factories.person("OWNER", contract.organisation)
    for user in (None, owner, boss, factories.make_user()):
        client.logout()
        if user:
            client.force_login(user)
        for viewset in ours():
            assert client.get(address(viewset)).status_code in (302, 403), (user, viewset.url_prefix)


def test_lists_sheets_and_exports(client, case):
    contract, outcome = case
    enter(client, "AUDITOR", contract.office)
    for viewset in ours():
        listing = client.get(address(viewset), {"q": "  一 '; %00"})
        assert listing.status_code == 200
        row = viewset.model.objects.first()
        page = BeautifulSoup(client.get(address(viewset)).content, "html.parser")
        assert len(page.find_all("h1")) == 1
        if row is None:
            continue
        assert page.select_one(f'a[href="{viewset.sheet_url(row)}"]') is not None, viewset.url_prefix
        sheet = client.get(viewset.sheet_url(row))
        assert sheet.status_code == 200 and len(BeautifulSoup(sheet.content, "html.parser").find_all("h1")) == 1
        held = viewset.model.objects.count()  # of exports: those before this one
        table = client.get(address(viewset), {"export": "csv"})
        lines = list(csv.reader(io.StringIO(b"".join(table.streaming_content).decode("utf-8-sig"))))
        assert len(lines) == held + 1 and len(lines[0]) == len(viewset.columns)
        held = viewset.model.objects.count()
        book = openpyxl.load_workbook(io.BytesIO(client.get(address(viewset), {"export": "xlsx"}).content))
        assert book.worksheets[0].max_row == held + 1
    assert Export.objects.filter(changes__list=[None, "exports"]).count() == 2


def test_who_took_what_out_stands_in_the_audit(client, case):
    contract, _outcome = case
    buyer = enter(client, "BUYER", contract.office)
    assert client.get("/cms/rooms/exports/").status_code in (302, 403)
    client.get("/cms/rooms/funds/", {"export": "csv", "q": "资金 \0"})
    event = Export.objects.get()
    assert event.actor == buyer
    found = Fund.objects.filter(name_zh__contains="资金").count()
    assert event.changes == {
        "list": [None, "funds"], "format": [None, "csv"], "question": [None, "q=资金 "], "rows": [None, found],
    }  # fmt: skip
    enter(client, "AUDITOR", contract.office)
    page = client.get("/cms/rooms/exports/").content.decode()
    assert str(buyer) in page and "q=资金" in page


def test_so_do_wagtails_own_lists(client, case):
    contract, _outcome = case
    user = enter(client, "EDITOR", contract.office)
    editors.sync()
    for path in ("/cms/reports/site-history/", "/cms/snippets/cms/notice/"):
        for kind in ("csv", "xlsx"):
            assert client.get(path, {"export": kind, "q": "x"})["Content-Disposition"].startswith("attachment")
            event = Export.objects.latest("pk")
            assert event.actor == user and event.changes["list"] == [None, path], path
            assert (event.changes["format"], event.changes["question"]) == ([None, kind], [None, "q=x"])
        client.get(path, {"export": "pdf"})
    assert Export.objects.count() == 4


ODD = (
    "q=%00", "p=x", "p=99999999999999999999", "ordering=identity", "ordering=-draft", "year=9e99", "year=-1", "year=99999999999999999999",
    "office=x%00", "office=99999999999999999999", "state=nonsense", "at_from=x", "at_from=9999-99-99", "export=pdf", "export=csv&q=%00", "is_working=x",
    "communities=1&communities=x", "buyer=%F0%9F%98%80",
)  # fmt: skip


def test_odd_questions_get_an_answer(client, case):
    contract, _outcome = case
    enter(client, "AUDITOR", contract.office)
    for viewset in ours():
        for query in ODD:
            assert client.get(f"{address(viewset)}?{query}").status_code == 200, (viewset.name, query)
        for pk in (0, 2**63, 10**30):
            assert client.get(address(viewset, f"{pk}/")).status_code == 404


def test_there_is_no_way_to_write(client, case):
    """No address creates, changes or deletes; what is kept there has the addresses of its verbs, no others."""
    contract, _outcome = case
    enter(client, "LEADER", contract.office)
    for viewset in ours():
        names = {pattern.name for pattern in viewset.get_urlpatterns()}
        assert names == {"index", "results", "sheet"} | ({"add", "act"} if isinstance(viewset, Kept) else set())
        row = viewset.model.objects.first()
        before = list(viewset.model.objects.order_by("pk").values())
        for rest in ("", f"{row.pk}/" if row else "", *(f"{row.pk}/{x}/" for x in ("edit", "delete") if row)):
            client.post(address(viewset, rest), {"name_zh": "改", "state": "closed"})
            client.delete(address(viewset, rest))
        for rest in ("new/", "edit/1/", "delete/1/", "bulk/delete/?id=1", "copy/1/", "history/1/", "usage/1/"):
            assert client.get(address(viewset, rest)).status_code in (404, 403), rest
        assert list(viewset.model.objects.order_by("pk").values()) == before
        text = client.get(address(viewset)).content.decode()
        assert "data-bulk-action" not in text and "/edit/" not in text.split("<main", 1)[1]


def test_what_is_kept_is_there():
    assert {v.url_prefix for v in ours() if isinstance(v, Kept)} == {
        "kept/offices", "kept/communities", "kept/days", "kept/rules", "kept/stations", "kept/categories",
        "kept/sets", "kept/needed", "kept/pace", "kept/synonyms", "kept/standards",
    }  # fmt: skip


OUTLINE = json.dumps({"type": "Polygon", "coordinates": [[[104, 30], [104.1, 30], [104.1, 30.1], [104, 30]]]}).encode()


def test_a_keeper_keeps_master_data(client, case):
    """Added, changed, ended by the forms of the back office; what is refused stands at its field and nothing typed is lost."""
    contract, _outcome = case
    enter(client, "KEEPER", contract.office)
    typed = {"code": "OF-NEW", "kind": "STREET_DEPARTMENT", "name_zh": "社区发展科", "valid_from": core_clock.today()}
    assert client.get("/cms/kept/offices/add/").status_code == 200
    made = client.post("/cms/kept/offices/add/", typed)
    office = Office.objects.get(code="OF-NEW")
    assert made.status_code == 302 and made["Location"] == f"/cms/kept/offices/{office.pk}/"
    again = client.post("/cms/kept/offices/add/", typed | {"name_zh": "重名"})
    assert again.status_code == 422 and "重名" in again.content.decode() and "OF-NEW" in again.content.decode()
    place = Community.objects.first()
    act = f"/cms/kept/communities/{place.pk}/set_outline/"
    upload = {"file": ContentFile(OUTLINE, name="o.geojson"), "source": "测绘"}
    assert client.post(act, upload).status_code == 302
    place.refresh_from_db()
    assert len(place.polygon) == 4
    wrong = client.post(act, {"file": ContentFile(b"{}", name="o.geojson"), "source": "测绘二"})
    assert wrong.status_code == 422 and "测绘二" in wrong.content.decode()
    day = core_clock.today() + timedelta(days=40)
    assert client.post("/cms/kept/days/add/", {"day": day, "is_working": "no", "source": "通知"}).status_code == 302
    row = WorkdayOverride.objects.get(day=day)
    assert not row.is_working
    assert client.post(f"/cms/kept/days/{row.pk}/take_back/", {"reason": "误"}).status_code == 302
    rules = RuleSet.objects.get(code="small")
    drafted = client.post(f"/cms/kept/rules/{rules.pk}/revise/", {"version": "2027.1", "valid_from": day})
    new = RuleSet.objects.get(version="2027.1")
    assert drafted["Location"] == f"/cms/kept/rules/{new.pk}/"
    rule = {"procedure": new.procedures.get().pk, "key": "committee_size", "value": "4", "clause_zh": "条", "days": ""}
    assert client.post(f"/cms/kept/rules/{new.pk}/set_rule/", rule).status_code == 422
    assert client.post(f"/cms/kept/rules/{new.pk}/set_rule/", rule | {"value": "5"}).status_code == 302
    sheet = client.get(f"/cms/kept/rules/{new.pk}/").content.decode()
    assert "← 3" in sheet


def test_only_a_keeper_does(client, case):
    contract, _outcome = case
    place = Community.objects.first()
    for role in ENTER:
        enter(client, role, contract.office)
        may = role == "KEEPER"
        assert (client.get("/cms/kept/offices/add/").status_code == 200) == may, role
        assert (client.get(f"/cms/kept/communities/{place.pk}/set_outline/").status_code == 200) == may, role
        for verb in ("nonsense", "add"):
            assert client.get(f"/cms/kept/communities/{place.pk}/{verb}/").status_code == 404
    enter(client, "EDITOR", contract.office)
    assert client.get("/cms/kept/categories/add/").status_code == 200  # the directory is its editors'


def test_in_the_readers_language(client, case):
    contract, _outcome = case
    user = enter(client, "KEEPER", contract.office)
    assert "单位与部门" in client.get("/cms/kept/offices/").content.decode()
    User.objects.filter(pk=user.pk).update(language="en")
    page = client.get("/cms/kept/offices/").content.decode()
    assert "Offices and departments" in page and "单位与部门" not in page


HIDDEN = "XQZ7719"  # stands in what nobody may read yet
PRICE = "41.37"


@pytest.fixture
def sealed(django_capture_on_commit_callbacks):
    """A call with a sealed bid and a written one, a draft of another office's, a contract that nobody signed."""
    street = b.make_street()
    editors.give_rights()
    call = b.open_call(street)
    b.sealed_bid(street, call, 1, text=HIDDEN, contact=HIDDEN, unit_price=PRICE)
    b.draft_bid(street, call, 2, text=HIDDEN, contact=HIDDEN, unit_price=PRICE)
    street.organisations[0].__class__.objects.update(bank_account=f"6222{HIDDEN}", contact_phone=HIDDEN)
    draft = b.draft_call(street, title=f"草稿{HIDDEN}")
    contract = Contract.objects.create(
        number="2026-D1", call=call, office=street.office, organisation=street.organisations[0], fund=street.fund, price=PRICE,
        title_zh=f"草稿{HIDDEN}", text_zh=HIDDEN, drafted_by=street.users["buyer"], created_at=core_clock.now(),
    )  # fmt: skip
    contract.milestones.create(
        position=1, title_zh=HIDDEN, amount=PRICE, due=core_clock.today(), opinion_key="k1", report=HIDDEN
    )
    return street, call, draft


def every_page():
    """Every list, sheet, search and export of the back office, and its start page."""
    yield "/cms/"
    for viewset in ours():
        yield address(viewset)
        yield address(viewset, "results/") + f"?q={HIDDEN}"
        yield address(viewset) + "?export=csv"
        yield address(viewset) + "?export=xlsx"
        for pk in viewset.model.objects.order_by("pk").values_list("pk", flat=True)[:20]:  # of synonyms there are 118
            yield address(viewset, f"{pk}/")


def text_of(answer) -> str:
    """What stands on the page; of a workbook its cells."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type", "").endswith(".sheet"):
        sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
        return " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    return body.decode()


@pytest.mark.parametrize("role", ENTER)
def test_officers_of_another_office_read_nothing_hidden(client, sealed, role):
    """Neither bids, nor drafts of another office, nor bank accounts; an auditor reads drafts, but no bid."""
    street, call, _draft = sealed
    enter(client, role, factories.make_office())
    private = [call.identity, call.recipient, call.bids.get(state="sealed").code, call.bids.get(state="draft").code]
    for url in every_page():
        text = text_of(client.get(url)).replace(f'value="{HIDDEN}"', "").replace(f"q={HIDDEN}", "")
        assert not [part for part in private if part in text], url
        assert f"6222{HIDDEN}" not in text, url
        if role != "AUDITOR":
            assert HIDDEN not in text and PRICE not in text, url
    assert client.get(f"/cms/rooms/calls/{_draft.pk}/").status_code == (200 if role == "AUDITOR" else 404)


def test_their_own_officers_read_no_bid_either(client, sealed):
    street, call, _draft = sealed
    call.contract.milestones.all().delete()
    call.contract.delete()
    for role in ENTER:
        enter(client, role, street.office)
        for url in every_page():
            text = (
                text_of(client.get(url))
                .replace(f'value="{HIDDEN}"', "")
                .replace(f"q={HIDDEN}", "")
                .replace(f"草稿{HIDDEN}", "")
            )
            assert HIDDEN not in text and PRICE not in text, (role, url)


def test_exports_run_no_formulas(client, case):
    contract, _outcome = case
    contract.organisation.__class__.objects.update(name_zh='=HYPERLINK("http://evil")', field_zh="@SUM(1)", name_en="")
    enter(client, "AUDITOR", contract.office)
    for viewset in ours():
        for row in csv.reader(io.StringIO(text_of(client.get(address(viewset), {"export": "csv"})).lstrip("\ufeff"))):
            assert not [
                cell for cell in row if cell.startswith(DANGEROUS) and not cell.lstrip("-").replace(".", "").isdigit()
            ]
        book = openpyxl.load_workbook(io.BytesIO(client.get(address(viewset), {"export": "xlsx"}).content))
        assert not [c for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"]


NUMBERS = itertools.count(60)


def copies(row, number):
    """So many more rows like this one."""
    model, found = type(row), []
    for n in itertools.islice(NUMBERS, number):
        made = model.objects.get(pk=row.pk)
        made.pk, made._state.adding = None, True
        for field in model._meta.concrete_fields:
            if (field.unique or field.name == "uscc") and not field.primary_key:
                setattr(
                    made,
                    field.name,
                    f"X{model.__name__[:3]}{n}" if field.get_internal_type() == "CharField" else 900_000 + n,
                )
        found.append(made)
    return found


def spread(viewset, number):
    """The list holds `number` rows more; what hangs together is made together."""
    row = viewset.model.objects.first()
    if viewset.name == "lists":
        made = copies(row, number)
        for one in made:
            one.year = 2040 + next(NUMBERS)
        viewset.model.objects.bulk_create(made)
    elif viewset.name == "items":
        draft, _new = PurchaseList.objects.get_or_create(office=row.buyer, year=2039, title_zh="草稿")
        made = copies(row, number)
        for one in made:
            one.purchase_list, one.code = draft, f"N{next(NUMBERS)}"
        viewset.model.objects.bulk_create(made)
    elif viewset.name == "entries":
        for n in range(number):
            funds.grant_budget(
                Fund.objects.order_by("pk").first(),
                by=factories.actor(User.objects.get(memberships__role="FINANCE")),
                amount=Decimal(1),
                text=f"{n}",
            )
    elif viewset.name == "exports":
        by = factories.actor(User.objects.get(memberships__role="FINANCE"))
        for _n in range(number):
            audit.record(EXPORTED, viewset.model.objects.first(), by=by, changes={"rows": [None, 1]})
    elif viewset.name == "contracts":
        start = next(NUMBERS) * 100
        contract_builders.copies(row, start, start + number)
    elif viewset.name == "milestones":
        made = copies(row, number)
        for one in made:
            one.position = next(NUMBERS)
        viewset.model.objects.bulk_create(made)
    elif viewset.name == "days":
        first = core_clock.today() + timedelta(days=next(NUMBERS) * 100)
        viewset.model.objects.bulk_create(
            viewset.model(day=first + timedelta(days=n), is_working=False, source="s") for n in range(number)
        )
    elif viewset.name == "pace":
        made = copies(row, number)
        for one in made:
            one.valid_from = row.valid_from + timedelta(days=next(NUMBERS))
        viewset.model.objects.bulk_create(made)
    else:
        made = copies(row, number)
        for one in made:
            one.version = f"v{next(NUMBERS)}"  # of rule sets
        viewset.model.objects.bulk_create(made)


def test_one_row_costs_as_many_queries_as_fifty(client, case):
    contract, _outcome = case
    directory(contract.office)
    WorkdayOverride.objects.create(day=core_clock.today(), is_working=True, source="s")
    enter(client, "AUDITOR", contract.office)
    client.get("/cms/rooms/funds/", {"export": "csv"})
    differ = {}
    for viewset in ours():
        if not viewset.model.objects.exists():
            continue
        costs = []
        for more in (0, 2, 47):
            if more:
                spread(viewset, more)
            client.get(address(viewset))
            with CaptureQueriesContext(connection) as found:
                answer = client.get(address(viewset))
            assert answer.status_code == 200
            costs.append(len(found))
        if len(set(costs)) != 1 or costs[0] > 30:
            differ[viewset.name] = costs
    assert differ == {}
