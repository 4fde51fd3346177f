"""What the figures of `books` measure, each in a process of its own, so that nobody else's memory or cache is counted.

    statement FILE LINES    streams a fund's whole statement out of that database; the most memory before and after
    proof LEAVES            a log of so many leaves, made by SQL; proofs of some of its entries, by the portal's own code

Prints one line of JSON.
"""

import hashlib
import json
import os
import random
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

CODE = "BENCH"
PROVED, ROUNDS = 40, 5


def most() -> int:
    """The most memory this process ever held, in kB. (What `getrusage` tells is the parent's before a process has begun.)"""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def statement(lines) -> dict:
    """The table as a browser gets it, piece by piece; a period of no days warms up."""
    from ._common import environ, portal_handler

    handler = portal_handler()

    def streamed(period):
        status, rows, size = [], 0, 0
        response = handler(environ(f"/funds/{CODE}/statement.csv?{period}"), lambda code, headers: status.append(code))
        for piece in response:
            rows, size = rows + piece.count(b"\n"), size + len(piece)
        response.close()
        assert status[0].startswith("200"), status
        return rows, size

    streamed("start=2020-01-01&end=2020-01-02")
    before, began = most(), perf_counter()
    rows, size = streamed("start=2020-01-01&end=2030-01-01")
    took = perf_counter() - began
    assert rows == int(lines) // 2 + 3, rows  # an entry has two lines of the fund; header, opening, closing
    return {"before": before, "after": most(), "seconds": took, "bytes": size}


def proof(leaves) -> dict:
    """Every proof is checked against the checkpoint by RFC 9162's own steps."""
    from marketplace.core import clock
    from marketplace.funds import bench, canonical, domain, ledger, merkle, queries_proofs
    from marketplace.funds.models import Entry
    from marketplace.funds.states import AccountKind
    from marketplace.funds.verify import body_of

    leaves, dice = int(leaves), random.Random(7)
    numbers = sorted({1, leaves, *(dice.randrange(2, leaves) for _n in range(PROVED - 2))})
    with bench.scratch() as connection:
        fund, moment = bench._fund(), clock.now().replace(microsecond=0)
        accounts = [ledger.account(fund, kind) for kind in (AccountKind.SOURCE, AccountKind.FREE)]
        bench._drop_guards(connection)
        bodies = {
            number: canonical.canonical(
                number=number, kind="GRANT", at=canonical.at_text(moment), text=f"{number}", cause="", reverses=None,
                lines=[(ledger.account_label(account), fen) for account, fen in zip(accounts, (-1, 1), strict=True)],
            )
            for number in numbers
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("BEGIN")
            _fill(cursor, leaves, {number - 1: merkle.leaf_hash(body) for number, body in bodies.items()}, merkle)
            for number in numbers:
                cursor.execute(
                    "INSERT INTO funds_entry (id, number, kind, at, text, cause_label, idempotency_key, previous_hash, hash, version)"
                    " VALUES (%s, %s, 'GRANT', %s, %s, '', %s, '', %s, 1)",
                    [number, number, connection.ops.adapt_datetimefield_value(moment), f"{number}", f"{number}", f"{number}"],
                )  # fmt: skip
                for place, (account, fen) in enumerate(zip(accounts, (-1, 1), strict=True), 1):
                    cursor.execute(
                        "INSERT INTO funds_line (entry_id, position, account_id, amount, seq, balance) VALUES (%s, %s, %s, %s, %s, %s)",
                        [number, place, account.pk, fen, number, fen],
                    )
            cursor.execute("COMMIT")
        began = perf_counter()
        checkpoint = domain.make_checkpoint()  # puts a record of hidden receipts behind the leaves
        signed = perf_counter() - began
        times, reading, notes, whole, steps = [], [], [], [], []
        for _round in range(ROUNDS):
            for number in numbers:
                began = perf_counter()
                entry = (
                    Entry.objects.prefetch_related("lines__account__fund").select_related("reverses").get(number=number)
                )
                read = perf_counter()
                found = queries_proofs.proof_of_entry(entry)
                note, table = found.as_note.encode(), json.dumps(found.as_json).encode()
                times.append(perf_counter() - read)
                reading.append(read - began)
                notes, whole, steps = [*notes, len(note)], [*whole, len(table)], [*steps, len(found.path)]
                assert body_of(entry) == bodies[number]
                assert merkle.is_included(found.leaf, number - 1, checkpoint.size, found.path, bytes(checkpoint.root))
    return {
        "ms": median(times) * 1000, "ms_p95": sorted(times)[int(len(times) * 0.95)] * 1000, "reading_ms": median(reading) * 1000, "note": max(notes), "json": max(whole),
        "steps": max(steps), "size": checkpoint.size, "checkpoint_ms": signed * 1000, "most": most(),
    }  # fmt: skip


def _fill(cursor, leaves, own, merkle):
    """Leaves with hashes of their own, those of `own` in their places, and the roots of all full tiles."""

    def leaf(index):
        return own.get(index) or hashlib.sha256(index.to_bytes(8)).digest()

    width, level, count = merkle.WIDTH, 0, leaves
    roots = []
    for first in range(0, leaves, width):
        tile = [leaf(index) for index in range(first, min(first + width, leaves))]
        cursor.executemany("INSERT INTO funds_logleaf (id, hash) VALUES (%s, %s)", list(enumerate(tile, first)))
        if len(tile) == width:
            roots.append(merkle.fold(tile))
    while roots:
        level, count = level + 1, len(roots)
        rows = [(level, place, root) for place, root in enumerate(roots)]
        cursor.executemany("INSERT INTO funds_lognode (level, position, hash) VALUES (%s, %s, %s)", rows)
        roots = [merkle.fold(roots[k : k + width]) for k in range(0, count - width + 1, width)]


def main(what, *values):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    print(json.dumps({"statement": statement, "proof": proof}[what](*values)))


if __name__ == "__main__":
    main(*sys.argv[1:])
