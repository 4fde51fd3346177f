"""Tables out and in: CSV and XLSX, safe from formulas; uploads read within limits."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from .files import sniff
from .refusals import Refused

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width forms included.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML has no way to write them
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTED = "backoffice.export"  # in the audit: who took which list out of the back office
MAX_MB, MAX_ROWS, MAX_COLUMNS, MAX_CELL = 5, 20_000, 100, 10_000
MAX_UNZIPPED = 64 * 2**20  # texts of a workbook are read whole


def safe(value):
    """A text cell that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers.

    So does one that already has apostrophes before a formula: what `read_table` takes off is what was put on.
    """
    if isinstance(value, str) and value.lstrip("'").startswith(DANGEROUS):
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
    return safe(UNPRINTABLE.sub("", str(value)))


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
    response["Content-Disposition"] = content_disposition_header(True, filename)
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
    response["Content-Disposition"] = content_disposition_header(True, filename)
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


def _text(cell) -> str:
    """A cell as its spreadsheet shows it: numbers with 15 digits at most, so that 0.1 + 0.2 reads 0.3."""
    if cell is None:
        return ""
    return format(cell, ".15g") if isinstance(cell, float) else str(cell)


def _limits(number: int, row) -> list[str]:
    if number > MAX_ROWS:
        raise Refused(
            "too_many_rows", _("The table has more than %(max)s rows."), field="file", values={"max": MAX_ROWS}
        )
    cells = [_text(cell) for cell in row]
    while len(cells) > MAX_COLUMNS and not cells[-1]:
        cells.pop()  # columns that are only formatted
    if len(cells) > MAX_COLUMNS:
        raise Refused(
            "too_many_columns", _("The table has more than %(max)s columns."), field="file", values={"max": MAX_COLUMNS}
        )
    long = next((place for place, cell in enumerate(cells, 1) if len(cell) > MAX_CELL), None)
    if long is not None:
        raise Refused(
            "cell_too_long",
            _("Row %(row)s, column %(column)s: the cell has more than %(max)s characters."),
            field="file",
            values={"row": number, "column": long, "max": MAX_CELL},
        )
    return [cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(DANGEROUS) else cell for cell in cells]


def _read_csv(data: bytes) -> list:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    try:
        # newline="": a line break inside a quoted cell stays as it is
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        return [_limits(number, row) for number, row in enumerate(lines, 1)]
    except csv.Error as error:
        raise Refused("not_a_table", _("This is not a CSV or XLSX table."), field="file") from error


def _read_xlsx(data: bytes) -> list:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:  # its sizes are true: `files.sniff` has looked
        if sum(member.file_size for member in archive.infolist()) > MAX_UNZIPPED:
            raise Refused("too_large", _("The file is larger than %(max)s MB."), field="file", values={"max": MAX_MB})
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # as many cells as there are, not as many as it says
        rows = [_limits(number, row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)]
        return [row + [""] * (len(rows[0]) - len(row)) for row in rows]  # empty cells at the end are not stored
    except Refused:
        raise
    except Exception as error:
        raise Refused("broken_file", _("The file is damaged and cannot be read."), field="file") from error
