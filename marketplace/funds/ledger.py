"""Posting to the books: the one place that writes accounts, entries and lines.

Raw SQL, because an entry is a handful of rows that must go in fast and in one order: lines first, then the
entry that closes them. The database checks every number again (migrations/0003_guards.py).
"""

import re
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import from_fen, to_fen, yuan
from marketplace.core.refusals import Refused

from . import canonical, lineage, log
from .models import Account, Entry, Line
from .states import AccountKind

CHAIN_LOCK = 7215501
FLOORED = frozenset(
    {AccountKind.FREE, AccountKind.COMMITMENT, AccountKind.PAID, AccountKind.FEE, AccountKind.KIND, AccountKind.TIME}
)


@dataclass(frozen=True)
class Posting:
    """One line to be written: account and signed amount in yuan (positive flows in)."""

    account: Account
    amount: object


def account(fund, kind, cause=None) -> Account:
    """The account of a fund (COMMITMENT: of a fund and a cause), opened at first use."""
    where = {"fund_id": fund.pk, "kind": str(kind), "cause_type_id": None, "cause_id": None}
    if cause is not None:
        where |= {"cause_type_id": ContentType.objects.get_for_model(cause).pk, "cause_id": cause.pk}
    found = Account.objects.filter(**where).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Account.objects.create(**where, floored=kind in FLOORED, cause_label=label_of(cause))
        except IntegrityError:
            found = Account.objects.get(**where)
    found.fund = fund
    return found


def label_of(cause) -> str:
    """How a cause stands in the bytes: "tenders.call:<public key>"; the public key is its number, code or key."""
    if cause is None:
        return ""
    key = next((str(getattr(cause, name)) for name in ("code", "number") if getattr(cause, name, "")), str(cause.pk))
    return f"{cause._meta.label_lower}:{key}"


def account_label(row: Account) -> str:
    """How an account stands in the bytes: "FD01/FREE", "FD01/COMMITMENT/tenders.call:<key>"."""
    return f"{row.fund.code}/{row.kind}" + (f"/{row.cause_label}" if row.cause_label else "")


def post(
    kind: str, postings, *, text: str, key: str, cause=None, by=None, reverses: Entry | None = None, purpose=None
) -> Entry:
    """Write one closed entry. Must run inside a transaction; the verbs of the room see to it.

    purpose: for which of the fund's money comes in, is handed over or comes back; it stands in the lineage, not in the bytes.
    The same key with the same content gives the entry that is there already (`is_there_already(entry)`).

    Raises:
        Refused: a balance would fall below zero ("not_covered"); the key stands for another entry ("key_used");
            the text is too long or is no text ("bad_text").
    """
    db = connections[DEFAULT_DB_ALIAS]
    assert db.in_atomic_block, "an entry is written inside its act's transaction"
    _check_text(text)
    cause_text = label_of(cause)
    with db.cursor() as cursor:
        known, head, last, leaf = _before(db, cursor, key, sorted({p.account.id for p in postings}))
        if known:
            return _same(known, kind, postings, text, cause_text, reverses)
        number, previous = head
        number += 1
        lines = _lines(last, postings)
        moment = clock.now()
        body = canonical.canonical(
            number=number,
            kind=str(kind),
            at=canonical.at_text(moment),
            text=text,
            cause=cause_text,
            reverses=reverses.number if reverses else None,
            lines=[(account_label(p.account), fen) for p, fen, _seq, _balance in lines],
        )
        digest = canonical.chain(previous, body)
        cursor.executemany(
            _INSERT_LINE,
            [(number, n, p.account.id, fen, seq, balance) for n, (p, fen, seq, balance) in enumerate(lines, 1)],
        )
        type_id = ContentType.objects.get_for_model(cause).pk if cause is not None else None
        row = [number, number, str(kind), moment, text, type_id, cause.pk if cause is not None else None, cause_text,
               reverses.pk if reverses else None, key, by.user_id if by else None, previous, digest, canonical.VERSION]  # fmt: skip
        cursor.execute(_INSERT_ENTRY, [*row[:3], db.ops.adapt_datetimefield_value(moment), *row[4:]])
        log.append(cursor, leaf, body)
        lineage.record(
            cursor, number, str(kind), [(p.account, fen) for p, fen, _seq, _balance in lines],
            cause=(type_id, row[6]), reverses=reverses.pk if reverses else None, purpose=purpose,
        )  # fmt: skip
    return Entry.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row)


_COLUMNS = (
    "id", "number", "kind", "at", "text", "cause_type_id", "cause_id", "cause_label", "reverses_id", "idempotency_key",
    "by_id", "previous_hash", "hash", "version",
)  # fmt: skip
_INSERT_ENTRY = f"INSERT INTO funds_entry ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
_INSERT_LINE = (
    "INSERT INTO funds_line (entry_id, position, account_id, amount, seq, balance) VALUES (%s, %s, %s, %s, %s, %s)"
)


