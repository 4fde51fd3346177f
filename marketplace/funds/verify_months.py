"""Proving a month's statement that somebody kept: its signature, its place in the log, and every figure out of the entries.

The figures are summed here entry by entry with raw cursors, not by the sums of `months.py`.
"""

import re
from datetime import date

from django.db import connection

from . import canonical, log, months, notes
from .states import AccountKind, EntryKind
from .verify import entries_of, labels_of, moment_text
from .verify_log import verify_log

K = AccountKind


def verify_month(told: dict, key: notes.Key | None = None) -> str:
    """What differs first between a kept statement (its JSON) and the books, a sentence, or "" where it all agrees."""
    if not isinstance(told, dict) or told.get("kind") != "MONTH" or told.get("v") != 1:
        return "This is no statement of a month."
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", str(told.get("month")), re.ASCII)
    if not found:
        return "This is no statement of a month."
    bound = {name: value for name, value in told.items() if name not in ("digest", "checkpoint")}
    if told.get("digest") != months.digest_of(bound):
        return "The statement was changed: its digest is not the digest of what stands there."
    if not told.get("checkpoint"):
        return "The statement was taken before the month was signed: no checkpoint binds it."
    try:
        note = notes.read(str(told["checkpoint"]))
    except notes.BadNote as error:
        return f"The checkpoint cannot be read: {error}."
    if (note.size, note.root.hex()) != (told["size"], told["root"]):
        return "The checkpoint is another one than the statement names."
    broken = verify_log([note], key or log.key_of(note)).broken
    return broken or _compare(told, date(int(found[1]), int(found[2]), 1))


def _compare(told, first) -> str:
    start, end = map(canonical.at_text, months.bounds(first))
    if (told["from"], told["before"]) != (start, end):
        return "The month begins or ends at another moment."
    counted = _walk(told["fund"], start, end)
    for name in ("entries", "last"):
        if told[name] != counted[name]:
            return f"{name}: the statement says {told[name]}, the books {counted[name]}."
    theirs, ours = told["funds"], counted["funds"]
    for code in sorted({*theirs, *ours}):
        for column in months.COLUMNS:
            said, is_so = theirs.get(code, {}).get(column, 0), ours.get(code, {}).get(column, 0)
            if said != is_so:
                return f"{code}: {column}: the statement says {said} fen, the books {is_so} fen."
    return ""


def _walk(fund: str, start: str, end: str) -> dict:
    with connection.cursor() as cursor:
        labels = {pk: label.split("/")[:2] for pk, label in labels_of(cursor).items()}
        cursor.execute("SELECT COALESCE(MAX(number), 0) FROM funds_entry")
        highest = cursor.fetchone()[0]
    entries = last = 0
    funds: dict = {}
    for head, lines in entries_of(highest):
        number, kind, at = head[1], head[2], moment_text(head[3])
        if at >= end:
            continue
        last, touched = number, False
        for _entry, account, fen, *_rest in lines:
            code, of = labels[account]
            if fund and code != fund:
                continue
            touched = True
            _book(funds.setdefault(code, dict.fromkeys(months.COLUMNS, 0)), of, fen, kind, within=at >= start)
        entries += touched and at >= start
    return {"entries": entries, "last": last, "funds": funds}


def _book(row, of, fen, kind, *, within):
    if of in (K.FREE, K.COMMITMENT):
        row["closing"] += fen
        row["free"] += fen if of == K.FREE else 0
        row["opening"] += 0 if within else fen
    elif within and of == K.SOURCE:
        row["returned" if kind == EntryKind.RETURN else "came_in"] += fen if kind == EntryKind.RETURN else -fen
    elif within and of == K.TRANSFER:
        row["from_others"] -= fen
    elif within and of in (K.FEE, K.PAID):
        row["fees" if of == K.FEE else "paid"] += fen
