"""Tables out and in: CSV and XLSX, safe from formulas; uploads read within limits."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .files import sniff
from .refusals import Refused

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_MB, MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5, 20_000, 100, 10_000


def safe(value):
    """A text cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return "'" + value
    return value


def plain(value):
    """What a cell shows: aware moments in the portal's zone, Decimal with its places, None empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    return safe(str(value))


class _Echo:
    def write(self, text):
        return text


def csv_response(filename: str, header, rows) -> StreamingHttpResponse:
    """A CSV download, streamed, with a mark that makes spreadsheets read it as UTF-8."""
    writer = csv.writer(_Echo())

    def lines():
        yield "\ufeff"
        yield writer.writerow([plain(str(cell)) for cell in header])
        for row in rows:
            yield writer.writerow([plain(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def xlsx_response(filename: str, header, rows) -> HttpResponse:
    """An XLSX download with one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([plain(str(cell)) for cell in header])
    for row in rows:
        sheet.append([plain(cell) for cell in row])
    target = io.BytesIO()
    book.save(target)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def read_table(upload) -> tuple[list[str], list[list[str]]]:
    """An uploaded CSV (UTF-8 or GB18030) or XLSX as (header, rows of text), within limits.

    An apostrophe that `safe` put before a formula is taken off again.

    Raises:
        Refused: field "file": too large, not a table, encrypted, broken, too many rows or columns.
    """
    data = upload if isinstance(upload, bytes) else upload.read(MAX_MB * 2**20 + 1)
    if len(data) > MAX_MB * 2**20:
        raise Refused("too_large", _("The file is larger than %(max)s MB."), field="file", values={"max": MAX_MB})
    kind = sniff(data) if data else ""
    if kind == XLSX:
        table = _read_xlsx(data)
    elif kind == "text/plain":
        table = _read_csv(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "old_or_locked",
            _("This is an old .xls file or one with a password. Please save it as .xlsx or .csv without a password."),
            field="file",
        )
    else:
        raise Refused("not_a_table", _("This is not a CSV or XLSX table."), field="file")
    while table and not any(cell.strip() for cell in table[-1]):
        table.pop()  # empty rows inside stay, so that a row keeps its number
    if not table:
        raise Refused("empty_file", _("The file is empty."), field="file")
    return table[0], table[1:]


def _limits(number: int, row) -> list[str]:
    if number > MAX_ROWS:
        raise Refused(
            "too_many_rows", _("The table has more than %(max)s rows."), field="file", values={"max": MAX_ROWS}
        )
    if len(row) > MAX_COLUMNS:
        raise Refused(
            "too_many_columns", _("The table has more than %(max)s columns."), field="file", values={"max": MAX_COLUMNS}
        )
    cells = ["" if cell is None else str(cell) for cell in row]
    if any(len(cell) > MAX_CELL for cell in cells):
        raise Refused(
            "cell_too_long",
            _("Row %(row)s has a cell of more than %(max)s characters."),
            field="file",
            values={"row": number, "max": MAX_CELL},
        )
    return [cell[1:] if cell[:1] == "'" and cell[1:2] in DANGEROUS else cell for cell in cells]


def _read_csv(data: bytes) -> list:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    try:
        return [_limits(number, row) for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), 1)]
    except csv.Error as error:
        raise Refused("not_a_table", _("This is not a CSV or XLSX table."), field="file") from error


def _read_xlsx(data: bytes) -> list:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [_limits(number, row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)]
    except Refused:
        raise
    except Exception as error:
        raise Refused("broken_file", _("The file is damaged and cannot be read."), field="file") from error
