"""Tables from outside: what is taken, what is refused cell by cell, that nothing is written before the confirmation."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.catalogue import domain, imports
from marketplace.catalogue.columns import COLUMNS, in_order
from marketplace.catalogue.models import ServiceItem
from marketplace.core.refusals import Refused

from .builders import item_values, make_list, people

pytestmark = pytest.mark.django_db


def row(office, **values):
    return {k: str(v) for k, v in ({"list_year": "2026"} | item_values(buyer=office.code) | values).items()}


def table(rows, columns=COLUMNS):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([[r.get(c, "") for c in columns] for r in rows])
    return out.getvalue().encode()


def upload(data, name="list.csv"):
    return SimpleUploadedFile(name, data)


def test_round_trip_gives_no_difference(client, office):
    who = people(office)
    old = make_list(office, items=5, drafted_by=who["buyer"].user)
    new = domain.revise(old, by=who["buyer"])
    for form in ("csv", "xlsx"):
        answer = client.get(f"/catalogue/lists/{old.pk}/list.{form}")
        assert answer.status_code == 200
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        reading = imports.read_upload(upload(data, f"list.{form}"), year=2026)
        assert reading.faults == []
        base, difference = imports.difference(new, reading)
        assert base == old
        assert (bool(difference), difference.same) == (False, 5), form


def test_values_that_look_like_formulas_survive_the_round_trip(client, office):
    who = people(office)
    draft = make_list(office, items=1, state="draft", drafted_by=who["buyer"].user)
    ServiceItem.objects.filter(purchase_list=draft).update(
        name_zh="=HYPERLINK(1)", standard_zh="-不少于3次", name_en="@now", unit_en="+x"
    )
    type(draft).objects.filter(pk=draft.pk).update(state="published")
    new = domain.revise(draft, by=who["buyer"])
    for form in ("csv", "xlsx"):
        answer = client.get(f"/catalogue/lists/{draft.pk}/list.{form}")
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if form == "csv":
            assert b",=HYPERLINK" not in data
        _base, difference = imports.difference(new, imports.read_upload(upload(data, f"list.{form}"), year=2026))
        assert not difference, (form, difference.changed)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reference_price", "NaN"), ("reference_price", "Infinity"), ("reference_price", "-5"), ("reference_price", "0"),
        ("reference_price", "1000000000000000"), ("reference_price", "1e999"), ("reference_price", "1,50"),
        ("reference_price", "12.345"), ("reference_price", "免费"), ("reference_price", ""), ("list_year", "2025"),
        ("list_year", "MMXXVI"), ("code", ""), ("code", "PL A01"), ("code", "x" * 50), ("name_zh", ""),
        ("name_zh", "长" * 200), ("name_zh", "a\nb"), ("standard_zh", "长" * 5000), ("fee_tier", "gratis"),
        ("buyer", "OF-NONE"), ("provenance", "rumour"), ("illustrative_fields", "no_such_column"), ("category", "ABCDE"),
        ("target_group_zh", ""), ("name_zh", "a\x00b"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_is_taken(office, column, value):
    rows = [row(office), row(office, code="PL-A02") | {column: value}]
    reading = imports.read_rows(rows, year=2026)
    assert [(fault.row, fault.column) for fault in reading.faults] == [(3, column)]
    assert reading.faults[0].sentence
    assert reading.rows == []


@pytest.mark.parametrize(
    ("value", "read"),
    [("１２３４.５", "1234.50"), ("1,234.50", "1234.50"), (" 12 元", "12.00"), ("¥12", "12.00"), ("1，234", "1234.00")],
)
def test_prices_as_people_type_them(office, value, read):
    reading = imports.read_rows([row(office, reference_price=value)], year=2026)
    assert [r["reference_price"] for r in reading.plain] == [read]


def test_a_code_twice_and_a_source_without_name(office):
    rows = [row(office), row(office), row(office, code="PL-A03", provenance="source")]
    found = {(fault.row, fault.column) for fault in imports.read_rows(rows, year=2026).faults}
    assert found == {(3, "code"), (4, "source_ref")}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "list.csv"), (b"\xff\xfe\x00\x01\x02", "list.csv"), (b"PK\x03\x04 broken", "list.xlsx"),
        (b"MZ\x90\x00", "list.xlsx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "list.xlsx"),
        (b"a,b,c\n1,2,3\n", "list.csv"), (",".join(COLUMNS).encode() + b"\n", "list.csv"), (b"%PDF-1.7", "list.pdf"),
    ],
)  # fmt: skip
def test_files_that_are_no_such_table_get_a_sentence(client, office, data, name):
    who = people(office)
    draft = make_list(office, items=1, state="draft", drafted_by=who["buyer"].user)
    client.force_login(who["buyer"].user)
    answer = client.post(f"/en/catalogue/lists/{draft.pk}/import/", {"file": upload(data, name)})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert draft.items.count() == 1


def test_dry_run_shows_faults_then_difference_then_writes(client, office):
    who = people(office)
    old = make_list(office, items=2, drafted_by=who["buyer"].user)
    draft = domain.revise(old, by=who["buyer"])
    client.force_login(who["buyer"].user)
    url = f"/en/catalogue/lists/{draft.pk}/import/"
    before = imports.fingerprint(draft)
    wrong = client.post(url, {"file": upload(table([row(office), row(office, code="PL-A02", reference_price="x")]))})
    assert wrong.status_code == 422
    assert [(f.row, f.column) for f in wrong.context["faults"]] == [(3, "reference_price")]
    right = client.post(url, {"file": upload(table([row(office), row(office, code="PL-B01")]))})
    assert right.status_code == 200
    found = right.context["difference"]
    assert ([r["code"] for r in found.added], [r["code"] for r in found.removed]) == (["PL-B01"], ["PL-A02"])
    assert imports.fingerprint(draft) == before  # nothing written yet
    confirmed = client.post(url, {"checked": right.context["checked"]})
    assert confirmed.status_code == 302
    assert list(draft.items.values_list("code", "position")) == [("PL-A01", 1), ("PL-B01", 2)]
    again = client.post(url, {"checked": right.context["checked"]})
    assert again.status_code == 409  # the draft is another one now
    assert client.post(url, {"checked": right.context["checked"][:-2] + "xx"}).status_code == 422


def test_the_checked_table_of_another_person_is_refused(office):
    who = people(office)
    draft = make_list(office, items=1, state="draft", drafted_by=who["buyer"].user)
    reading = imports.read_rows([row(office)], year=2026)
    text = imports.seal(draft, reading, by=who["buyer"])
    with pytest.raises(Refused) as found:
        imports.unseal(text, draft, by=who["leader"])
    assert (found.value.code, found.value.field) == ("import_expired", "file")


def test_only_drafters_import(client, office):
    who = people(office)
    draft = make_list(office, items=1, state="draft", drafted_by=who["buyer"].user)
    url = f"/catalogue/lists/{draft.pk}/import/"
    assert client.post(url, {"file": upload(table([row(office)]))}).status_code in (302, 403)
    client.force_login(who["finance"].user)
    assert client.post(url, {"file": upload(table([row(office)]))}).status_code == 403
    done = make_list(office, year=2020)
    client.force_login(who["buyer"].user)
    assert client.post(f"/catalogue/lists/{done.pk}/import/", {"file": upload(table([row(office)]))}).status_code == 409


def test_order_of_columns_in_the_file_does_not_matter(office):
    columns = tuple(reversed([c for c in COLUMNS if c not in imports.OPTIONAL]))
    reading = imports.read_upload(upload(table([row(office)], columns)), year=2026)
    assert reading.faults == []
    assert in_order(reading.plain[0])[0] == "PL-A01"
