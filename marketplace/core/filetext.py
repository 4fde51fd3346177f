"""The words of a file: PDF, DOCX, XLSX, TXT and CSV, up to 20 MB, within bounds of time, memory and length.

    words = of(data, "application/pdf")
    words = kept(stored.sha256, lambda: files.open_file(stored), stored.media_type)

A file is somebody else's: it is read by a process of its own, which may be killed. What cannot be read raises
`Unreadable` with a code; the thing it belongs to is then found by its own words only.
"""

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

MAX_BYTES = 20 * 2**20
MAX_SECONDS = 20
MAX_MEMORY = 1024 * 2**20
MAX_CHARACTERS = 200_000
MAX_UNZIPPED = 200 * 2**20
MAX_RATIO = 200  # of a member that is larger than a megabyte
MAX_MEMBERS = 5_000
MAX_PAGES = 1_500
MAX_CELLS = 400_000

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"application/pdf": "pdf", WORD: "docx", SHEET: "xlsx", "text/plain": "txt", "text/csv": "txt"}
SUFFIXES = {".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx", ".txt": "txt", ".csv": "txt"}


class Unreadable(Exception):
    """code: "too_large", "kind", "bomb", "time", "memory", "broken"."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


def kind_of(media_type: str = "", name: str = "") -> str:
    """Which reader a file has; "" when its words are not read."""
    return KINDS.get(media_type, "") or SUFFIXES.get(Path(name).suffix.lower(), "")


def of(data: bytes, media_type: str = "", name: str = "", *, seconds: float = MAX_SECONDS) -> str:
    """At most MAX_CHARACTERS of the file's words, white space in single blanks.

    Raises:
        Unreadable: too large, of no known kind, a bomb, broken, or not read within the bounds.
    """
    kind = kind_of(media_type, name)
    if not kind:
        raise Unreadable("kind")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    if kind == "txt":
        return _tidy(_plain(data))
    return _tidy(_apart(kind, data, seconds))


def kept(sha256: str, opening, media_type: str = "", name: str = "") -> str:
    """The words of bytes that lie under this hash, read once and remembered; "" where they cannot be read.

    opening() -> the bytes as a file object; asked only when they were not read before.
    """
    from .models import FileText

    known = FileText.objects.filter(sha256=sha256).first()
    if known is not None:
        return known.text
    if not kind_of(media_type, name):
        return ""
    text, fault = "", ""
    try:
        with opening() as stream:
            text = of(stream.read(MAX_BYTES + 1), media_type, name)
    except FileNotFoundError:  # not there today: asked again another time
        return ""
    except Unreadable as error:
        fault = error.code
    FileText.objects.get_or_create(sha256=sha256, defaults={"text": text, "fault": fault})
    return text


def _apart(kind: str, data: bytes, seconds: float) -> str:
    """In a process of its own, which holds nothing of the portal."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("time") from error
    if done.returncode == 0:
        return done.stdout.decode("utf-8", "replace")
    if done.returncode < 0:  # killed at its bound of processor time
        raise Unreadable("time")
    said = done.stderr.decode("ascii", "replace").strip().rsplit("\n", 1)[-1]
    raise Unreadable(said if said in {"bomb", "memory", "broken"} else "broken")


def _tidy(text: str) -> str:
    return " ".join(text[: 2 * MAX_CHARACTERS].replace("\0", " ").split())[:MAX_CHARACTERS]


def _plain(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data[: 4 * MAX_CHARACTERS].decode(
                encoding, "strict" if len(data) <= 4 * MAX_CHARACTERS else "ignore"
            )
        except UnicodeDecodeError:
            continue
    raise Unreadable("broken")


# ---- in the process of its own ----------------------------------------------------------------------
def _limits():
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS + 5, MAX_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it reads; it writes no file


def _pieces(found, most: int = MAX_CHARACTERS) -> str:
    """Joined until there is enough: the rest is not read."""
    kept, length = [], 0
    for piece in found:
        kept.append(piece)
        length += len(piece) + 1
        if length >= most:
            break
    return " ".join(kept)


def _pdf(data: bytes) -> str:
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("broken")
    return _pieces(reader.pages[number].extract_text() or "" for number in range(min(len(reader.pages), MAX_PAGES)))


def _archive(data: bytes) -> zipfile.ZipFile:
    """An archive that unpacks to what it may.

    Raises:
        Unreadable: it unpacks to far more, or its members share bytes.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    packed = sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS or packed > len(data) or sum(m.file_size for m in members) > MAX_UNZIPPED:
        raise Unreadable("bomb")
    if any(m.file_size > 2**20 and m.file_size / max(m.compress_size, 1) > MAX_RATIO for m in members):
        raise Unreadable("bomb")
    return archive


def _docx(data: bytes) -> str:
    from defusedxml.ElementTree import iterparse

    archive = _archive(data)
    parts = ["word/document.xml", *(n for n in archive.namelist() if n.startswith(("word/header", "word/foot")))]
    return _pieces(piece for part in parts for piece in _paragraphs(iterparse, archive, part))


def _paragraphs(iterparse, archive, part):
    with archive.open(part) as stream:  # the zip module reads no more of a member than its directory declares
        said = []
        for _event, element in iterparse(stream, forbid_dtd=True):
            name = element.tag.rpartition("}")[2]
            if name == "t":
                said.append(element.text or "")
            elif name in {"tab", "br"}:
                said.append(" ")
            elif name == "p":
                yield "".join(said)
                said = []
                element.clear()


def _xlsx(data: bytes) -> str:
    from openpyxl import load_workbook

    _archive(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    return _pieces(_cells(book))


def _cells(book):
    read = 0
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            read += len(row)
            if read > MAX_CELLS:
                return
            line = [str(value) for value in row if value is not None]
            if line:
                yield " ".join(line)


def _main(kind: str):
    _limits()
    try:
        text = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}[kind](sys.stdin.buffer.read())
    except Unreadable as error:
        sys.exit(error.code)
    except MemoryError:
        sys.exit("memory")
    except Exception:  # whatever somebody else's file does to a reader of it
        sys.exit("broken")
    sys.stdout.buffer.write(text[: 2 * MAX_CHARACTERS].encode("utf-8", "replace"))


if __name__ == "__main__":
    _main(sys.argv[1])
