"""Tables out (safe from formulas) and in (within limits); dates as iCalendar; documents as PDF."""

import csv
import hashlib
import io
import time
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core import exports, feeds, pdf
from marketplace.core.refusals import Refused

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "'=1", "''=1"]


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("make", [exports.csv_response, exports.xlsx_response])
@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_a_formula_and_comes_back_as_it_was(make, cell):
    data = body(make("a", [cell], [[cell, Decimal("-3.50"), 7]]))
    if make is exports.csv_response:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert all(c.data_type != "f" for row in sheet.iter_rows() for c in row)
        rows = [[str(c.value) for c in row] for row in sheet.iter_rows()]
    assert rows[0][0].startswith("'")
    assert rows[1][0].startswith("'")
    assert Decimal(rows[1][1]) == Decimal("-3.50")
    if "\r" not in cell or make is exports.csv_response:  # XML reads a carriage return as a line feed
        header, again = exports.read_table(data)
        assert (header[0], again[0][0]) == (cell, cell)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=5))
def test_any_text_goes_out_and_comes_back(cells):
    cells = [exports.UNPRINTABLE.sub("", cell) for cell in cells]
    data = body(exports.csv_response("a", ["head"] * len(cells), [cells]))
    _header, rows = exports.read_table(data)
    assert rows == ([cells] if any(cell.strip() for cell in cells) else [])


@given(st.text(max_size=40))
def test_any_text_fits_into_xlsx(text):
    book = openpyxl.load_workbook(io.BytesIO(body(exports.xlsx_response("a", ["head"], [[text]]))))
    assert book.active["A2"].data_type != "f"


def test_file_names_travel_safely():
    response = exports.csv_response('清单"\r\nX: 1.csv', ["a"], [])
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%B8%85")


def xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_chinese_tables_are_read_in_both_encodings_and_as_xlsx():
    rows = [["名称", "价格"], ["助餐", "12.50"]]
    text = "\r\n".join(",".join(row) for row in rows)
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("gb18030"), xlsx(rows)):
        assert exports.read_table(io.BytesIO(data)) == (rows[0], rows[1:])


def test_numbers_of_a_spreadsheet_read_as_they_are_shown():
    _header, rows = exports.read_table(xlsx([["a", "b", "c"], [0.1 + 0.2, 3, None]]))
    assert rows == [["0.3", "3", ""]]


def test_rows_keep_their_numbers_and_empty_ends_are_dropped():
    assert exports.read_table(b"a,b\n1,2\n,\n3,4\n,\n\n") == (["a", "b"], [["1", "2"], ["", ""], ["3", "4"]])
    assert exports.read_table(xlsx([["a", *[None] * 200], ["1", *[None] * 200]]))[0][0] == "a"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_table"),
        (b"\n\n", "empty_file"),
        (b"%PDF-1.7", "not_a_table"),
        (b"\xd0\xcf\x11\xe0 old", "old_or_locked"),
        (b"a\n" * (exports.MAX_ROWS + 1), "too_many_rows"),
        (b"a," * exports.MAX_COLUMNS + b"z", "too_many_columns"),
        (b"a,b\nx," + b"y" * (exports.MAX_CELL + 1), "cell_too_long"),
        (b'a,"b\n', "not_a_table"),
        (b"a" * (exports.MAX_MB * 2**20 + 1), "too_large"),
    ],
)
def test_limits_are_said_at_the_field(data, code):
    with pytest.raises(Refused) as refused:
        exports.read_table(io.BytesIO(data))
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert "%(" not in refused.value.sentence
    if code == "cell_too_long":
        assert refused.value.values == {"row": 2, "column": 2, "max": exports.MAX_CELL}


def test_a_bomb_and_a_broken_book_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", bytes(60 * 2**20))
    with pytest.raises(Refused, match="bomb"):
        exports.read_table(target.getvalue())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><Types>&a;</Types>")
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(Refused, match="broken_file"):
        exports.read_table(target.getvalue())


# ---- iCalendar ------------------------------------------------------------------------------------
def unfold(response):
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def test_dates_are_events_in_utc(clock):
    start = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    with clock("2026-03-01 08:00"):
        lines = unfold(
            feeds.calendar_response(
                "日程.ics",
                [{"uid": "call-1@linli", "start": start, "summary": "a,b;c\\d\r\nEND:VEVENT\x00", "url": "/calls/1/"}],
            )
        )
    assert lines[5:13] == [
        "BEGIN:VEVENT",
        "UID:call-1@linli",
        "DTSTAMP:20260301T000000Z",
        "DTSTART:20260302T013000Z",
        "SUMMARY:a\\,b\\;c\\\\d\\nEND:VEVENT",
        "URL:http://testserver/calls/1/",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@given(st.text(max_size=300))
def test_no_line_is_longer_than_75_bytes(text):
    start = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    response = feeds.calendar_response("a.ics", [{"uid": "1", "start": start, "summary": text}])
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert len([line for line in unfold(response) if line.startswith("SUMMARY:")]) == 1


# ---- PDF ------------------------------------------------------------------------------------------
def test_the_same_blocks_give_the_same_bytes():
    blocks = [("h2", "一、标的"), ("p", "甲方"), ("kv", [("金额", "12.50")]), ("table", ["a", "b"], [["1", "2"]])]
    assert pdf.document("合同", blocks, footer="第1号") == pdf.document("合同", blocks, footer="第1号")
    assert pdf.document("合同", blocks).startswith(b"%PDF-")


@pytest.mark.parametrize("text", ["<b>&amp;</b> <", "\x00\x07", "一" * 20_000, "word " * 5000, "", "a\nb", "🙂\ud800"])
def test_no_text_breaks_a_document(text):
    rows = (row for row in [[text, "x"]])
    blocks = [("p", text), ("h2", text), ("kv", [(text[:40], text)]), ("table", ["a", "b"], rows)]
    assert pdf.document(text[:80], blocks, footer=text[:80]).startswith(b"%PDF-")


def test_an_empty_table_has_its_header():
    assert pdf.document("t", [("table", ["a"], [])]).startswith(b"%PDF-")


def rewritten(data: bytes, name: str, change) -> bytes:
    """A workbook with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            body = old.read(member)
            new.writestr(member.filename, change(body) if member.filename == name else body)
    return target.getvalue()


def workbook(*rows) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def test_a_sheet_that_says_it_is_huge_is_read_as_it_is():
    sheet = "xl/worksheets/sheet1.xml"
    data = rewritten(workbook(["a", "b"], ["1", "2"]), sheet, lambda body: body.replace(b"A1:B2", b"A1:XFD1048576"))
    began = time.perf_counter()
    assert exports.read_table(data) == (["a", "b"], [["1", "2"]])
    many = rewritten(
        workbook(["a"], *(["x"] for _n in range(3000))), sheet, lambda b: b.replace(b"A1:A3001", b"A1:XFD3001")
    )
    assert len(exports.read_table(many)[1]) == 3000
    assert time.perf_counter() - began < 5


def test_a_workbook_that_unpacks_to_more_than_a_table_is_not_read():
    block = b"".join(hashlib.sha256(bytes([n])).digest()[:8].hex().encode() + b"x" * 1000 for n in range(256))
    noise = b"<!--" + block * (exports.MAX_UNZIPPED // len(block) + 1) + b"-->"
    data = rewritten(workbook(["a"]), "xl/styles.xml", lambda body: body + noise)
    assert len(data) < exports.MAX_MB * 2**20
    with pytest.raises(Refused) as said:
        exports.read_table(data)
    assert said.value.code == "too_large"
