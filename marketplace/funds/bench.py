"""Figures of the ledger, as ratios within one run. Import-safe: nothing is read or written before a function is called.

Each function works on a scratch SQLite file of its own (migrated, removed afterwards) and returns
{"name", "value", "goal", "better", "ok", "note"}.
"""

import tempfile
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

POSTS = 2_000
MANY_LINES = 10_000_000
VERIFIED_LINES = 600_000


@contextmanager
def scratch():
    """A migrated SQLite file as the default database while the block runs."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import connections
    from django.db.backends.sqlite3.base import DatabaseWrapper

    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        kept = connections["default"]
        options = {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON; PRAGMA cache_size=-20000;",
        }
        own = kept.settings_dict | {
            "ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "bench.sqlite3"), "OPTIONS": options,
        }  # fmt: skip
        connections["default"] = DatabaseWrapper(own, "default")
        ContentType.objects.clear_cache()
        try:
            call_command("migrate", verbosity=0)
            yield connections["default"]
        finally:
            connections["default"].close()
            connections["default"] = kept
            ContentType.objects.clear_cache()


def _fund():
    """A fund in force, written as rows."""
    from orgs.models import Office

    from .models import Fund

    office, _made = Office.objects.get_or_create(
        code="BENCH", defaults={"kind": "STREET", "name_zh": "测", "buys": True}
    )
    return Fund.objects.create(
        code="BENCH", kind="EARMARKED", office=office, year=2026, name_zh="测", purpose_zh="测", state="active"
    )


def posting() -> dict:
    """Posting entries of two lines against bare inserts of the same rows, each in one transaction.

    The same rows are all that an entry is: its lines, itself, its leaf of the log, its run of fen. Both write into the same
    tables with the same guards of the database, which belong to the tables; the note says what the ratio is against
    inserts of lines and entries alone, and against those into tables without any guard.
    """
    from django.db import connection

    from marketplace.core.verbs import act

    from . import ledger
    from .ledger import Posting
    from .states import AccountKind

    with scratch():
        fund = _fund()
        accounts = [ledger.account(fund, kind) for kind in (AccountKind.SOURCE, AccountKind.FREE)]
        amount = Decimal("12.34")

        class Undo(Exception):
            pass

        def timed(work):
            began = perf_counter()
            try:
                with act():
                    work()
                    took = perf_counter() - began
                    raise Undo
            except Undo:
                return took

        def post():
            for n in range(POSTS):
                ledger.post(
                    "GRANT", [Posting(accounts[0], -amount), Posting(accounts[1], amount)], text="x", key=f"k{n}"
                )

        rows = {}

        def keep():
            post()
            with connection.cursor() as cursor:
                for table in (
                    "funds_line",
                    "funds_entry",
                    "funds_logleaf",
                    "funds_lognode",
                    "funds_allocation",
                    "funds_stream",
                ):
                    cursor.execute(f"SELECT * FROM {table} ORDER BY id")
                    rows[table] = cursor.fetchall()

        timed(keep)

        def insert(cursor, table, row):
            cursor.execute(f"INSERT INTO {table} VALUES ({','.join(['%s'] * len(row))})", row)

        def bare(whole=True):
            with connection.cursor() as cursor:
                for row in rows["funds_stream"] if whole else ():
                    insert(cursor, "funds_stream", row)
                for n, entry in enumerate(rows["funds_entry"]):
                    cursor.executemany(
                        f"INSERT INTO funds_line VALUES ({','.join(['%s'] * 7)})", rows["funds_line"][2 * n : 2 * n + 2]
                    )
                    insert(cursor, "funds_entry", entry)
                    if whole:
                        insert(cursor, "funds_logleaf", rows["funds_logleaf"][n])
                        insert(cursor, "funds_allocation", rows["funds_allocation"][n])
                for row in rows["funds_lognode"] if whole else ():
                    insert(cursor, "funds_lognode", row)

        def unguarded():
            _drop_guards(connection)
            nonlocal began
            began = perf_counter()
            bare(whole=False)

        began = 0.0
        ours, theirs, halves, plain = [], [], [], []
        for _n in range(5):
            ours.append(timed(post))
            theirs.append(timed(bare))
            halves.append(timed(lambda: bare(whole=False)))
            try:
                with act():
                    unguarded()
                    plain.append(perf_counter() - began)
                    raise Undo
            except Undo:
                pass
        value = round(median(theirs) / median(ours), 2)
        half, naked = (round(median(some) / median(ours), 2) for some in (halves, plain))
    note = f"{POSTS / median(ours):,.0f} entries of two lines a second; against lines and entries alone {half}, without guards {naked}; SQLite"
    return _figure("ledger_posting", value, 0.5, "higher", note)


def verifying() -> dict:
    """`ledger verify` on generated books whose hashes are right: lines a second on one core."""
    from .verify import verify

    with scratch() as connection:
        _generate(connection, VERIFIED_LINES, hashes=True)
        began = perf_counter()
        report = verify()
        took = perf_counter() - began
        if not report.ok or report.lines != VERIFIED_LINES:
            raise RuntimeError(f"the generated books are wrong: {report.broken}")
    note = f"{report.lines:,} lines in {took:.1f} s, two lines an entry, raw cursor, one core, SQLite"
    return _figure("ledger_verify_lines_per_second", round(report.lines / took), 200_000, "higher", note)


def reading_a_balance() -> dict:
    """The balances of a fund among ten million lines against a read of one row by its primary key."""
    from . import queries
    from .models import Fund

    with scratch() as connection:
        began = perf_counter()
        fund = _generate(connection, MANY_LINES, hashes=False)
        made = perf_counter() - began
        ours, theirs = [], []
        for _n in range(300):
            began = perf_counter()
            figures = queries.balances(fund)
            ours.append(perf_counter() - began)
            began = perf_counter()
            Fund.objects.get(pk=fund.pk)
            theirs.append(perf_counter() - began)
        if figures.free != Decimal(MANY_LINES // 2) / 100:
            raise RuntimeError("the generated books are wrong")
        value = round(median(ours) / median(theirs), 2)
    note = (
        f"{median(ours) * 1e6:.0f} µs for free, came in, promised and paid in one query; {MANY_LINES:,} lines,"
        f" generated in {made:.0f} s by SQL, guards off; SQLite"
    )
    return _figure("ledger_balance_at_10m_lines", value, 3, "lower", note)


def _drop_guards(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'funds_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def _generate(connection, lines: int, *, hashes: bool):
    """Books of `lines` lines: grants of a fen into one fund, written by SQL with the guards off. Returns the fund."""
    from datetime import UTC, datetime

    from . import canonical, ledger
    from .states import AccountKind

    fund, entries = _fund(), lines // 2
    source, free = (ledger.account(fund, kind).pk for kind in (AccountKind.SOURCE, AccountKind.FREE))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    _drop_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("BEGIN")
        count = f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {entries})"
        if hashes:
            cursor.executemany(_ENTRY, _hashed(entries, canonical, at))
        else:
            cursor.execute(
                f"{count} INSERT INTO funds_entry (id, number, kind, at, text, cause_label, idempotency_key, previous_hash, hash, version)"
                " SELECT n, n, 'GRANT', '2026-01-01 00:00:00', '', '', n, '', n, 1 FROM n"
            )
        cursor.execute(
            f"{count} INSERT INTO funds_line (entry_id, position, account_id, amount, seq, balance)"
            f" SELECT n.n, s.s, CASE s.s WHEN 1 THEN {source} ELSE {free} END, 2 * s.s - 3, n.n, (2 * s.s - 3) * n.n"
            " FROM n, (SELECT 1 AS s UNION ALL SELECT 2) s"
        )
        cursor.execute("COMMIT")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("ANALYZE")
    return fund


_ENTRY = (
    "INSERT INTO funds_entry (id, number, kind, at, text, cause_label, idempotency_key, previous_hash, hash, version)"
    " VALUES (%s, %s, 'GRANT', '2026-01-01 00:00:00', '', '', %s, %s, %s, 1)"
)


def _hashed(entries, canonical, at):
    previous = canonical.GENESIS
    moment = canonical.at_text(at)
    for number in range(1, entries + 1):
        body = canonical.canonical(
            number=number, kind="GRANT", at=moment, text="", cause="", reverses=None,
            lines=[("BENCH/SOURCE", -1), ("BENCH/FREE", 1)],
        )  # fmt: skip
        digest = canonical.chain(previous, body)
        yield number, number, str(number), previous, digest
        previous = digest


def _figure(name, value, goal, better, note) -> dict:
    ok = value >= goal if better == "higher" else value <= goal
    return {"name": name, "value": value, "goal": goal, "better": better, "ok": ok, "note": note}


BENCHES = (posting, verifying, reading_a_balance)