def hold(cursor):
    """One writer of the books at a time; on SQLite the transaction holds the write lock from its beginning."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _before(db, cursor, key: str, accounts: list) -> tuple:
    """What stands in the books, in one read: (entry of this key or None, (last number, its hash), {account: (seq, fen)},
    next leaf of the log).

    On PostgreSQL one poster at a time, and the accounts locked in key order, before anything is read; on SQLite the
    transaction holds the write lock from its beginning (transaction_mode IMMEDIATE).
    """
    hold(cursor)
    if db.vendor == "postgresql":
        cursor.execute("SELECT 1 FROM funds_account WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [accounts])
    cursor.execute(_BEFORE + _NEWEST_LINE * len(accounts), [key, *accounts])
    known, head, last, leaf = None, (0, canonical.GENESIS), {}, 0
    for what, first, second, digest in cursor.fetchall():
        if what == -1:
            known = first
        elif what == 0:
            head = (first, digest)
        elif what == -2:
            leaf = first + 1
        else:
            last[what] = (first, second)
    return known, head, last, leaf


_BEFORE = (
    "SELECT -1, id, 0, '' FROM funds_entry WHERE idempotency_key = %s"
    " UNION ALL SELECT * FROM (SELECT 0, number, 0, hash FROM funds_entry ORDER BY number DESC LIMIT 1) AS h"
    " UNION ALL SELECT * FROM (SELECT -2, id, 0, '' FROM funds_logleaf ORDER BY id DESC LIMIT 1) AS g"
)
_NEWEST_LINE = " UNION ALL SELECT * FROM (SELECT account_id, seq, balance, '' FROM funds_line WHERE account_id = %s ORDER BY seq DESC LIMIT 1) AS l"


def _lines(last: dict, postings) -> list:
    """[(posting, fen, seq, balance)] with running numbers and balances; refuses what would fall below zero."""
    lines = []
    for posting in postings:
        fen = to_fen(yuan(posting.amount))
        seq, balance = last.get(posting.account.id, (0, 0))
        seq, balance = seq + 1, balance + fen
        last[posting.account.id] = (seq, balance)
        if balance < 0 and posting.account.floored:
            raise not_covered(posting.account, from_fen(balance - fen), from_fen(-fen))
        lines.append((posting, fen, seq, balance))
    return lines


def not_covered(row: Account, there, wanted) -> Refused:
    """The refusal when an account would fall below zero."""
    sentences = {
        AccountKind.FREE: _("The fund has %(there)s yuan free; %(wanted)s yuan are asked for."),
        AccountKind.COMMITMENT: _("%(there)s yuan are promised for this; %(wanted)s yuan are asked for."),
        AccountKind.PAID: _("%(there)s yuan were paid; %(wanted)s yuan cannot come back."),
        AccountKind.FEE: _("%(there)s yuan of fees were taken; %(wanted)s yuan cannot come back."),
        AccountKind.KIND: _("%(there)s yuan stand beside the cash; %(wanted)s yuan cannot be taken off."),
        AccountKind.TIME: _("%(there)s yuan stand beside the cash; %(wanted)s yuan cannot be taken off."),
    }
    return Refused(
        "not_covered", sentences[AccountKind(row.kind)], values={"there": f"{there:,}", "wanted": f"{wanted:,}"}
    )


def is_there_already(entry: Entry) -> bool:
    """Whether `post` found this entry by its key and wrote nothing."""
    return getattr(entry, "found_by_key", False)


def _same(pk: int, kind, postings, text, cause_text, reverses) -> Entry:
    entry = Entry.objects.get(pk=pk)
    there = list(Line.objects.filter(entry=entry).order_by("position").values_list("account_id", "amount"))
    asked = (str(kind), [(p.account.pk, yuan(p.amount)) for p in postings], text, cause_text, reverses and reverses.pk)
    if asked != (entry.kind, there, entry.text, entry.cause_label, entry.reverses_id):
        raise Refused(
            "key_used", _("This entry was booked before, with other contents. Nothing was booked."), kind="when"
        )
    entry.found_by_key = True
    return entry


_UNFIT = re.compile("[\x00\ud800-\udfff]")
TEXT_MOST = Entry._meta.get_field("text").max_length


def _check_text(text: str):
    """What stands in the bytes must be text that can be encoded and that both databases keep."""
    if len(text) > TEXT_MOST or _UNFIT.search(text):
        raise Refused("bad_text", _("The text of an entry has at most 300 characters."), field="text")
