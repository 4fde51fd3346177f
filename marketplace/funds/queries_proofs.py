"""Reads of the log: checkpoints, and proofs as anybody may have them."""

from base64 import b64encode
from dataclasses import dataclass

from . import canonical, log, merkle
from .models import Checkpoint, Entry, SigningKey
from .verify import body_of


def newest_checkpoint():
    return Checkpoint.objects.order_by("-size").first()


def checkpoints():
    """All, newest first, with the lines of witnesses."""
    return Checkpoint.objects.prefetch_related("cosignatures").order_by("-size")


@dataclass(frozen=True)
class Signer:
    """A public key of ours with the first and the last checkpoint it signed; until None: it signs now."""

    key: str
    first: int
    since: object
    last: int
    until: object

    @property
    def as_json(self) -> dict:
        at = canonical.at_text
        until = at(self.until) if self.until else None
        return {"key": self.key, "first": self.first, "since": at(self.since), "last": self.last, "until": until}


def signers() -> list[Signer]:
    """Our public keys, newest first. A former key signed until the last checkpoint before the next one's first."""
    rows, found = list(SigningKey.objects.order_by("first", "pk")), []
    for row, next_one in zip(rows, [*rows[1:], None], strict=False):
        signed = Checkpoint.objects.filter(size__gte=row.first).order_by("-size")
        last = (signed.filter(size__lt=next_one.first) if next_one else signed).first()
        found.append(Signer(row.text, row.first, row.since, last.size, last.at if next_one else None))
    return found[::-1]


def whole_note(checkpoint) -> str:
    """The signed note with the lines of witnesses below ours."""
    return checkpoint.note + "".join(f"{one.line}\n" for one in checkpoint.cosignatures.all())


@dataclass(frozen=True)
class Proof:
    """That `body` is leaf `index` of the log of `checkpoint`. path: hashes from the leaf upwards."""

    body: str
    index: int
    path: list
    checkpoint: object

    @property
    def leaf(self) -> bytes:
        return merkle.leaf_hash(self.body.encode())

    @property
    def lines(self) -> list[str]:
        return [b64encode(step).decode() for step in self.path]

    @property
    def as_json(self) -> dict:
        """What the script of docs/verify.md reads."""
        return {
            "body": self.body,
            "index": self.index,
            "proof": self.lines,
            "checkpoint": whole_note(self.checkpoint),
        }

    @property
    def as_note(self) -> str:
        """C2SP tlog-proof: the path and the checkpoint, without the bytes."""
        steps = "".join(f"{line}\n" for line in self.lines)
        return f"c2sp.org/tlog-proof@v1\nindex {self.index}\n{steps}\n{whole_note(self.checkpoint)}"


def proof_of_leaf(index: int, body: str) -> Proof | None:
    """Against the newest checkpoint; None: no checkpoint holds the leaf yet."""
    newest = newest_checkpoint()
    if newest is None or newest.size <= index:
        return None
    return Proof(body, index, log.tree(newest.size).inclusion(index), newest)


def proof_of_entry(entry: Entry) -> Proof | None:
    """The entry's lines and their accounts should be read already."""
    return proof_of_leaf(log.index_of(entry.number), body_of(entry).decode())


@dataclass(frozen=True)
class SealedProof:
    """That a sealed receipt stands in the hidden tree of a record, and the record in the log."""

    receipt: object
    outer: Proof

    @property
    def as_json(self) -> dict:
        """body and salt make the leaf of the hidden tree; its root stands in the record, which is leaf `index` of the log."""
        inner = self.receipt
        return {
            "body": inner.body,
            "salt": inner.salt,
            "place": inner.position,
            "path": [b64encode(bytes.fromhex(step)).decode() for step in inner.path],
            "record": self.outer.as_json,
        }


def proof_of_receipt(receipt) -> SealedProof | None:
    """None: it goes on record with the next checkpoint."""
    if receipt is None or receipt.batch_id is None:
        return None
    outer = proof_of_leaf(receipt.batch_id, receipt.batch.body)
    return SealedProof(receipt, outer) if outer else None


def consistency(old: Checkpoint, new: Checkpoint) -> dict:
    """That the log of `old` is the beginning of the log of `new`."""
    path = log.tree(new.size).consistency(old.size) if old.size else []
    return {
        "old": whole_note(old),
        "new": whole_note(new),
        "proof": [b64encode(step).decode() for step in path],
    }
