"""The form that an applicant fills in, built from a definition; it takes what is unfinished and refuses what is unreadable."""

from django import forms
from django.utils.translation import gettext as _

from marketplace.core.money import MoneyFormField
from orgs.experts.kinds import Field

from .. import formdef
from ..formdef import said
from ..kinds import FieldType

EXTRA_ROWS = 2
BUDGET_COLUMNS = ("item", "quantity", "price", "asked")
INDICATOR_COLUMNS = ("name", "unit", "target")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


def row_count(field, data, value) -> int:
    """How many rows of a table stand on the page: as posted, else as answered and a few empty ones."""
    posted = data.get(f"{field['key']}-rows", "") if data is not None else ""
    count = int(posted[:4]) if posted.isdecimal() else len(value or []) + EXTRA_ROWS
    return min(max(count, 1), formdef.MOST_ROWS)


class AnswersForm(forms.Form):
    """definition, content (what is saved), round (for the bounds of the amount). `content()` gives what was typed."""

    title = forms.CharField(max_length=formdef.TITLE_MAX, required=False)
    summary = forms.CharField(max_length=formdef.SUMMARY_MAX, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    amount = MoneyFormField(required=False)
    field = forms.ChoiceField(required=False, choices=[("", "–"), *Field.choices])

    def __init__(self, data=None, *, definition, content=None, more=""):
        super().__init__(data)
        self.definition, self.saved = definition, content or {}
        self.fields["title"].label, self.fields["summary"].label = (
            _("Title of the project"),
            _("Summary for the public"),
        )
        self.fields["amount"].label = _("Amount that is asked for")
        self.fields["summary"].help_text = _("Shown to everybody if it is awarded. Please name no private person.")
        self.fields["field"].label = _("Field of the project")
        self.fields["field"].help_text = _("Reviewers who know about it are preferred.")
        for name in ("title", "summary", "amount", "field"):
            self.fields[name].initial = self.saved.get(name, "")
        answers = self.saved.get("answers", {})
        self.tables = {}
        for field in formdef.fields(definition):
            self._add(field, answers.get(field["key"]), data, more)

    # ---- building -------------------------------------------------------------------------------------
    def _add(self, field, value, data, more):
        key, kind, label = field["key"], field["type"], said(field, "label")
        common = {"label": label, "required": False, "help_text": self._hint(field)}
        if kind == FieldType.TEXT:
            made = forms.CharField(max_length=field.get("limit") or 200, initial=value, **common)
        elif kind == FieldType.LONG:
            made = forms.CharField(max_length=field.get("limit") or 5000, initial=value, widget=forms.Textarea(attrs={"rows": 6}), **common)  # fmt: skip
        elif kind == FieldType.CHOICE:
            made = forms.ChoiceField(choices=self._options(field), widget=forms.RadioSelect, initial=value, **common)
        elif kind == FieldType.CHOICES:
            made = forms.MultipleChoiceField(choices=self._options(field), widget=forms.CheckboxSelectMultiple, initial=value, **common)  # fmt: skip
        elif kind == FieldType.NUMBER:
            made = forms.IntegerField(
                min_value=field.get("least"), max_value=field.get("most"), initial=value, **common
            )
        elif kind == FieldType.MONEY:
            made = MoneyFormField(initial=value, **common)
        elif kind == FieldType.DECLARATION:
            made = forms.BooleanField(initial=bool(value), **common)
        elif kind == FieldType.DATES:
            self._dates(key, common, value or [])
            return
        elif kind == FieldType.PLACE:
            self._place(key, common, value or {})
            return
        elif kind == FieldType.FILES:
            return  # uploads have a form of their own
        else:
            self._table(field, common, value or [], data, more)
            return
        self.fields[key] = made

    @staticmethod
    def _options(field):
        return [(option["key"], formdef.option_label(option)) for option in field.get("options", [])]

    def _hint(self, field) -> str:
        parts = [said(field, "help")]
        if field.get("limit"):
            parts.append(_("At most %(limit)s characters.") % {"limit": field["limit"]})
        when = field.get("when")
        if when and (other := formdef.field_of(self.definition, when["field"])):
            labels = [formdef.option_label(o) for o in other.get("options", []) if o["key"] in when["is"]]
            parts.append(_("Only if “%(field)s” is: %(answers)s.") % {"field": said(other, "label"), "answers": ", ".join(labels)})  # fmt: skip
        if not field.get("required"):
            parts.append(_("Optional."))
        return " ".join(part for part in parts if part)

    def _dates(self, key, common, value):
        first, last = (value + ["", ""])[:2]
        label = common.pop("label")
        self.fields[f"{key}-first"] = forms.DateField(label=_("%(field)s: first day") % {"field": label}, widget=DateInput(), initial=first, **common)  # fmt: skip
        self.fields[f"{key}-last"] = forms.DateField(label=_("%(field)s: last day") % {"field": label}, widget=DateInput(), initial=last, required=False)  # fmt: skip

    def _place(self, key, common, value):
        label = common.pop("label")
        self.fields[f"{key}-text"] = forms.CharField(
            label=label, max_length=200, initial=value.get("text", ""), **common
        )
        for name, text, most in (("lat", _("%(field)s: latitude"), 90), ("lon", _("%(field)s: longitude"), 180)):
            self.fields[f"{key}-{name}"] = forms.DecimalField(
                label=text % {"field": label}, required=False, min_value=-most, max_value=most, decimal_places=6, max_digits=9,
                initial=value.get(name, ""),
            )  # fmt: skip

    def _table(self, field, common, value, data, more):
        key = field["key"]
        count = row_count(field, data, value) + (3 if more == key else 0)
        count = min(count, formdef.MOST_ROWS)
        columns = BUDGET_COLUMNS if field["type"] == FieldType.BUDGET else INDICATOR_COLUMNS
        self.tables[key] = (columns, count)
        for n in range(count):
            row = value[n] if n < len(value) else {}
            for column in columns:
                self.fields[f"{key}-{n}-{column}"] = self._cell(column, n, row.get(column, ""))

    @staticmethod
    def _cell(column, n, value):
        labels = {
            "item": _("What is bought"), "quantity": _("Quantity"), "price": _("Unit price (yuan)"), "asked": _("From this grant (yuan)"),
            "name": _("What is counted"), "unit": _("Unit"), "target": _("Target"),
        }  # fmt: skip
        common = {"label": f"{labels[column]} {n + 1}", "required": False, "initial": value}
        if column in ("price", "asked"):
            made = MoneyFormField(**common)
        elif column in ("quantity", "target"):
            made = forms.DecimalField(min_value=0, max_digits=10, decimal_places=2, **common)
        else:
            made = forms.CharField(max_length=120 if column != "unit" else 20, **common)
        made.head = labels[column]
        return made

    # ---- reading what was typed -----------------------------------------------------------------------
    def clean(self):
        data = super().clean()
        for key, (columns, count) in self.tables.items():
            for n in range(count):
                given = {c: data.get(f"{key}-{n}-{c}") for c in columns}
                if any(v not in (None, "") for v in given.values()):
                    for column in columns:
                        name = f"{key}-{n}-{column}"
                        if given[column] in (None, "") and column not in ("unit", "asked") and name not in self.errors:
                            self.add_error(name, _("Please fill in the whole line, or leave it empty."))
        for field in formdef.fields(self.definition):
            if field["type"] == FieldType.DATES:
                first, last = data.get(f"{field['key']}-first"), data.get(f"{field['key']}-last")
                if first and last and last < first:
                    self.add_error(f"{field['key']}-last", _("The last day must not lie before the first."))
        return data

    def content(self) -> dict:
        """What was typed, in the shape of `formdef`; files stand elsewhere."""
        data = self.cleaned_data
        answers = {field["key"]: self._answer(field, data) for field in formdef.fields(self.definition)}
        return {
            "title": data["title"], "summary": data["summary"], "amount": str(data["amount"]) if data["amount"] is not None else "", "field": data["field"],
            "answers": {key: value for key, value in answers.items() if not formdef.is_empty(value)},
        }  # fmt: skip

    def _answer(self, field, data):
        key, kind = field["key"], field["type"]
        if kind in (FieldType.BUDGET, FieldType.INDICATORS):
            columns, count = self.tables[key]
            rows = [{c: _plain(data.get(f"{key}-{n}-{c}")) for c in columns} for n in range(count)]
            rows = [row for row in rows if any(row.values())]
            return [row | {"asked": row.get("asked") or "0.00"} for row in rows] if kind == FieldType.BUDGET else rows
        if kind == FieldType.DATES:
            pair = [_plain(data.get(f"{key}-{name}")) for name in ("first", "last")]
            return pair if any(pair) else []
        if kind == FieldType.PLACE:
            return {name: _plain(data.get(f"{key}-{name}")) for name in ("text", "lat", "lon")}
        if kind == FieldType.FILES:
            return None
        value = data.get(key)
        return value if kind in (FieldType.CHOICES, FieldType.DECLARATION, FieldType.NUMBER) else _plain(value)

    # ---- drawing ---------------------------------------------------------------------------------------
    def sections(self) -> list[dict]:
        """[{key, title, help, rows: [{field, kind, label, help, fields | table}]}] for the page."""
        found = []
        for section in self.definition.get("sections", []):
            rows = [self._drawn(field) for field in section["fields"]]
            found.append(
                {"key": section["key"], "title": said(section, "title"), "help": said(section, "help"), "rows": rows}
            )
        return found

    def _drawn(self, field):
        key, kind = field["key"], field["type"]
        row = {"field": field, "kind": kind, "label": said(field, "label"), "help": self._hint(field), "key": key}
        if key in self.tables:
            columns, count = self.tables[key]
            row["heads"] = [self.fields[f"{key}-0-{c}"].head for c in columns]
            row["lines"] = [[self[f"{key}-{n}-{c}"] for c in columns] for n in range(count)]
            row["count"] = count
            if kind == FieldType.BUDGET:
                row["sums"] = formdef.budget_sums(self.saved.get("answers", {}).get(key) or [])
        elif kind == FieldType.DATES:
            row["fields"] = [self[f"{key}-first"], self[f"{key}-last"]]
        elif kind == FieldType.PLACE:
            row["fields"] = [self[f"{key}-text"], self[f"{key}-lat"], self[f"{key}-lon"]]
        elif kind == FieldType.FILES:
            row["files"] = [file for file in self.saved.get("files", []) if file["field"] == key]
        else:
            row["fields"] = [self[key]]
        return row


def _plain(value) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
