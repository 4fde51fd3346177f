"""The definition of a form: its shape, what is wrong with it, what an application still lacks. Pure functions on data.

    {"sections": [{"key", "title_zh", "title_en", "help_zh", "help_en", "fields": [
        {"key", "type", "label_zh", "label_en", "help_zh", "help_en", "required": true,
         "limit": 500,                                        TEXT and LONG: characters
         "least": 0, "most": 100,                             NUMBER, MONEY, INDICATORS (rows), FILES (count)
         "options": [{"key", "zh", "en"}],                    CHOICE and CHOICES
         "when": {"field": "f2", "is": ["yes"]}}]}]}          asked only after such an answer of an earlier choice

Answers are {field key: value}: text, a key or a list of keys, a number, money as text, [first, last] as ISO days,
{"text", "lat", "lon"}, rows of a budget {"item", "quantity", "price", "asked"} or of indicators {"name", "unit",
"target"}, true for a declaration. Files stand beside the answers, with the key of their field. Every application also
has a title, a summary for the public, and the amount that it asks for.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marketplace.core import money

from .kinds import WITH_LIMIT, WITH_OPTIONS, FieldType

MOST_ROWS = 40
MOST_FILES = 10
TITLE_MAX, SUMMARY_MAX = 80, 600


@dataclass(frozen=True)
class Gap:
    """What an application still lacks. field: key of the field, or "title", "summary", "amount"."""

    field: str
    sentence: str


def said(thing: dict, name: str) -> str:
    """A text of the definition in the reader's language."""
    zh, en = thing.get(f"{name}_zh", ""), thing.get(f"{name}_en", "")
    return (en or zh) if get_language() == "en" else (zh or en)


def option_label(option: dict) -> str:
    return (option.get("en") or option["zh"]) if get_language() == "en" else (option["zh"] or option.get("en", ""))


def fields(definition: dict) -> list[dict]:
    """All fields in the order of the form."""
    return [field for section in definition.get("sections", []) for field in section["fields"]]


def field_of(definition: dict, key: str) -> dict | None:
    return next((field for field in fields(definition) if field["key"] == key), None)


def faults(definition: dict) -> list[str]:
    """Why a form cannot be used yet, as sentences; empty: it can."""
    found, seen = [], {}
    if not fields(definition):
        found.append(_("it asks nothing yet"))
    for section in definition.get("sections", []):
        if not section["fields"]:
            found.append(_("the section “%(title)s” is empty") % {"title": said(section, "title")})
    budgets = [field for field in fields(definition) if field["type"] == FieldType.BUDGET]
    if len(budgets) > 1:
        found.append(_("there can be one budget only"))
    for field in fields(definition):
        label = said(field, "label")
        if field["type"] in WITH_OPTIONS and len(field.get("options", [])) < 2:
            found.append(_("“%(field)s” needs at least two answers to choose from") % {"field": label})
        when = field.get("when")
        if when:
            other = seen.get(when["field"])
            if other is None or other["type"] not in WITH_OPTIONS:
                found.append(_("“%(field)s” depends on a question that does not stand before it") % {"field": label})
            elif not set(when["is"]) <= {option["key"] for option in other.get("options", [])}:
                found.append(_("“%(field)s” depends on an answer that does not exist") % {"field": label})
        seen[field["key"]] = field
    return found


def is_asked(field: dict, answers: dict) -> bool:
    """Whether the field's condition holds."""
    when = field.get("when")
    if not when:
        return True
    given = answers.get(when["field"])
    return bool(set(given if isinstance(given, list) else [given]) & set(when["is"]))


def is_empty(value) -> bool:
    return value in (None, "", [], {}, False) or (isinstance(value, dict) and not any(value.values()))


# ---- budget -------------------------------------------------------------------------------------------
def row_cost(row: dict) -> Decimal:
    """Quantity times price."""
    return money.yuan(Decimal(row["quantity"]) * money.yuan(row["price"]))


def budget_sums(rows: list[dict]) -> dict:
    """{"cost", "asked", "own"}: what all costs, what of it the grant is asked for, what others give."""
    cost = sum((row_cost(row) for row in rows), money.ZERO)
    asked = sum((money.yuan(row["asked"]) for row in rows), money.ZERO)
    return {"cost": cost, "asked": asked, "own": cost - asked}


# ---- gaps ---------------------------------------------------------------------------------------------
def gaps(definition: dict, content: dict, *, least=None, most=None) -> list[Gap]:
    """All that keeps an application from being handed in, in the order of the form. least, most: of the amount."""
    answers, found = content.get("answers", {}), []
    if not content.get("title", "").strip():
        found.append(Gap("title", _("The title is missing.")))
    if not content.get("summary", "").strip():
        found.append(Gap("summary", _("The summary for the public is missing.")))
    amount = money.yuan(content["amount"]) if content.get("amount") else None
    found += _amount_gaps(amount, least, most)
    files = content.get("files", [])
    for field in fields(definition):
        if is_asked(field, answers):
            found += _field_gaps(field, answers.get(field["key"]), files, amount)
    return found


