"""The sealing flow that every room shares: what goes into an envelope, where drafts lie until then, how it is opened.

An envelope is a tar file, encrypted as a whole in the age format for the key of what is applied for (a call, a round):

    bid.json         the content (UTF-8, keys sorted); its name is the room's
    files/NN-name    the files as they were uploaded

Only `identity` knows how a private key is kept: encrypted under the environment's key, bound to its `context`.
Plain text lives in memory only: drafts and their files are encrypted before they reach database or storage.
"""

import contextlib
import hashlib
import io
import json
import tarfile
import uuid
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.views.decorators.debug import sensitive_variables

from . import crypto, sealing


def _storage():
    return storages["private"]


# ---- keys ----------------------------------------------------------------------------------
@sensitive_variables()
def new_key(context: str) -> tuple[str, str]:
    """(public recipient, private half encrypted under the environment's key as text)."""
    pair = sealing.new_keypair()
    return pair.recipient, b64encode(crypto.encrypt(pair.identity.encode(), context=context)).decode()


@sensitive_variables()
def identity(locked: str, context: str) -> str:
    """The private half that `new_key` has locked."""
    return crypto.decrypt(b64decode(locked), context=context).decode()


# ---- drafts ----------------------------------------------------------------------------------
@sensitive_variables()
def lock(content: dict, context: str) -> bytes:
    return crypto.encrypt(json.dumps(content, ensure_ascii=False).encode(), context=context)


@sensitive_variables()
def unlock(locked: bytes | None, context: str) -> dict:
    """What is being written, or an empty draft."""
    return json.loads(crypto.decrypt(locked, context=context)) if locked else {}


@sensitive_variables()
def keep_file(code: str, data: bytes) -> str:
    """Store one file of a draft, encrypted; returns its path."""
    key = uuid.uuid4().hex
    return _storage().save(f"drafts/{code}/{key}", ContentFile(crypto.encrypt(data, context=f"file:{code}")))


@sensitive_variables()
def read_file(code: str, path: str) -> bytes:
    with _storage().open(path) as handle:
        return crypto.decrypt(handle.read(), context=f"file:{code}")


def erase_files(paths):
    """Remove encrypted draft files; one that is gone already is fine."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            _storage().delete(path)


# ---- envelopes ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Envelope:
    """Sealed content in storage. sha256 is of the ciphertext: what the receipt says."""

    sha256: str
    size: int
    path: str


@dataclass
class Opened:
    """What an envelope held. files: [(name, bytes)]."""

    content: dict
    files: list = field(default_factory=list)


class _Hashing(io.BytesIO):
    """Counts and hashes what is written."""

    def __init__(self):
        super().__init__()
        self.digest = hashlib.sha256()

    def write(self, data):
        self.digest.update(data)
        return super().write(data)


@sensitive_variables()
def seal(content: dict, files: list[tuple[str, bytes]], recipient: str, *, body: str) -> Envelope:
    """Pack, encrypt, store. files: [(name, bytes)]; body: how the content is called inside."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        _add(tar, body, json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode())
        for position, (name, data) in enumerate(files, start=1):
            _add(tar, f"files/{position:02d}-{name}", data)
    packed.seek(0)
    sealed = _Hashing()
    sealing.seal(packed, sealed, recipient)
    sha256, size = sealed.digest.hexdigest(), sealed.tell()
    sealed.seek(0)
    path = _storage().save(f"sealed/{sha256[:2]}/{sha256}", File(sealed, name=sha256))
    return Envelope(sha256, size, path)


def _add(tar, name, data):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    tar.addfile(info, io.BytesIO(data))


def discard(envelope: Envelope):
    """An envelope that was refused (late, changed meanwhile) is not kept."""
    with contextlib.suppress(FileNotFoundError):
        _storage().delete(envelope.path)


def read_sealed(path: str) -> bytes:
    """The ciphertext as stored."""
    with _storage().open(path) as handle:
        return handle.read()


@sensitive_variables()
def unseal(path: str, sha256: str, identity: str, *, body: str) -> Opened:
    """Open one envelope.

    Raises:
        sealing.Unreadable: missing, changed since it was received, or not encrypted for this key.
    """
    try:
        sealed = read_sealed(path)
    except OSError as error:
        raise sealing.Unreadable("missing") from error
    if hashlib.sha256(sealed).hexdigest() != sha256:
        raise sealing.Unreadable("changed")
    plain = io.BytesIO()
    sealing.unseal(io.BytesIO(sealed), plain, identity)
    plain.seek(0)
    try:
        with tarfile.open(fileobj=plain, mode="r") as tar:
            content = json.loads(tar.extractfile(body).read())
            files = [
                (member.name.removeprefix("files/")[3:], tar.extractfile(member).read())
                for member in tar.getmembers()
                if member.isfile() and member.name.startswith("files/")
            ]
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise sealing.Unreadable("contents") from error
    return Opened(content, files)
