"""Tables of places and of services from outside: read, checked cell by cell, compared with what is there.

A dry run writes nothing. What it found travels signed through the confirmation page and is done by the verbs, all of it
or nothing: unknown codes are added as drafts, known ones changed. Hours come with new places only: hours of a place that
is there end and begin on days, on its own page.
"""

from dataclasses import dataclass, field
from datetime import time

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import clock
from marketplace.core.exports import read_table
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act
from orgs.models import Community, Office

from . import domain
from .fields import PickMany
from .forms import NewServiceForm, NewStationForm
from .kinds import Period, unpack
from .models import Category, Service, Station
from .states import KeptState, PlaceState

MAX_ROWS = 500
SALT = "services.import"
VALID_SECONDS = 2 * 60 * 60
HOURS = {"weekday_hours": Period.REGULAR, "weekend_hours": Period.WEEKEND, "holiday_hours": Period.HOLIDAY}
DAYS = {Period.REGULAR: "12345", Period.WEEKEND: "67", Period.HOLIDAY: ""}


class SpansField(forms.CharField):
    """ "08:30-12:00;13:30-18:00" -> [(time, time), ...]"""

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=100, **kwargs)

    def to_python(self, value):
        found = []
        for part in filter(None, super().to_python(value).replace("；", ";").replace("：", ":").split(";")):
            opens, dash, closes = part.strip().replace("–", "-").partition("-")
            try:
                span = time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
            except ValueError as error:
                raise forms.ValidationError(_("Hours are written like 08:30-12:00;13:30-18:00.")) from error
            if span[0] >= span[1]:
                raise forms.ValidationError(_("It must close later than it opens, on the same day."))
            found.append(span)
        found.sort()
        if any(one[1] > other[0] for one, other in zip(found, found[1:], strict=False)):
            raise forms.ValidationError(_("These hours overlap one another."))
        return found


