"""A table of services from outside: read, checked cell by cell, compared. Writes nothing."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core import signing
from django.utils.translation import gettext as _

from marketplace.core.exports import read_table
from marketplace.core.refusals import Refused

from .columns import COLUMNS, in_order, row_of
from .compare import Difference, compare_rows
from .forms import RowForm, buyers

MAX_ROWS = 1000
SALT = "catalogue.import"
VALID_SECONDS = 2 * 60 * 60


@dataclass(frozen=True)
class Fault:
    """One wrong cell. row: line of the table as a spreadsheet counts it (the header is 1); column: its name, or ""."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass
class Reading:
    """What a dry run found: `rows` (cleaned, buyer as Office) only when there are no `faults`."""

    rows: list[dict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    plain: list[dict] = field(default_factory=list)


def read_upload(upload, *, year: int) -> Reading:
    """Dry run of an uploaded CSV or XLSX file.

    Raises:
        Refused: field "file": not a table at all (broken, encrypted, too large, header wrong).
    """
    header, lines = read_table(upload)
    header = [str(name).strip().lower().lstrip("\ufeff") for name in header]
    while header and not header[-1]:
        header.pop()
    missing = [name for name in COLUMNS if name not in header and name not in OPTIONAL]
    unknown = [name for name in header if name not in COLUMNS]
    twice = sorted({name for name in header if header.count(name) > 1})
    if missing or unknown or twice:
        raise Refused("wrong_columns", _wrong_columns(missing, unknown, twice), field="file")
    return read_rows([dict(zip(header, line, strict=False)) for line in lines], year=year)


OPTIONAL = frozenset({"source_ref", "illustrative_fields"})


def read_rows(lines: list[dict], *, year: int) -> Reading:
    """Check rows of text ({column: text}); empty lines are passed over."""
    reading, codes, offices = Reading(), {}, buyers()
    filled = [(n, line) for n, line in enumerate(lines, start=2) if any(str(v or "").strip() for v in line.values())]
    if not filled:
        raise Refused("table_empty", _("The table has a header but no rows."), field="file")
    if len(filled) > MAX_ROWS:
        raise Refused("table_long", _("A list has at most %(rows)s rows.") % {"rows": MAX_ROWS}, field="file")
    for number, line in filled:
        data = {column: str(line.get(column) if line.get(column) is not None else "") for column in COLUMNS}
        form = RowForm(data, year=year, offices=offices)
        if not form.is_valid():
            for column, sentences in form.errors.items():
                name = "" if column == "__all__" else column
                reading.faults.append(Fault(number, name, data.get(column, "")[:80], " ".join(sentences)))
            continue
        code = form.cleaned_data["code"]
        if code in codes:
            sentence = _("The code %(code)s stands in row %(row)s already.") % {"code": code, "row": codes[code]}
            reading.faults.append(Fault(number, "code", code, sentence))
        codes.setdefault(code, number)
        reading.rows.append(form.cleaned_data)
        reading.plain.append(form.as_row())
    if reading.faults:
        reading.rows, reading.plain = [], []
    return reading


def difference(purchase_list, reading: Reading) -> tuple[object, Difference]:
    """(the version compared with or None, what the table would change against it)."""
    from .queries import version_before

    base = purchase_list.based_on or version_before(purchase_list)
    return base, compare_rows(rows_of(base) if base else [], reading.plain, ignore=("list_year",))


def rows_of(purchase_list) -> list[dict]:
    """All services of a list as rows of text, in order: one query."""
    items = purchase_list.items.select_related("buyer", "purchase_list").order_by("position", "code")
    return [row_of(item) for item in items]


def fingerprint(purchase_list) -> str:
    """SHA-256 of a list's rows: tells whether it changed between the dry run and the confirmation."""
    text = json.dumps([in_order(row) for row in rows_of(purchase_list)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(purchase_list, reading: Reading, *, by) -> str:
    """The checked rows as a signed text that travels through the confirmation page: nothing is kept on our side."""
    values = {
        "list": purchase_list.pk,
        "by": by.user_id,
        "seen": fingerprint(purchase_list),
        "rows": [in_order(row) for row in reading.plain],
    }
    return signing.dumps(values, salt=SALT, compress=True)


def unseal(text: str, purchase_list, *, by) -> tuple[list[dict], str]:
    """(cleaned rows, fingerprint seen) from the confirmation page.

    Raises:
        Refused: altered, too old, for another list or another person.
    """
    refusal = Refused(
        "import_expired", _("The checked table is too old or not yours. Please choose the file again."), field="file"
    )
    try:
        values = signing.loads(text, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature as error:
        raise refusal from error
    if values["list"] != purchase_list.pk or values["by"] != by.user_id:
        raise refusal
    lines = [dict(zip(COLUMNS, row, strict=True)) for row in values["rows"]]
    reading = read_rows(lines, year=purchase_list.year)
    if reading.faults:
        raise refusal
    return reading.rows, values["seen"]


def _wrong_columns(missing, unknown, twice) -> str:
    parts = [_("The first row must hold the names of the columns.")]
    if missing:
        parts.append(_("Missing: %(names)s.") % {"names": ", ".join(missing)})
    if unknown:
        parts.append(_("Unknown: %(names)s.") % {"names": ", ".join(name[:40] or "–" for name in unknown[:10])})
    if twice:
        parts.append(_("Twice: %(names)s.") % {"names": ", ".join(twice)})
    return " ".join(parts)