def _amount_gaps(amount, least, most):
    if amount is None:
        return [Gap("amount", _("The amount that is asked for is missing."))]
    if most is not None and amount > most:
        return [
            Gap("amount", _("At most %(most)s yuan can be asked for in this round.") % {"most": money.figures(most)})
        ]
    if least is not None and amount < least:
        return [Gap("amount", _("At least %(least)s yuan can be asked for in this round.") % {"least": money.figures(least)})]  # fmt: skip
    return []


def _field_gaps(field, value, files, amount):
    label, key = said(field, "label"), field["key"]
    if field["type"] == FieldType.FILES:
        count = sum(file["field"] == key for file in files)
        if field.get("required") and not count:
            return [Gap(key, _("A file is missing: %(field)s") % {"field": label})]
        return []
    if is_empty(value):
        return (
            [Gap(key, _("The answer to “%(field)s” is missing.") % {"field": label})] if field.get("required") else []
        )
    if field["type"] == FieldType.BUDGET:
        sums = budget_sums(value)
        if any(money.yuan(row["asked"]) > row_cost(row) for row in value):
            return [Gap(key, _("In “%(field)s” a line asks for more than it costs.") % {"field": label})]
        if amount is not None and sums["asked"] != amount:
            values = {"field": label, "sum": money.figures(sums["asked"]), "amount": money.figures(amount)}
            return [Gap(key, _("“%(field)s” does not add up: its lines ask for %(sum)s yuan, the application for %(amount)s yuan.") % values)]  # fmt: skip
    if field["type"] in WITH_LIMIT and len(value) > field.get("limit", 5000):
        return [Gap(key, _("The answer to “%(field)s” is too long.") % {"field": label})]
    return []


def completeness(definition: dict, content: dict, **bounds) -> int:
    """Per cent of what must be answered that is answered."""
    answers = content.get("answers", {})
    asked = 3 + sum(bool(field.get("required")) and is_asked(field, answers) for field in fields(definition))
    missing = len({gap.field for gap in gaps(definition, content, **bounds)})
    return max(0, round(100 * (asked - min(missing, asked)) / asked))


def pruned(definition: dict, content: dict) -> dict:
    """What is handed in: answers to questions that are not asked are left out."""
    answers = content.get("answers", {})
    kept = {f["key"]: answers[f["key"]] for f in fields(definition) if f["key"] in answers and is_asked(f, answers)}
    return {**content, "answers": kept}


# ---- reading --------------------------------------------------------------------------------------------
def in_words(field: dict, value) -> str:
    """An answer as one line of text, for exports, search and comparison."""
    kind = field["type"]
    if is_empty(value):
        return ""
    if kind in WITH_OPTIONS:
        labels = {option["key"]: option_label(option) for option in field.get("options", [])}
        keys = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(key, key) for key in keys)
    if kind == FieldType.BUDGET:
        return "; ".join(f"{r['item']} {r['quantity']} × {r['price']} ({r['asked']})" for r in value)
    if kind == FieldType.INDICATORS:
        return "; ".join(f"{r['name']}: {r['target']} {r['unit']}".strip() for r in value)
    if kind == FieldType.DATES:
        return " – ".join(value)
    if kind == FieldType.PLACE:
        spot = f" ({value['lat']}, {value['lon']})" if value.get("lat") not in (None, "") else ""
        return f"{value.get('text', '')}{spot}"
    if kind == FieldType.DECLARATION:
        return _("confirmed")
    return str(value)


def words(definition: dict, content: dict) -> str:
    """All that an application says, folded, one answer a line: chosen answers in both languages, names of files."""
    answers, said_so = content.get("answers", {}), [content.get("summary", "")]
    for field in fields(definition):
        value = answers.get(field["key"])
        if field["type"] in WITH_OPTIONS:
            chosen = value if isinstance(value, list) else [value]
            said_so += [f"{o['zh']} {o.get('en', '')}" for o in field.get("options", []) if o["key"] in chosen]
        elif field["type"] not in (FieldType.DECLARATION, FieldType.FILES) and not is_empty(value):
            said_so.append(in_words(field, value))
    return folded("\n".join([*said_so, *(file["name"] for file in content.get("files", []))]))


def folded(text: str) -> str:
    """As words are compared: wide letters narrow, capitals small."""
    return unicodedata.normalize("NFKC", text).casefold()


def readable(definition: dict, content: dict) -> list[dict]:
    """[{title, rows: [{field, label, value, text, sums}]}] of an application, for its page."""
    answers, files = content.get("answers", {}), content.get("files", [])
    found = []
    for section in definition.get("sections", []):
        rows = []
        for field in section["fields"]:
            value = answers.get(field["key"])
            if not is_asked(field, answers):
                continue
            row = {"field": field, "label": said(field, "label"), "value": value, "text": in_words(field, value)}
            if field["type"] == FieldType.BUDGET and value:
                row |= {"sums": budget_sums(value), "lines": [r | {"cost": row_cost(r)} for r in value]}
            if field["type"] == FieldType.FILES:
                row["files"] = [file for file in files if file["field"] == field["key"]]
            rows.append(row)
        found.append({"title": said(section, "title"), "rows": rows})
    return found