class StationRow(NewStationForm):
    """One row of a table of places."""

    weekday_hours, weekend_hours, holiday_hours = (
        SpansField(label=gettext_lazy("hours on weekdays")), SpansField(label=gettext_lazy("hours at weekends")),
        SpansField(label=gettext_lazy("hours on public holidays")),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("office", "community", "operator"):
            self.fields[name].to_field_name = "code"


class ServiceRow(NewServiceForm):
    """One row of a table of services; stations: codes of the places where it is given."""

    stations = PickMany(
        Station.objects.exclude(state=PlaceState.ENDED), label=gettext_lazy("Where it is given"), required=False, to_field_name="code"
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("office", "category", "department"):
            self.fields[name].to_field_name = "code"


@dataclass(frozen=True)
class Table:
    """A kind of table. columns: names in order; lists: columns with several codes, parted by a semicolon."""

    name: str
    model: type
    form: type
    columns: tuple
    lists: frozenset = frozenset()

    def bound(self, line, offices):
        data = {name: _several(line[name]) if name in self.lists else line[name] for name in self.columns}
        return self.form(data, offices=offices)


STATIONS = Table(
    "stations", Station, StationRow,
    ("code", "office", "kind", "community", "operator", "name_zh", "name_en", "address_zh", "address_en", "lat", "lon", "phone",
     "windows", "floor_area", "step_free", "note_zh", "note_en", *HOURS),
)  # fmt: skip
SERVICES = Table(
    "services", Service, ServiceRow,
    ("code", "office", "category", "department", "name_zh", "name_en", "channels", "modes", "papers_zh", "papers_en", "time_limit",
     "fee_tier", "fee", "fee_note_zh", "fee_note_en", "on_holidays", "guide_url", "stations"),
    frozenset({"channels", "modes", "stations"}),
)  # fmt: skip
TABLES = {table.name: table for table in (STATIONS, SERVICES)}


@dataclass(frozen=True)
class Fault:
    """One wrong cell. row: line as a spreadsheet counts it (the header is 1); column: its name, or ""."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass
class Reading:
    """What a dry run found. rows: [(code, cleaned values, the row that is there or None, labels that change)]; lines: as text."""

    rows: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    @property
    def added(self):
        return [row for row in self.rows if row[2] is None]

    @property
    def changed(self):
        return [row for row in self.rows if row[2] is not None and row[3]]

    @property
    def same(self):
        return [row for row in self.rows if row[2] is not None and not row[3]]


def read_upload(table: Table, upload, *, offices) -> Reading:
    """Dry run of an uploaded CSV or XLSX file.

    Raises:
        Refused: field "file": no table, or not with these columns.
    """
    header, lines = read_table(upload)
    header = [str(name).strip().lower().lstrip("\ufeff") for name in header]
    while header and not header[-1]:
        header.pop()
    wrong = [name[:40] or "–" for name in header if name not in table.columns]
    missing = [name for name in ("code", "office", "name_zh") if name not in header]
    if wrong or missing or len(set(header)) < len(header):
        raise Refused(
            "wrong_columns", _("The first row must hold the names of the columns, each once: %(names)s."), field="file",
            values={"names": ", ".join(table.columns)},
        )  # fmt: skip
    rows = [dict.fromkeys(table.columns, "") | dict(zip(header, map(str, line), strict=False)) for line in lines]
    return read_rows(table, rows, offices=offices)


def read_rows(table: Table, lines: list[dict], *, offices) -> Reading:
    """Check rows of text ({column: text}); empty lines are passed over."""
    filled = [(n, line) for n, line in enumerate(lines, start=2) if any(text.strip() for text in line.values())]
    if not filled:
        raise Refused("table_empty", _("The table has a header but no rows."), field="file")
    if len(filled) > MAX_ROWS:
        raise Refused("table_long", _("At most %(rows)s rows at once.") % {"rows": MAX_ROWS}, field="file")
    there = table.model.objects.in_bulk([line["code"].strip() for _n, line in filled], field_name="code")
    reading, seen = Reading(), {}
    for number, line in filled:
        form = table.bound(line, offices)
        if not form.is_valid():
            for column, sentences in form.errors.items():
                name = "" if column == "__all__" else column
                reading.faults.append(Fault(number, name, line.get(name, "")[:80], " ".join(sentences)))
            continue
        values = dict(form.cleaned_data)
        code, obj = values["code"], there.get(values["code"])
        sentence = _cannot(code, values, obj, seen)
        if sentence:
            reading.faults.append(Fault(number, "code", code, sentence))
        seen.setdefault(code, number)
        reading.rows.append((code, values, obj, _differences(form, values, obj) if obj else []))
        reading.lines.append(line)
    return reading


def _cannot(code, values, obj, seen) -> str:
    if code in seen:
        return _("The code %(code)s stands in row %(row)s already.") % {"code": code, "row": seen[code]}
    if obj is not None and obj.office_id != values["office"].pk:
        return _("This code belongs to an entry of another office.")
    if obj is not None and obj.state == PlaceState.ENDED:
        return _("It is no longer in service: open it again first.")
    return ""


def _differences(form, values, obj) -> list:
    """Labels of the columns that the row would change."""
    found = []
    for name, value in values.items():
        if name in HOURS or name in ("code", "office"):
            continue
        now = getattr(obj, name)
        if name == "stations":
            same = set(now.all()) == set(value)
        elif name in ("channels", "modes"):
            same = set(unpack(now)) == set(value)
        else:
            same = (now if now is not None else "") == (value if value is not None else "")
        if not same:
            found.append(str(form.fields[name].label))
    return found


def seal(table: Table, reading: Reading, *, by) -> str:
    """The checked rows as a signed text for the confirmation page: nothing is kept on our side."""
    rows = [[line[name] for name in table.columns] for line in reading.lines]
    seen = [(code, len(labels)) for code, _values, _obj, labels in reading.rows]
    return signing.dumps({"table": table.name, "by": by.user_id, "rows": rows, "seen": seen}, salt=SALT, compress=True)


def take_over(table: Table, text: str, *, by, offices) -> Reading:
    """Do what the confirmation page showed.

    Raises:
        Refused: altered, too old, another person's, or the directory changed since; and whatever a verb refuses.
    """
    expired = Refused(
        "import_expired", _("The checked table is too old, or the directory was changed since. Please choose the file again."), field="file"
    )  # fmt: skip
    try:
        kept = signing.loads(text, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature as error:
        raise expired from error
    if kept["table"] != table.name or kept["by"] != by.user_id:
        raise expired
    with act():
        lines = [dict(zip(table.columns, row, strict=True)) for row in kept["rows"]]
        reading = read_rows(table, lines, offices=offices)
        seen = [[code, len(labels)] for code, _values, _obj, labels in reading.rows]
        if reading.faults or seen != [list(pair) for pair in kept["seen"]]:
            raise expired
        for _code, values, obj, labels in reading.rows:
            if obj is None or labels:
                _write(table, dict(values), obj, by)
    return reading


def _write(table, values, obj, by):
    office, code = values.pop("office"), values.pop("code")
    if table is SERVICES:
        stations = values.pop("stations")
        obj = (
            domain.change_service(obj, by=by, **values)
            if obj
            else domain.add_service(office, by=by, code=code, **values)
        )
        if set(obj.stations.all()) != set(stations):
            domain.set_stations(obj, by=by, stations=stations)
        return
    hours = {period: values.pop(name) for name, period in HOURS.items()}
    if obj:
        domain.change_station(obj, by=by, **values)
        return
    station = domain.add_station(office, by=by, code=code, **values)
    for period, spans in hours.items():
        for opens, closes in spans:
            domain.add_hours(
                station, by=by, period=period, weekdays=DAYS[period], opens=opens, closes=closes, valid_from=clock.today()
            )  # fmt: skip


def _several(text) -> list[str]:
    return [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]


def sample(table: Table) -> list[str]:
    """A row that shows how cells are written, for the empty table."""
    known = {
        "code": "ST99" if table is STATIONS else "SV99", "office": _first(Office), "kind": "COMMUNITY_STATION", "community": _first(Community),
        "operator": "", "name_zh": "示例", "name_en": "Example", "address_zh": "示例路1号", "lat": "30.6900", "lon": "103.8500", "step_free": "true",
        "weekday_hours": "08:30-12:00;13:30-18:00", "weekend_hours": "09:00-12:00", "category": _first(Category.objects.filter(state=KeptState.USED)),
        "department": _first(Office), "channels": "COUNTER;WECHAT", "modes": "ONE_STOP", "time_limit": "3", "fee_tier": "free", "fee": "0",
        "on_holidays": "false", "stations": _first(Station.objects.listed()),
    }  # fmt: skip
    return [known.get(name, "") for name in table.columns]


def _first(rows) -> str:
    rows = rows.objects.all() if isinstance(rows, type) else rows
    return rows.order_by("code").values_list("code", flat=True).first() or ""


__all__ = ["SERVICES", "STATIONS", "TABLES", "read_upload", "sample", "seal", "take_over"]
