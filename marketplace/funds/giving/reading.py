"""Statements of banks and payment platforms: which column is what, and each row as a line with a verdict. Writes nothing."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import clock
from marketplace.core.exports import read_table
from marketplace.core.money import ZERO, yuan
from marketplace.core.refusals import Refused

from .models import Pledge, StatementLine
from .states_statements import Verdict

COLUMNS = {
    "on": gettext_lazy("date"),
    "amount": gettext_lazy("amount"),
    "payer": gettext_lazy("payer"),
    "text": gettext_lazy("purpose line"),
    "serial": gettext_lazy("serial number"),
}
NEEDED = ("on", "amount")
# Heads that banks and platforms use, small letters: what is taken when nobody says which column is what.
KNOWN = {
    "on": ("交易日期", "交易时间", "入账日期", "日期", "付款时间", "捐赠时间", "date", "booking date", "created"),
    "amount": ("金额", "交易金额", "收入金额", "贷方发生额", "金额（元）", "金额(元)", "捐赠金额", "amount", "credit"),
    "payer": ("对方户名", "付款人", "对方名称", "交易对方", "捐赠人", "payer", "name", "counterparty"),
    "text": ("摘要", "附言", "备注", "用途", "商品说明", "留言", "purpose", "reference", "description", "memo"),
    "serial": ("交易流水号", "流水号", "交易单号", "订单号", "凭证号", "serial", "transaction id", "id"),
}
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")  # fmt: skip
REFERENCE = re.compile(r"LL[A-Z0-9]{6}")


@dataclass
class Line:
    """One row as read: values, or the sentence why it cannot be."""

    row: int
    on: date | None = None
    amount: object = None
    payer: str = ""
    text: str = ""
    serial: str = ""
    fingerprint: str = ""
    verdict: str = Verdict.NEW
    problem: str = ""
    pledge: object = None


def columns_of(header, asked: dict | None = None) -> dict:
    """{"on": place of the column, …}: as asked for by head, else by the heads that are usual.

    Raises:
        Refused: field "file": a column that is needed, or was asked for, is not there.
    """
    heads = [_plain(cell) for cell in header]
    found, missing = {}, []
    for name, label in COLUMNS.items():
        wanted = _plain((asked or {}).get(name) or "")
        choices = (wanted,) if wanted else KNOWN[name]
        place = next((heads.index(choice) for choice in choices if choice in heads), None)
        if place is not None:
            found[name] = place
        elif wanted or name in NEEDED:
            missing.append(f"{label} ({(asked or {}).get(name)})" if wanted else str(label))
    if missing:
        raise Refused(
            "columns_missing",
            gettext_lazy("The table has no column for: %(missing)s. Its columns are: %(heads)s."),
            field="file",
            values={
                "missing": str(_(", ")).join(missing),
                "heads": str(_(", ")).join(cell for cell in header if cell.strip())[:300],
            },
        )
    return found


def _plain(text) -> str:
    return unicodedata.normalize("NFKC", str(text)).strip().casefold()


def lines_of(fund, upload, asked: dict | None = None) -> tuple[bytes, dict, list[Line]]:
    """(file, columns by head, lines with verdicts). Nothing is written.

    Raises:
        Refused: field "file": no table, a needed column is missing, no rows.
    """
    data = upload if isinstance(upload, bytes) else upload.read()
    header, rows = read_table(data)
    places = columns_of(header, asked)
    lines = [_line(number, row, places) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    if not lines:
        raise Refused("no_rows", gettext_lazy("The table has a head and no rows."), field="file")
    _judge(fund, lines)
    return data, {name: header[place] for name, place in places.items()}, lines


def _line(number, row, places) -> Line:
    cell = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    line = Line(
        number, payer=cell.get("payer", "")[:120], text=cell.get("text", "")[:300], serial=cell.get("serial", "")[:80]
    )
    line.on, line.amount = _day(cell["on"]), _amount(cell["amount"])
    if line.on is None:
        line.verdict, line.problem = Verdict.BAD, _("“%(cell)s” is no date.") % {"cell": cell["on"][:40]}
    elif line.on > clock.today():
        line.verdict, line.problem = Verdict.BAD, _("The date lies in the future.")
    elif line.amount is None:
        line.verdict, line.problem = Verdict.BAD, _("“%(cell)s” is no amount.") % {"cell": cell["amount"][:40]}
    elif line.amount <= ZERO:
        line.verdict = Verdict.OUT
    return line


def _day(text) -> date | None:
    text = unicodedata.normalize("NFKC", text).strip()
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _amount(text):
    text = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removeprefix("¥").removeprefix("+").removesuffix("元")  # fmt: skip
    try:
        value = yuan(text)
    except ValueError:
        return None
    from .booking import MOST

    return value if str(value) == f"{yuan(text)}" and abs(value) <= MOST and _is_whole(text) else None


def _is_whole(text) -> bool:
    """No part of a fen."""
    return len(text.rpartition(".")[2]) <= 2 if "." in text else True


def _judge(fund, lines):
    """Duplicates (in this file and of earlier ones) and the promises that lines keep."""
    seen = {}
    for line in lines:
        if line.verdict == Verdict.NEW:
            base = line.serial or f"{line.on}|{line.amount}|{line.payer}|{line.text}"
            turn = seen[base] = seen.get(base, 0) + 1
            if line.serial and turn > 1:
                line.verdict = Verdict.DUPLICATE
            # Two equal rows without a serial number are two gifts; the n-th of them is the n-th when it is read again.
            line.fingerprint = hashlib.sha256(f"{fund.code}|{base}|{1 if line.serial else turn}".encode()).hexdigest()
    prints = [line.fingerprint for line in lines if line.fingerprint]
    known = set(
        StatementLine.objects.filter(fingerprint__in=prints).exclude(gift=None).values_list("fingerprint", flat=True)
    )
    named = {line.row: REFERENCE.findall(_letters(line.text)) for line in lines}
    wanted = {reference for found in named.values() for reference in found}
    pledges = {p.reference: p for p in Pledge.objects.filter(fund=fund, reference__in=wanted).open()}
    taken = set()
    for line in lines:
        if line.verdict == Verdict.NEW and line.fingerprint in known:
            line.verdict = Verdict.DUPLICATE
        if line.verdict != Verdict.NEW:
            continue
        pledge = next((pledges[r] for r in named[line.row] if r in pledges and r not in taken), None)
        if pledge is not None:
            line.verdict, line.pledge = Verdict.PLEDGE, pledge
            taken.add(pledge.reference)
            if pledge.amount != line.amount:
                line.problem = _("Promised were %(amount)s yuan.") % {"amount": pledge.amount}


def _letters(text) -> str:
    """A purpose line as references are found in it: large letters, without blanks and hyphens."""
    return re.sub(r"[\s\-_/]", "", unicodedata.normalize("NFKC", text).upper())
