"""A document as both engines index it: tokens, constants, numbers, and what is stored to be shown."""

import hashlib

from marketplace.core.documents import FACETS, Document

from . import pinyin, ranking
from .analysis import fold, joined
from .engine import Entry, shelf_of

SCHEMA = 6  # raised when what is indexed changes: an index of another number is built anew
INDEXED = 200_000  # characters of a body
STORED = 20_000  # characters of a body that excerpts are taken from
NONE = "_"  # stands in a field that holds nothing, so that both engines count averages alike


def digest(document: Document) -> str:
    """Changes with whatever the index holds of it."""
    facets = sorted((name, *sorted(values)) for name, values in document.facets.items())
    plain = (
        SCHEMA, document.kind, document.key, document.code, document.title_zh, document.title_en, document.body_zh, document.body_en,
        document.words, document.row, document.url, facets, document.newest, document.deadline, None if document.amount is None else f"{document.amount:.2f}",
        document.lat, document.lon, document.is_open, document.languages, sorted(document.audience), document.provenance,
    )  # fmt: skip
    return hashlib.blake2b("\x1f".join(map(str, plain)).encode(), digest_size=12).hexdigest()


def entry(document: Document, version: int) -> Entry:
    titles = [text for text in (document.title_zh, document.title_en) if text]
    names = [line.strip() for line in document.words.splitlines() if line.strip()]
    title = _joined(titles)
    fields = {
        "title": title,
        "words": _joined([document.code, *names]),
        "body": _joined([document.body_zh[:INDEXED], document.body_en[:INDEXED]]),
        "pinyin": " ".join(pinyin.tokens(document.title_zh)) or NONE,
    }
    exact = {fold(text).strip() for text in (*titles, document.code, *names)} - {""}
    constants = {"kind": (document.kind,), "language": document.languages, "audience": tuple(sorted(document.audience))}
    constants |= {name: tuple(document.facets.get(name, ())) for name in FACETS}
    numbers = {
        "newest": document.newest and document.newest.timestamp(),
        "deadline": document.deadline and document.deadline.timestamp(),
        "amount": None if document.amount is None else float(document.amount),
        "lat": document.lat,
        "lon": document.lon,
        "weight_zh": round(ranking.weight(document, "zh"), 4),
        "weight_en": round(ranking.weight(document, "en"), 4),
    }
    mark = digest(document)
    stored = {
        "id": document.id,
        "kind": document.kind,
        "key": document.key,
        "code": document.code,
        "row": document.row or document.code,
        "title": [document.title_zh, document.title_en],
        "body": [document.body_zh[:STORED], document.body_en[:STORED]],
        "url": document.url,
        "languages": list(document.languages),
        "facets": {name: list(values) for name, values in document.facets.items()},
        "numbers": {name: numbers[name] for name in ("newest", "deadline", "amount", "lat", "lon")},
        "open": document.is_open,
        "public": document.is_public,
        "provenance": document.provenance,
        "digest": mark,
    }
    return Entry(
        document.id, shelf_of(document), version, mark, fields, tuple(sorted(exact)), constants,
        {name: value for name, value in numbers.items() if value is not None}, stored,
    )  # fmt: skip


def _joined(texts) -> str:
    return " ".join(found for text in texts if text and (found := joined(text))) or NONE
