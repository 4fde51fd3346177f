"""Proving the log: every leaf is made anew from what stands in the books, every kept checkpoint compared with them.

`verify.py` finds whatever does not fit in itself. Who rewrites all of it so that it fits again is found here, by a
checkpoint that somebody kept.
"""

from dataclasses import dataclass

from django.db import connection

from . import canonical, log, notes
from .merkle import WIDTH, fold, leaf_hash, node_hash
from .models import Checkpoint, LogRecord
from .verify import entries_of, labels_of, moment_text

BATCH = 10_000


@dataclass
class LogReport:
    """leaves: how many were right; checked: checkpoints that agreed; broken: what is wrong first, a sentence, or ""."""

    leaves: int = 0
    checked: int = 0
    broken: str = ""

    @property
    def ok(self) -> bool:
        return not self.broken


class Growing:
    """The root of a tree that grows leaf by leaf: the roots of its full subtrees, largest first."""

    def __init__(self):
        self.size, self.parts = 0, []

    def add(self, leaf: bytes):
        size, self.size = self.size, self.size + 1
        while size & 1:
            leaf, size = node_hash(self.parts.pop(), leaf), size >> 1
        self.parts.append(leaf)

    def root(self) -> bytes:
        found = self.parts[-1]
        for part in reversed(self.parts[:-1]):
            found = node_hash(part, found)
        return found


def verify_log(kept=(), key: notes.Key | None = None) -> LogReport:
    """Compare the books with the log's own rows, with the portal's checkpoints and with those that somebody kept.

    kept: `notes.Checkpoint`s; key: whose signature they must bear, the portal's own (present or former) where none is given.
    """
    report = LogReport()
    for one in kept:
        signer = key or log.key_of(one)
        if notes.signature_of(one, signer) is None:
            report.broken = f"The checkpoint of {one.size} leaves does not bear the signature of {signer}."
            return report
    wanted: dict = {}
    for one in kept:
        wanted.setdefault(one.size, []).append((one.root, "that was kept"))
    for size, root in Checkpoint.objects.values_list("size", "root"):
        wanted.setdefault(size, []).append((bytes(root), "of the portal"))
    report.broken = _walk(report, wanted)
    return report


def _walk(report, wanted) -> str:
    """The first thing that is wrong, or ""."""
    growing, tile, stored = Growing(), [], _stored()
    agreed = entries = 0  # the last checkpoint that agrees: its leaves; the entries among the leaves so far
    since = 1  # the first entry after it
    for index, number, body in _leaves():
        leaf = leaf_hash(body)
        if next(stored, None) != leaf:
            return f"{_name(index, number)} is not what was put on record."
        growing.add(leaf)
        tile.append(leaf)
        entries = number or entries
        report.leaves = index + 1
        if len(tile) == WIDTH:
            if not _has_node(index // WIDTH, fold(tile)):
                return f"The stored hash over the leaves {index - WIDTH + 1} to {index} is wrong."
            tile = []
        found = wanted.pop(growing.size, ())
        for root, whose in found:
            if growing.root() != root:
                return (
                    f"The checkpoint of {growing.size} leaves {whose} differs from the books: the first difference lies in "
                    f"the leaves {agreed} to {index} (entries {since} to {entries})."
                )
            report.checked += 1
        if found:
            agreed, since = growing.size, entries + 1
    if next(stored, None) is not None:
        return f"Leaf {report.leaves} is on record, and what it was is missing from the books."
    report.checked += len(wanted.pop(0, ()))
    if wanted:
        return (
            f"A checkpoint of {min(wanted)} leaves was signed; the books have {report.leaves} only: "
            f"what stood after entry {entries} is missing."
        )
    return ""


def _name(index, number) -> str:
    return f"Entry {number} (leaf {index})" if number else f"The record in leaf {index}"


def _has_node(position: int, root: bytes) -> bool:
    return log.tile(1, position // WIDTH)[position % WIDTH :][:1] == [root]


def _stored():
    """The hashes of the leaves as they were put on record."""
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, hash FROM funds_logleaf WHERE id > %s ORDER BY id LIMIT %s", [last, BATCH])
            rows = cursor.fetchall()
        if not rows:
            return
        yield from (bytes(row[1]) for row in rows)
        last = rows[-1][0]


def _leaves():
    """(index, entry number or None, bytes) of every leaf, made from the books, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(number), 0) FROM funds_entry")
        last, labels = cursor.fetchone()[0], labels_of(cursor)
    records = LogRecord.objects.order_by("position").values_list("leaf_id", "body").iterator()
    index, record = 0, next(records, None)
    for head, lines in entries_of(last):
        while record and record[0] == index:
            yield index, None, record[1].encode()
            index, record = index + 1, next(records, None)
        _pk, number, kind, moment, text, cause, reverses, *_rest = head
        yield index, number, canonical.canonical(
            number=number, kind=kind, at=moment_text(moment), text=text, cause=cause, reverses=reverses,
            lines=[(labels[row[1]], row[2]) for row in lines],
        )  # fmt: skip
        index += 1
    while record:
        yield record[0], None, record[1].encode()
        record = next(records, None)
