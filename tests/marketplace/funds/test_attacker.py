"""An attacker who owns the database and the key: triggers dropped, everything rewritten so that it fits again.

The books are right in themselves afterwards. Whoever kept yesterday's checkpoint finds it all the same.
"""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from marketplace.funds import canonical, domain, log, merkle, notes
from marketplace.funds.models import Account, Checkpoint, Entry, LogRecord
from marketplace.funds.verify import labels_of, verify
from marketplace.funds.verify_log import verify_log

from .test_proofs import script  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
TABLES = ("funds_cosignature", "funds_checkpoint", "funds_logrecord", "funds_lognode", "funds_logleaf", "funds_line", "funds_entry")  # fmt: skip
BESIDE = ("funds_allocation", "funds_income")  # what hangs on entries that the attacker takes out


@pytest.fixture
def kept(house, fund):
    """Books of three days; somebody kept the checkpoints of the first and the second."""
    notes_kept = []
    for day in range(3):
        for n in range(4):
            domain.record_receipt(fund, by=house.finance, amount=Decimal(n + 1), text=f"{day}/{n}")
        checkpoint = domain.make_checkpoint()
        if day < 2:
            notes_kept.append(checkpoint.note)
    return notes_kept


def drop_the_guards(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'funds_%%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
    else:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (*TABLES, *BESIDE):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def as_rows() -> list[dict]:
    columns = ("kind", "at", "text", "cause_type_id", "cause_id", "cause_label", "idempotency_key", "by_id")
    return [
        {name: getattr(entry, name) for name in columns} | {"lines": [(line.account_id, int(line.amount * 100)) for line in entry.lines.all()]}
        for entry in Entry.objects.prefetch_related("lines").order_by("number")
    ]  # fmt: skip


def rewrite(change):
    """Take all books out, let `change` work on the list of entries, write them anew with every number and hash right."""
    rows = as_rows()
    records = list(LogRecord.objects.order_by("position").values_list("leaf_id", "body"))
    checkpoints = list(Checkpoint.objects.order_by("size").values_list("size", "at"))
    change(rows)
    with connection.cursor() as cursor:
        drop_the_guards(cursor)
        cursor.execute("UPDATE funds_sealedreceipt SET batch_id = NULL")
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
        labels, state, previous, bodies = labels_of(cursor), {}, canonical.GENESIS, []
        for number, row in enumerate(rows, 1):
            body = canonical.canonical(
                number=number, kind=row["kind"], at=canonical.at_text(row["at"]), text=row["text"], cause=row["cause_label"],
                reverses=None, lines=[(labels[account], fen) for account, fen in row["lines"]],
            )  # fmt: skip
            bodies.append(body)
            digest = canonical.chain(previous, body)
            Entry.objects.create(
                id=number, number=number, previous_hash=previous, hash=digest,
                **{name: value for name, value in row.items() if name != "lines"},
            )  # fmt: skip
            for position, (account, fen) in enumerate(row["lines"], 1):
                seq, balance = state.get(account, (0, 0))
                state[account] = seq, balance = seq + 1, balance + fen
                cursor.execute(
                    "INSERT INTO funds_line (entry_id, position, account_id, amount, seq, balance) VALUES (%s, %s, %s, %s, %s, %s)",
                    [number, position, account, fen, seq, balance],
                )
            previous = digest
        records = [(min(index, len(bodies) + n), body) for n, (index, body) in enumerate(records)]
        for index, body in records:
            bodies.insert(index, body.encode())
        for index, body in enumerate(bodies):
            log.append(cursor, index, body)
        for position, (index, body) in enumerate(records):
            LogRecord.objects.create(leaf_id=index, position=position, entries=index - position, body=body)
        for table in BESIDE:
            cursor.execute(f"DELETE FROM {table} WHERE entry_id NOT IN (SELECT id FROM funds_entry)")
    for size, at in checkpoints:
        size = min(size, len(bodies))
        root = merkle.tree_over([merkle.leaf_hash(body) for body in bodies[:size]]).root()
        note = notes.sign(notes.checkpoint_text("testserver/log", size, root), log.private_key(), "testserver/log")
        Checkpoint.objects.create(size=size, root=root, entries=size, at=at, note=note)


def changes(rows):
    account = Account.objects.get(kind="FREE").pk
    rows[6]["lines"] = [(pk, 900 if pk == account else -900) for pk, _fen in rows[6]["lines"]]


def removes(rows):
    del rows[6]


def inserts(rows):
    rows.insert(6, rows[6] | {"idempotency_key": "new", "text": "a gift that never came"})
    rows.pop()


def reorders(rows):
    rows[6], rows[7] = rows[7], rows[6]


def nothing(rows):
    pass


def read(kept):
    return [notes.read(note) for note in kept]


def test_a_perfect_rewrite_of_nothing_is_right(kept):
    """The attacker of this file is a good one: what it writes anew without a change agrees with everything."""
    rewrite(nothing)
    assert verify().ok
    report = verify_log(read(kept))
    assert (report.broken, report.checked) == ("", 5)


@pytest.mark.parametrize("attack", [changes, removes, inserts, reorders])
def test_each_is_found_by_a_kept_checkpoint(kept, attack, tmp_path, client, script):  # noqa: F811
    rewrite(attack)
    assert verify().ok, "the attacker made the books fit in themselves"
    first, second = read(kept)
    report = verify_log([first, second])
    assert report.broken.startswith(f"The checkpoint of {second.size} leaves that was kept differs from the books")
    assert f"the leaves {first.size} to {second.size - 1} (entries 6 to 9)" in report.broken
    (tmp_path / "kept.txt").write_text("\n".join(kept), encoding="utf-8")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("ledger", "verify", "--against", str(tmp_path / "kept.txt"), stdout=out)
    assert report.broken in out.getvalue()
    # From outside, with nothing but the kept checkpoint and the portal's answer: no proof leads from it to the present.
    given = client.get(f"/log/consistency/{second.size}/{Checkpoint.objects.last().size}.json").json()
    assert not script(given, kept=kept[1])
    assert not script(given | {"old": kept[1]}, kept=kept[1])


def test_the_end_cut_off(kept):
    def cut(rows):
        del rows[7:]

    with connection.cursor() as cursor:
        drop_the_guards(cursor)
        for table in ("funds_cosignature", "funds_checkpoint"):
            cursor.execute(f"DELETE FROM {table}")
    rewrite(cut)
    assert verify().ok
    assert "A checkpoint of 11 leaves was signed; the books have 10 only" in verify_log(read(kept)).broken


@pytest.mark.parametrize("columns", ["text = 'other'", "at = '2020-01-01 00:00:00+00:00'"])
def test_a_clumsy_change_is_named_by_its_entry(kept, columns):
    with connection.cursor() as cursor:
        drop_the_guards(cursor)
        cursor.execute(f"UPDATE funds_entry SET {columns} WHERE number = 7")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("ledger", "verify", "--json", stdout=out)
    assert json.loads(out.getvalue())["broken"][0] == 7
    assert verify_log().broken == "Entry 7 (leaf 7) is not what was put on record."


def test_a_hash_of_the_log_changed(kept):
    with connection.cursor() as cursor:
        drop_the_guards(cursor)
        cursor.execute("UPDATE funds_logleaf SET hash = %s WHERE id = 3", [b"x" * 32])
    assert verify().ok
    assert verify_log().broken == "Entry 4 (leaf 3) is not what was put on record."
