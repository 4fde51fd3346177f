"""Uploaded files: stored under their SHA-256 in private storage, handed out only by a view that asks who reads.

A room registers a purpose with its allow-list, size and readers:

    register(Purpose("orgs.document", media_types=PDF_AND_PICTURES, max_mb=20, readers=may_read))

The type is sniffed from the content, never believed from the name.
"""

import hashlib
import io
import logging
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from . import clock
from .models import StoredFile
from .refusals import LOG_IN, Refused
from .registry import periodic

log = logging.getLogger(__name__)
CHUNK = 64 * 1024
ORPHAN_AGE = timedelta(days=1)
MAX_UNZIPPED = 400 * 2**20
MAX_RATIO = 200
OOXML = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "text/plain": (".txt",),
    "text/csv": (".csv",),
    OOXML["word/"]: (".docx",),
    OOXML["xl/"]: (".xlsx",),
}
INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True)
class Purpose:
    """What may be uploaded for what: readers(actor, stored) says who may download.

    found: while everybody may see what such a file belongs to, it is found by its words (`filedocuments`).
    """

    code: str
    media_types: tuple
    max_mb: int
    readers: object
    found: bool = False


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose):
    """A room names its purposes in `faces.py`."""
    _purposes[purpose.code] = purpose


def found_purposes() -> list[str]:
    return [code for code, purpose in _purposes.items() if purpose.found]


def store(upload, *, purpose: str, by, name: str = "", owner=None) -> StoredFile:
    """Keep a file (an upload, a file object or bytes) and return its row.

    Raises:
        Refused: field "file": empty, too large, wrong type, or something that only pretends to be allowed.
    """
    rule = _purposes[purpose]
    data = _read(upload, rule)
    name = clean_name(name or getattr(upload, "name", "") or "file")
    media_type = check(data, name, rule)
    digest = hashlib.sha256(data).hexdigest()
    row = StoredFile(
        purpose=purpose,
        name=name,
        sha256=digest,
        size=len(data),
        media_type=media_type,
        content_type=ContentType.objects.get_for_model(owner) if owner is not None else None,
        object_id=owner.pk if owner is not None else None,
        uploaded_by_id=by.user_id,
        uploaded_at=clock.now(),
    )
    _keep(row.path, data)
    row.save()
    return row


def _keep(path: str, data: bytes):
    """Write the bytes once. What a killed process left half written is written again, and so are bytes that no
    row names yet: the clearing job goes by their age and must not take them from under us."""
    storage = storages["private"]
    if storage.exists(path):
        if storage.size(path) == len(data) and StoredFile.objects.filter(sha256=path.rsplit("/", 1)[-1]).exists():
            return
        storage.delete(path)
    storage.save(path, ContentFile(data))


def examine(upload, *, purpose: str, name: str = "") -> tuple[str, str, bytes]:
    """(clean name, media type, content) of acceptable content; nothing is kept. Refuses like `store`."""
    rule = _purposes[purpose]
    data = _read(upload, rule)
    name = clean_name(name or getattr(upload, "name", "") or "file")
    return name, check(data, name, rule), data


def forget(path: str):
    """Remove bytes whose row was rolled back; bytes that any row still names stay."""
    if not StoredFile.objects.filter(sha256=path.rsplit("/", 1)[-1]).exists():
        storages["private"].delete(path)


@periodic("core.orphans")
def clear_orphans(actor) -> int:
    """Remove bytes older than a day that no row names: left by transactions that were rolled back. Returns how many."""
    storage = storages["private"]
    try:
        folders = [name for name in storage.listdir("")[0] if re.fullmatch(r"[0-9a-f]{2}", name)]
    except FileNotFoundError:
        return 0
    gone = 0
    for folder in folders:
        names = [name for name in storage.listdir(folder)[1] if name.startswith(folder) and len(name) >= 64]
        known = set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))
        for name in names:
            path = f"{folder}/{name}"
            # The file's age is the machine's time, not the portal's: a moved clock must not clear what is new.
            if name not in known and timezone.now() - storage.get_modified_time(path) > ORPHAN_AGE:
                storage.delete(path)
                gone += 1
    return gone


def attach(stored: StoredFile, owner) -> StoredFile:
    """Say which object a file belongs to."""
    stored.content_type = ContentType.objects.get_for_model(owner)
    stored.object_id = owner.pk
    stored.save(update_fields=["content_type", "object_id"])
    return stored


def files_of(obj, purpose: str | None = None):
    """The files of an object, oldest first."""
    rows = StoredFile.objects.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)
    return (rows.filter(purpose=purpose) if purpose else rows).order_by("id")


