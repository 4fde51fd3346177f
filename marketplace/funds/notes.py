"""Signed notes (C2SP signed-note), checkpoints (tlog-checkpoint) and cosignatures (tlog-cosignature), all Ed25519.

A note is text ending in a line feed, an empty line, and a line for each signature:

    — <name> <base64 of: key id (4 bytes), signature>

A checkpoint's text is three lines: origin, number of leaves, root in base64. Key id: the first four bytes of
SHA-256(name, line feed, algorithm, public key). Algorithm 1 signs the text; algorithm 4, a witness's, signs
"cosignature/v1", the time and the text. A key is published as name+key id+base64(algorithm, public key).
"""

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNS, COSIGNS = 1, 4
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})", re.ASCII)


class BadNote(ValueError):
    """This is no note, no checkpoint, no key, or the signature does not fit."""


@dataclass(frozen=True)
class Key:
    """A public key under its name; algorithm: SIGNS or COSIGNS."""

    name: str
    algorithm: int
    public: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.public).digest()[:4]

    def __str__(self):
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.algorithm]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Raises: BadNote."""
        name, _plus, rest = text.strip().partition("+")
        digest, _plus, body = rest.partition("+")
        try:
            raw = b64decode(body, validate=True)
        except (NotBase64, ValueError) as error:
            raise BadNote("not a key") from error
        if len(raw) != 33 or raw[0] not in (SIGNS, COSIGNS):
            raise BadNote("not an Ed25519 key of a log or a witness")
        key = cls(name, raw[0], raw[1:])
        if not name or key.id.hex() != digest:
            raise BadNote("the key's id does not fit")
        return key


@dataclass(frozen=True)
class Signature:
    name: str
    key_id: bytes
    blob: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.blob).decode()}"


@dataclass(frozen=True)
class Checkpoint:
    """origin, size, root; text: the signed lines; signatures: all that stand below."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple = ()


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def public_of(private: Ed25519PrivateKey, name: str, algorithm: int = SIGNS) -> Key:
    return Key(name, algorithm, private.public_key().public_bytes_raw())


def sign(text: str, private: Ed25519PrivateKey, name: str) -> str:
    """The signed note."""
    blob = private.sign(text.encode())
    return f"{text}\n{Signature(name, public_of(private, name).id, blob).line}\n"


def cosign(text: str, private: Ed25519PrivateKey, name: str, moment: int) -> str:
    """A witness's line under a checkpoint's text. moment: seconds since 1970."""
    blob = moment.to_bytes(8, "big") + private.sign(_cosigned(text, moment))
    return Signature(name, public_of(private, name, COSIGNS).id, blob).line


def _cosigned(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def read(note: str) -> Checkpoint:
    """A checkpoint with its signatures, none of them checked yet.

    Raises:
        BadNote.
    """
    text, empty, rest = note.replace("\r\n", "\n").partition("\n\n")
    text += "\n"
    lines = text.split("\n")
    if not empty or len(lines) < 4 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1], re.ASCII):
        raise BadNote("not a checkpoint")
    try:
        root = b64decode(lines[2], validate=True)
    except (NotBase64, ValueError) as error:
        raise BadNote("the root is not base64") from error
    if len(root) != 32:
        raise BadNote("the root does not have 32 bytes")
    signatures = []
    for line in rest.strip("\n").split("\n"):
        found = _SIGNATURE.fullmatch(line)
        if not found:
            raise BadNote("a line below is no signature")
        raw = _raw(found[2])
        signatures.append(Signature(found[1], raw[:4], raw[4:]))
    return Checkpoint(lines[0], int(lines[1]), root, text, tuple(signatures))


def _raw(text: str) -> bytes:
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise BadNote("a signature is not base64") from error
    if len(raw) < 5:
        raise BadNote("a signature is too short")
    return raw


def read_all(text: str) -> list[Checkpoint]:
    """Checkpoints that stand one after the other in a file, an empty line between them."""
    notes, lines = [], []
    for line in [*text.replace("\r\n", "\n").split("\n"), ""]:
        signs = line.startswith("— ")
        if lines and lines[-1].startswith("— ") and not signs:
            notes.append("\n".join(lines) + "\n")
            lines = []
        if lines or line:
            lines.append(line)
    if any(lines):
        raise BadNote("the file ends within a checkpoint")
    return [read(note) for note in notes]


def signature_of(checkpoint: Checkpoint, key: Key) -> Signature | None:
    """The key's own signature under a checkpoint if there is one and it is right."""
    for one in checkpoint.signatures:
        if (one.name, one.key_id) == (key.name, key.id) and _fits(checkpoint.text, one.blob, key):
            return one
    return None


def _fits(text: str, blob: bytes, key: Key) -> bool:
    message = text.encode()
    if key.algorithm == COSIGNS:
        if len(blob) != 72:
            return False
        message, blob = _cosigned(text, int.from_bytes(blob[:8], "big")), blob[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(blob, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def moment_of(signature: Signature) -> int:
    """When a witness says it co-signed, in seconds since 1970."""
    return int.from_bytes(signature.blob[:8], "big")
