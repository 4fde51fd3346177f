"""Documents and indexes for tests."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from marketplace.core.documents import Document
from search import changes, entries


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def doc(key: int, title_zh: str, title_en: str = "", **more) -> Document:
    """A document of the kind "call" unless said otherwise."""
    kind = more.pop("kind", "call")
    if "amount" in more:
        more["amount"] = Decimal(more["amount"])
    if isinstance(more.get("newest"), str):
        more["newest"] = moment(more["newest"])
    if isinstance(more.get("deadline"), str):
        more["deadline"] = moment(more["deadline"])
    more.setdefault("code", f"{kind[:2].upper()}{key:02d}")
    return Document(kind=kind, key=key, title_zh=title_zh, title_en=title_en, url=f"/{kind}/{key}/", **more)


def fill(engine, documents):
    """An index that holds these documents and nothing else."""
    engine.rebuild([[entries.entry(document, 1) for document in documents]], 1)
    return engine


def deliver_all(engine) -> int:
    count = 0
    while found := changes.deliver(engine):
        count += found
    return count
