"""The log's rows: appending in the transaction of what is logged, reading tiles, proofs and bytes.

Leaves, nodes and records are written here and nowhere else, in raw SQL as the entries are (`ledger.py`).
"""

import struct
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

from . import notes
from .merkle import HEIGHT, WIDTH, Tree, fold, leaf_hash

MOST_BYTES = 0xFFFF  # an entry bundle of C2SP tlog-tiles gives each leaf's length in two bytes
_LEAF = "INSERT INTO funds_logleaf (id, hash) VALUES (%s, %s)"
_NODE = "INSERT INTO funds_lognode (level, position, hash) VALUES (%s, %s, %s)"
_RECORD = "INSERT INTO funds_logrecord (leaf_id, position, entries, body) VALUES (%s, %s, %s, %s)"


# ---- writing ----------------------------------------------------------------------------------
def append(cursor, index: int, body: bytes):
    """Put `body` on record as leaf `index`, the next one; and with the last leaf of a tile its root, one level up."""
    if len(body) > MOST_BYTES:
        raise ValueError("a leaf of the log has at most 65,535 bytes")
    cursor.execute(_LEAF, [index, leaf_hash(body)])
    if index % WIDTH == WIDTH - 1:
        _close_tile(cursor, index)


def _close_tile(cursor, position: int):
    level = 0
    while position % WIDTH == WIDTH - 1:
        n = position // WIDTH
        level, position = level + 1, n
        cursor.execute(_NODE, [level, n, fold(_hashes(cursor, level - 1, n))])


def append_record(cursor, body: bytes) -> int:
    """Put something that is no entry on record, as the next leaf. The caller holds the lock of the books."""
    index, entries = next_index(cursor), _one(cursor, "SELECT COALESCE(MAX(number), 0) FROM funds_entry")
    append(cursor, index, body)
    cursor.execute(_RECORD, [index, index - entries, entries, body.decode()])
    return index


def next_index(cursor) -> int:
    return _one(cursor, "SELECT COALESCE(MAX(id), -1) + 1 FROM funds_logleaf")


def _one(cursor, sql, values=()):
    cursor.execute(sql, values)
    return cursor.fetchone()[0]


# ---- reading ----------------------------------------------------------------------------------
def _hashes(cursor, level: int, n: int) -> list[bytes]:
    """What there is of a tile."""
    first = n * WIDTH
    if level:
        cursor.execute(
            "SELECT hash FROM funds_lognode WHERE level = %s AND position >= %s AND position < %s ORDER BY position",
            [level, first, first + WIDTH],
        )
    else:
        cursor.execute("SELECT hash FROM funds_logleaf WHERE id >= %s AND id < %s ORDER BY id", [first, first + WIDTH])
    return [bytes(row[0]) for row in cursor.fetchall()]


def tile(level: int, n: int) -> list[bytes]:
    with connection.cursor() as cursor:
        return _hashes(cursor, level, n)


def tree(size: int) -> Tree:
    """The tree of the first `size` leaves."""
    return Tree(tile, size)


def size() -> int:
    with connection.cursor() as cursor:
        return next_index(cursor)


def most_of_level(count: int, level: int) -> int:
    """How many hashes a level has in a tree of `count` leaves."""
    return count >> HEIGHT * level


def index_of(number: int) -> int:
    """The leaf of an entry: before it stand the entries with lower numbers and the records between them."""
    with connection.cursor() as cursor:
        found = _one(cursor, "SELECT COALESCE(MAX(position) + 1, 0) FROM funds_logrecord WHERE entries < %s", [number])
    return number - 1 + found


def bodies(start: int, end: int):
    """(index, bytes) of the leaves start..end (exclusive), made from the entries as they stand now."""
    from .models import Entry, LogRecord
    from .verify import body_of

    records = dict(LogRecord.objects.filter(leaf__gte=start, leaf__lt=end).values_list("leaf_id", "body"))
    before = LogRecord.objects.filter(leaf__lt=start).count()
    first = start - before + 1
    wanted = range(first, first + end - start - len(records))
    rows = Entry.objects.filter(number__gte=wanted.start, number__lt=wanted.stop).select_related("reverses")
    entries = iter(rows.prefetch_related("lines__account__fund").order_by("number"))
    for index in range(start, end):
        if index in records:
            yield index, records[index].encode()
        else:
            yield index, body_of(next(entries))


def bundle(start: int, end: int) -> bytes:
    """Leaves as C2SP tlog-tiles wants them: each with its length in two bytes before it."""
    return b"".join(struct.pack(">H", len(body)) + body for _index, body in bodies(start, end))


# ---- the key ----------------------------------------------------------------------------------
def private_key() -> Ed25519PrivateKey:
    """From LOG_KEY; without one from SEALING_KEY, under a name of its own."""
    return _derived(settings.LOG_KEY or settings.SEALING_KEY)


@cache
def _derived(secret: str) -> Ed25519PrivateKey:
    derive = HKDF(hashes.SHA256(), 32, salt=None, info=b"linli/funds.log/1")
    return Ed25519PrivateKey.from_private_bytes(derive.derive(secret.encode()))


def key() -> notes.Key:
    """What checks our checkpoints: published, and kept by whoever keeps checkpoints."""
    return notes.public_of(private_key(), settings.LOG_ORIGIN)


def signer_of(note: notes.Checkpoint) -> notes.Key | None:
    """The key of ours, present or former, whose line stands under a checkpoint."""
    from .models import SigningKey

    known = [notes.Key.parse(text) for text in SigningKey.objects.values_list("text", flat=True)]
    ids = {(one.name, one.key_id) for one in note.signatures}
    return next((one for one in (*known, key()) if (one.name, one.id) in ids), None)


def key_of(note: notes.Checkpoint) -> notes.Key:
    """Whose signature a checkpoint must bear: its signer's, or the present key's where none of ours stands there."""
    return signer_of(note) or key()


def witnesses() -> dict[str, notes.Key]:
    """{name: key} of the witnesses whose lines are kept (LOG_WITNESSES)."""
    found = [notes.Key.parse(text) for text in settings.LOG_WITNESSES]
    return {one.name: one for one in found}
