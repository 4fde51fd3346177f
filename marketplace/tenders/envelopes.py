"""The sealing flow: what goes into an envelope, where drafts lie until then, and how an envelope is opened (M5).

An envelope is a tar file, encrypted as a whole in the age format for the call's public key:

    bid.json         lines, prices, answers (UTF-8, keys sorted)
    files/NN-name    the bidder's files as they were uploaded

Only `opening_identity` knows how the private key is kept. Today it lies encrypted under the environment's
key; splitting it among several openers later changes that function and `new_key`, nothing else.

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

from marketplace.core import crypto, sealing

MAX_FILES = 12
MAX_FILE_MB = 20
MAX_TOTAL_MB = 60


def _storage():
    return storages["private"]


# ---- the call's key ------------------------------------------------------------------------
@sensitive_variables()
def new_key(call_code: str) -> tuple[str, str]:
    """(public recipient, private half encrypted under the environment's key as text)."""
    pair = sealing.new_keypair()
    locked = crypto.encrypt(pair.identity.encode(), context=f"call:{call_code}")
    return pair.recipient, b64encode(locked).decode()


@sensitive_variables()
def opening_identity(call) -> str:
    """The private key of a call. Only `domain.opening` asks, after two openers have confirmed."""
    return crypto.decrypt(b64decode(call.identity), context=f"call:{call.code}").decode()


# ---- drafts -----------------------------------------------------------------------------------
@sensitive_variables()
def lock_draft(bid_code: str, content: dict) -> bytes:
    return crypto.encrypt(json.dumps(content, ensure_ascii=False).encode(), context=f"bid:{bid_code}")


@sensitive_variables()
def read_draft(bid) -> dict:
    """The bid being written, or an empty one."""
    if not bid.draft:
        return {}
    return json.loads(crypto.decrypt(bid.draft, context=f"bid:{bid.code}"))


@sensitive_variables()
def keep_draft_file(bid_code: str, data: bytes) -> str:
    """Store one file of a draft, encrypted; returns its path."""
    key = uuid.uuid4().hex
    return _storage().save(f"drafts/{bid_code}/{key}", ContentFile(crypto.encrypt(data, context=f"file:{bid_code}")))


@sensitive_variables()
def read_draft_file(bid_code: str, path: str) -> bytes:
    with _storage().open(path) as handle:
        return crypto.decrypt(handle.read(), context=f"file:{bid_code}")


def erase_draft_files(paths):
    """Remove encrypted draft files; one that is gone already is fine."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            _storage().delete(path)


# ---- envelopes ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Envelope:
    """A sealed bid in storage. sha256 is of the ciphertext: what the receipt says."""

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
def seal(content: dict, files: list[tuple[str, bytes]], recipient: str) -> Envelope:
    """Pack, encrypt, store. files: [(name, bytes)]."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar:
        body = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()
        _add(tar, "bid.json", body)
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
def unseal(path: str, sha256: str, identity: str) -> Opened:
    """Open one envelope.

    Raises:
        sealing.Unreadable: missing, changed since it was received, or not encrypted for this call.
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
            content = json.loads(tar.extractfile("bid.json").read())
            files = [
                (member.name.removeprefix("files/")[3:], tar.extractfile(member).read())
                for member in tar.getmembers()
                if member.isfile() and member.name.startswith("files/")
            ]
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise sealing.Unreadable("contents") from error
    return Opened(content, files)
