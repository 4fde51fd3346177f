"""The search as JSON, in the language of the address, with the same parameters as the page.

GET /api/search/?q=&kind=&community=&category=&status=&fee_tier=&org_class=&year=&language=&amount=&open=&near=&sort=&page=
GET /api/search/suggest?q=
"""

from datetime import datetime
from decimal import Decimal

from ninja import Router, Schema

from marketplace.core import documents

from . import asking, searching, suggesting
from .views import language

router = Router(tags=["search"])


class Found(Schema):
    """excerpt: plain; marks: the words that were looked for, as they stand in title and excerpt. metres: from `near`."""

    kind: str
    code: str
    title: str
    url: str
    excerpt: str
    marks: list[str]
    score: float
    language: str
    is_open: bool
    newest: datetime | None
    deadline: datetime | None
    amount: Decimal | None
    metres: float | None
    facets: dict[str, list[str]]


class Answer(Schema):
    """corrected: the hits are those of did_you_mean; relaxed: they hold a part of the words only; whole: so many
    hold all of them, where few hits were filled up.

    fallback: the index did not answer, these are names out of the database. ignored: what was not understood.
    """

    total: int
    page: int
    kinds: dict[str, int]
    facets: dict[str, dict[str, int]]
    amounts: dict[str, int]
    open_now: int
    did_you_mean: str
    corrected: bool
    relaxed: bool
    whole: int
    understood: list[list[str]]
    fallback: bool
    cut: bool
    ignored: list[str]
    results: list[Found]


class Line(Schema):
    text: str
    kind: str
    url: str


@router.get("/", response=Answer, url_name="search")
def search(request):
    asked = asking.read(request.GET, request.actor)
    found = searching.search(asked.query(request.actor, language()))
    return {
        "total": found.total, "page": asked.page, "kinds": found.kinds, "facets": found.facets,
        "amounts": {str(low): n for low, n in found.amounts.items()}, "open_now": found.open_now,
        "did_you_mean": found.did_you_mean, "corrected": found.corrected, "relaxed": found.relaxed, "whole": found.whole, "understood": [[typed, *others] for typed, others in found.understood],
        "fallback": found.fallback, "cut": found.cut, "ignored": list(asked.ignored),
        "results": [_plain(hit) for hit in found.hits],
    }  # fmt: skip


def _plain(hit) -> dict:
    pieces = (*hit.title, *hit.excerpt)
    return {
        "kind": hit.kind, "code": hit.code, "title": hit.plain_title, "url": hit.url,
        "excerpt": "".join(text for text, _found in hit.excerpt),
        "marks": list(dict.fromkeys(text for text, is_found in pieces if is_found)), "score": hit.score,
        "language": hit.language, "is_open": hit.is_open, "newest": hit.newest, "deadline": hit.deadline,
        "amount": hit.amount, "metres": hit.metres, "facets": {name: list(values) for name, values in hit.facets.items()},
    }  # fmt: skip


@router.get("/suggest", response=list[Line], url_name="suggest")
def suggest(request, q: str = ""):
    lines = suggesting.suggest(q, language=language(), audience=documents.reader_tokens(request.actor))
    return [{"text": one.text, "kind": one.kind, "url": one.url} for one in lines]