def open_file(stored: StoredFile):
    """The stored bytes as a file object."""
    return storages["private"].open(stored.path, "rb")


def _read(upload, rule) -> bytes:
    limit = rule.max_mb * 2**20
    stream = io.BytesIO(upload) if isinstance(upload, (bytes, bytearray)) else upload
    if hasattr(stream, "seek"):
        stream.seek(0)
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refused("too_large", _("The file is larger than %(max)s MB."), field="file", values={"max": rule.max_mb})
    if not data:
        raise Refused("empty_file", _("The file is empty."), field="file")
    return data


def clean_name(name: str) -> str:
    """A name without path, control characters and direction marks, at most 200 characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if len(name) > 200:
        name = f"{stem[: 199 - len(suffix)]}.{suffix}" if dot and len(suffix) <= 10 else name[:200]
    return name or "file"


def sniff(data: bytes) -> str:
    """Media type by content; "" when it is none of ours."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if b"\0" not in data and not re.match(rb"(\xef\xbb\xbf)?\s*(<|#!|MZ|\x7fELF)", data[:256]):
        for encoding in ("utf-8", "gb18030"):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return "text/plain"
    return ""


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {m.filename for m in members}
            total = sum(m.file_size for m in members)
            packed = max(sum(m.compress_size for m in members), 1)
            if (
                total > MAX_UNZIPPED
                or (total > 2**20 and total / packed > MAX_RATIO)
                or len(members) > 5000
                or packed > len(data)  # members that share bytes
                or not all(_tells_its_size(data, member) for member in members)
            ):
                raise Refused(
                    "bomb", _("The file unpacks to far more than it says. It was not accepted."), field="file"
                )
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError, EOFError, OverflowError):
        return ""
    if any(n.lower().endswith("vbaproject.bin") for n in names):
        return ""
    if "[Content_Types].xml" in names:
        return next((kind for prefix, kind in OOXML.items() if any(n.startswith(prefix) for n in names)), "")
    return ""


def _tells_its_size(data: bytes, member: zipfile.ZipInfo) -> bool:
    """Whether a member unpacks to what the directory declares, and not to more.

    Raises:
        NotImplementedError: a method that office documents do not use, or a password.
    """
    if member.flag_bits & 1 or member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError
    name, extra = struct.unpack_from("<HH", data, member.header_offset + 26)
    start = member.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed) == member.file_size
    unpacker, size, rest = zlib.decompressobj(-15), 0, packed
    while not unpacker.eof:
        piece = unpacker.decompress(rest, CHUNK)
        rest = unpacker.unconsumed_tail
        size += len(piece)
        if size > member.file_size or not (piece or rest or unpacker.eof):
            return False
    return size == member.file_size


def check(data: bytes, name: str, rule: Purpose) -> str:
    """The media type of acceptable content.

    Raises:
        Refused: content is not on the purpose's list, name and content disagree, or a PDF asks for a password.
    """
    media_type = sniff(data)
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if media_type == "text/plain" and suffix == ".csv":
        media_type = "text/csv"
    if media_type not in rule.media_types:
        allowed = ", ".join(sorted({e for t in rule.media_types for e in EXTENSIONS.get(t, (t,))}))
        raise Refused(
            "wrong_type",
            _("This file is not what is accepted here (looked at its content, not its name). Accepted: %(types)s."),
            field="file",
            values={"types": allowed},
        )
    if suffix and suffix not in EXTENSIONS.get(media_type, (suffix,)):
        raise Refused(
            "name_and_content",
            _("The name says %(suffix)s, the content is something else. Please send the file under its true name."),
            field="file",
            values={"suffix": suffix},
        )
    if media_type == "application/pdf" and re.search(rb"/Encrypt\b", data):
        raise Refused(
            "locked",
            _("The file asks for a password, so it cannot be checked. Please remove the password."),
            field="file",
        )
    return media_type


# A PDF's reader in the browser does not start in a sandbox; pictures need nothing.
POLICY = {"application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"}
STRICT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def file_view(request, key):
    """Hand out a file to whom its purpose's readers say; to others it is not there."""
    stored = StoredFile.objects.filter(key=key).first()
    rule = _purposes.get(stored.purpose) if stored else None
    if rule is None or not rule.readers(request.actor, stored):
        if stored is not None and not request.actor.is_known:
            raise LOG_IN
        raise Http404
    try:
        content = open_file(stored)
    except FileNotFoundError as error:
        log.error("file %s: its bytes %s are not in storage", stored.key, stored.sha256)
        raise Http404 from error
    inline = stored.media_type in INLINE
    response = FileResponse(content, as_attachment=not inline, filename=stored.name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = POLICY.get(stored.media_type, STRICT)
    return response
